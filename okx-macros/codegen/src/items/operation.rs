//! Calls that can also be sent over a socket.

use okx_spec::model::{Operation, Socket};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::budget::{self, Draw};
use super::table::{self, Extra, TablePlan};
use crate::names::Names;
use crate::tokens::{fact, option, place};

/// All operations.
pub(crate) struct OperationsPlan(Vec<OperationPlan>);

/// The facts of one operation.
struct OperationPlan {
    /// The type of the request that it sends.
    request: TokenStream,
    name: String,
    op: String,
    socket: Socket,
    guide: String,
    without: Vec<usize>,
    adds: TablePlan,
    /// Its budgets, where they are not those of its call.
    draws: Option<Vec<Draw>>,
}

pub(crate) fn plan(names: &Names<'_>, operations: &[&Operation]) -> OperationsPlan {
    OperationsPlan(operations.iter().map(|one| operation(names, one)).collect())
}

fn operation(names: &Names<'_>, operation: &Operation) -> OperationPlan {
    let Operation { name, does: _, guide, op, socket, of, without, adds, draws, at: _ } = operation;
    OperationPlan {
        request: names.request(&names.model[*of]),
        name: format!("ws.{socket}.{name}"),
        op: op.clone(),
        socket: *socket,
        guide: guide.clone(),
        without: without.clone(),
        adds: TablePlan { extra: Extra::Dropped, ..table::plan(names, &names.model[*adds]) },
        draws: (*draws != names.model[*of].draws).then(|| budget::draws(names, draws)),
    }
}

impl ToTokens for OperationsPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(operations) = self;
        let requests = operations.iter().map(|operation| &operation.request);
        tokens.extend(quote! {
            #(#operations)*
            /// Every described operation.
            pub static ALL: &[&__p::SocketRoute] = &[#(<#requests as __p::SocketEndpoint>::SOCKET_ROUTE),*];
        });
    }
}

impl ToTokens for OperationPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { request, name, op, socket, guide, without, adds, draws } = self;
        let socket = fact(socket);
        let without = without.iter().map(|field| place(*field));
        let adds = table::shape(adds);
        let draws = option(draws.as_deref().map(budget::draw_list));
        tokens.extend(quote! {
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
        });
    }
}
