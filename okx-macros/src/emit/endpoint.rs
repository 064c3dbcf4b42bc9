//! The facts of a call.

use okx_spec::model::{Access, Method, Repeat};
use proc_macro2::TokenStream;
use quote::quote;

use super::{asked_by, budget, place, rule, said};
use crate::plan::endpoint::{CallPlan, EndpointPlan, Reply};

/// What makes a type a request.
pub(crate) fn implementation(plan: &EndpointPlan) -> TokenStream {
    let EndpointPlan { request, row, reply, asked_by, call } = plan;
    let asked_by = asked_by.iter().map(|plan| asked_by::implementation(request, plan));
    let reply = match reply {
        Reply::One => quote!(#row),
        Reply::Many => quote!(__p::Rows<#row>),
    };
    let call = self::call(call);
    quote! {
        impl __p::Endpoint for #request {
            type Row = #row;
            type Reply = #reply;
            const CALL: &'static __p::Call = &#call;
        }
        #(#asked_by)*
    }
}

fn call(plan: &CallPlan) -> TokenStream {
    let CallPlan {
        name,
        method,
        path,
        guide,
        access,
        draws,
        single_draws,
        up_to,
        deadline,
        reduces_risk,
        repeat,
        rules,
    } = plan;
    let (name, method, access, repeat) =
        (budget::call_name(name), self::method(*method), self::access(*access), self::repeat(repeat));
    let draws = budget::draws(draws);
    let single_draws = said::option("single_draws", single_draws.as_deref().map(budget::draws));
    let up_to = said::value("up_to", up_to.map(place));
    let deadline = said::flag("deadline", *deadline);
    let reduces_risk = said::flag("reduces_risk", *reduces_risk);
    let rules = said::list("rules", rules.iter().map(rule::expression));
    quote! {
        __p::Call {
            name: #name,
            method: #method,
            path: #path,
            guide: #guide,
            access: #access,
            draws: #draws,
            #single_draws
            #up_to
            #deadline
            #reduces_risk
            repeat: #repeat,
            #rules
            ..__p::Call::PLAIN
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
