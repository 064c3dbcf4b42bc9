//! What connections of the sockets accept.

use okx_spec::model::{Connection, Rate};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::push::seconds;
use crate::tokens::{fact, place};

/// The facts of connections.
pub(crate) struct ConnectionPlan<'a>(&'a Connection);

pub(crate) fn plan(connection: &Connection) -> ConnectionPlan<'_> {
    ConnectionPlan(connection)
}

impl ToTokens for ConnectionPlan<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(Connection {
            paths,
            connects,
            requests,
            message_bytes,
            id_length,
            id_letters,
            idle,
            notice,
            counted,
            heavy,
            at: _,
        }) = self;
        let paths = paths.iter().map(|(socket, path)| {
            let socket = fact(socket);
            quote!((#socket, #path))
        });
        let (connects, requests) = (rate(*connects), rate(*requests));
        let (message_bytes, id_length, id_letters) = (place(*message_bytes), place(*id_length), fact(id_letters));
        let (idle, notice, counted, heavy) = (seconds(*idle), seconds(*notice), place(*counted), place(*heavy));
        tokens.extend(quote! {
            /// What OKX accepts on the connections of its sockets.
            pub static CONNECTION: __p::ConnectionFacts = __p::ConnectionFacts {
                paths: &[#(#paths),*],
                connects: #connects,
                requests: #requests,
                message_bytes: #message_bytes,
                id_length: #id_length,
                id_letters: #id_letters,
                idle: #idle,
                notice: #notice,
                counted: #counted,
                heavy: #heavy,
            };
        });
    }
}

fn rate(rate: Rate) -> TokenStream {
    let (count, window) = (Literal::u32_unsuffixed(rate.count), Literal::u64_unsuffixed(rate.window_ms));
    quote!((#count, __p::milliseconds(#window)))
}
