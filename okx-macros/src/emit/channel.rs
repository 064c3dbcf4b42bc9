//! Channels.

use proc_macro2::TokenStream;
use quote::quote;

use super::{open_enum, shape};
use crate::plan::channel::{ChannelPlan, FactsPlan};

pub(crate) fn item(plan: &ChannelPlan) -> TokenStream {
    let ChannelPlan { choice, shape, facts } = plan;
    let choice = choice.iter().map(open_enum::item);
    let shape = shape::item(shape);
    let facts = self::facts(facts);
    quote! {
        #(#choice)*
        #shape
        #facts
    }
}

fn facts(plan: &FactsPlan) -> TokenStream {
    let FactsPlan { channel, push, beside, name, names, socket, login, guide } = plan;
    let socket = super::socket(*socket);
    quote! {
        impl __p::Channel for #channel {
            type Push = #push;
            type Beside = #beside;
            const FACTS: &'static __p::ChannelFacts = &__p::ChannelFacts {
                name: #name,
                names: &[#(#names),*],
                socket: #socket,
                login: #login,
                guide: #guide,
            };
        }
    }
}
