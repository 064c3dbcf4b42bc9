//! The facts of a call.

use okx_spec::model::{Access, Method, Repeat};
use proc_macro2::TokenStream;
use quote::quote;

use super::{asked_by, budget, place, rule, said};
use crate::plan::endpoint::{CallPlan, EndpointPlan, Reply};

/// What makes a type a request.
pub(crate) fn implementation(plan: &EndpointPlan) -> TokenStream {
    let EndpointPlan { request, row, reply, call } = plan;
    let resolvable = call.asked_by.iter().map(|plan| asked_by::implementation(request, plan));
    let reply = match reply {
        Reply::One => quote!(#row),
        Reply::Many => quote!(__p::Rows<#row>),
    };
    let (method, path, operation) = (method(call.method), &call.path, operation(call));
    quote! {
        impl __p::Endpoint for #request {
            type Row = #row;
            type Reply = #reply;
            const OPERATION: &'static __p::Operation = &#operation;
            const ROUTE: &'static __p::RestRoute = &__p::RestRoute { method: #method, path: #path };
        }
        #(#resolvable)*
    }
}

fn operation(plan: &CallPlan) -> TokenStream {
    let CallPlan { guide, identities, .. } = plan;
    let (name, access, repeat) = (budget::call_name(&plan.name), access(plan.access), repeat(&plan.repeat));
    let only_reads = said::flag("only_reads", plan.method == Method::Get);
    let draws = budget::draws(&plan.draws);
    let single_draws = said::option("single_draws", plan.single_draws.as_deref().map(budget::draws));
    let up_to = said::value("up_to", plan.up_to.map(place));
    let deadline = said::flag("deadline", plan.deadline);
    let reduces_risk = said::flag("reduces_risk", plan.reduces_risk);
    let identities = said::list("identities", identities);
    let asked_by = said::option("asked_by", plan.asked_by.as_ref().map(asked_by::facts));
    let many_rows = said::flag("many_rows", plan.many_rows);
    let rules = said::list("rules", plan.rules.iter().map(rule::expression));
    quote! {
        __p::Operation {
            name: #name,
            guide: #guide,
            access: #access,
            draws: #draws,
            #single_draws
            #up_to
            #only_reads
            #deadline
            #reduces_risk
            repeat: #repeat,
            #identities
            #asked_by
            #many_rows
            #rules
            ..__p::Operation::PLAIN
        }
    }
}

fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(__p::Method::Get),
        Method::Post => quote!(__p::Method::Post),
    }
}

fn access(access: Access) -> TokenStream {
    match access {
        Access::Public => quote!(__p::Access::Public),
        Access::Either => quote!(__p::Access::Either),
        Access::Read => quote!(__p::Access::Read),
        Access::Trade => quote!(__p::Access::Trade),
        Access::Withdraw => quote!(__p::Access::Withdraw),
    }
}

fn repeat(repeat: &Repeat) -> TokenStream {
    match repeat {
        Repeat::Always => quote!(__p::Repeat::Always),
        Repeat::Never => quote!(__p::Repeat::Never),
        Repeat::By(field) => {
            let field = place(*field);
            quote!(__p::Repeat::By(#field))
        }
    }
}
