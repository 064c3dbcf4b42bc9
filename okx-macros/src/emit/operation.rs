//! What can be asked for over a socket as well.

use proc_macro2::TokenStream;
use quote::quote;

use super::{budget, option, place, table};
use crate::plan::operation::OperationPlan;

/// The facts of each, with its request, and the table of all.
pub(crate) fn items(plan: &[OperationPlan]) -> TokenStream {
    let implementations = plan.iter().map(implementation);
    let requests = plan.iter().map(|operation| &operation.request);
    quote! {
        #(#implementations)*
        /// Every described operation.
        pub static ALL: &[&__p::SocketRoute] = &[#(<#requests as __p::SocketEndpoint>::SOCKET_ROUTE),*];
    }
}

fn implementation(plan: &OperationPlan) -> TokenStream {
    let OperationPlan { request, name, op, socket, guide, without, adds, draws } = plan;
    let socket = super::socket(*socket);
    let without = without.iter().map(|field| place(*field));
    let adds = table::shape(adds);
    let draws = option(draws.as_deref().map(budget::draws));
    quote! {
        impl __p::SocketEndpoint for #request {
            const SOCKET_ROUTE: &'static __p::SocketRoute = &__p::SocketRoute {
                name: #name,
                op: #op,
                socket: #socket,
                guide: #guide,
                operation: <Self as __p::Endpoint>::OPERATION,
                without: &[#(#without),*],
                adds: &#adds,
                draws: #draws,
            };
        }
    }
}
