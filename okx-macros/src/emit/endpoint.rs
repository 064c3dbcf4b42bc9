//! The facts of a call.

use okx_spec::model::{Access, Method, Repeat};
use proc_macro2::TokenStream;
use quote::quote;

use super::{asked_by, budget, option, place, rule};
use crate::plan::endpoint::{CallPlan, EndpointPlan, Items, Reply};

/// What makes a type a request.
pub(crate) fn implementation(plan: &EndpointPlan) -> TokenStream {
    let EndpointPlan { request, row, reply, items, asked_by, call } = plan;
    let asked_by = asked_by.iter().map(|plan| asked_by::implementation(request, plan));
    let reply = match reply {
        Reply::One => quote!(#row),
        Reply::Many => quote!(__p::Rows<#row>),
    };
    let items = match items {
        Items::Itself => quote!(__p::Items::One(self)),
        Items::List => quote!(__p::Items::Many(&self.items)),
    };
    let call = self::call(call);
    quote! {
        impl __p::Endpoint for #request {
            type Row = #row;
            type Reply = #reply;
            const CALL: &'static __p::Call = &#call;
            fn items(&self) -> __p::Items<'_> {
                #items
            }
        }
        #(#asked_by)*
    }
}

fn call(plan: &CallPlan) -> TokenStream {
    let CallPlan { name, method, path, guide, access, draws, single_draws, up_to, deadline, repeat, rules } = plan;
    let (name, method, access, repeat) =
        (budget::call_name(name), self::method(*method), self::access(*access), self::repeat(repeat));
    let draws = budget::draws(draws);
    let single_draws = option(single_draws.as_deref().map(budget::draws));
    let up_to = place(*up_to);
    let rules = rules.iter().map(rule::expression);
    quote! {
        __p::Call {
            name: #name,
            method: #method,
            path: #path,
            guide: #guide,
            access: #access,
            draws: #draws,
            single_draws: #single_draws,
            up_to: #up_to,
            deadline: #deadline,
            repeat: #repeat,
            rules: &[#(#rules),*],
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
