//! The tables of calls and channels that can be found by name.

use okx_spec::model::{Channel, Endpoint};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::names::Names;

/// The table of all calls.
pub(crate) struct DescribedTable(Vec<DescribedPlan>);

/// One call of the table.
enum DescribedPlan {
    /// A single request, by its type.
    One(TokenStream),
    /// The request of a paged list, by its type.
    Paged(TokenStream),
    /// A batch: the type of the list, and of an item.
    Batch(TokenStream, TokenStream),
}

/// The table of all channels, by their types.
pub(crate) struct ChannelTable(Vec<TokenStream>);

pub(crate) fn calls(names: &Names<'_>, endpoints: &[&Endpoint]) -> DescribedTable {
    DescribedTable(endpoints.iter().map(|endpoint| call(names, endpoint)).collect())
}

fn call(names: &Names<'_>, endpoint: &Endpoint) -> DescribedPlan {
    let item = names.shape(endpoint.request);
    match (&endpoint.batch, &endpoint.pages) {
        (Some(_), _) => DescribedPlan::Batch(names.request(endpoint), item),
        (None, Some(_)) => DescribedPlan::Paged(item),
        (None, None) => DescribedPlan::One(item),
    }
}

pub(crate) fn channels(names: &Names<'_>, channels: &[&Channel]) -> ChannelTable {
    ChannelTable(channels.iter().map(|channel| names.channel(channel)).collect())
}

impl ToTokens for DescribedTable {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(calls) = self;
        tokens.extend(quote! {
            /// Every described call, chapter by chapter.
            pub static ALL: &[::okx_client::dynamic::Described] = &[#(#calls),*];
        });
    }
}

impl ToTokens for DescribedPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::One(request) => quote!(::okx_client::dynamic::Described::one::<#request>()),
            Self::Paged(request) => quote!(::okx_client::dynamic::Described::paged::<#request>()),
            Self::Batch(list, item) => quote!(::okx_client::dynamic::Described::batch::<#list, #item>()),
        });
    }
}

impl ToTokens for ChannelTable {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(channels) = self;
        tokens.extend(quote! {
            /// Every described channel, socket by socket.
            pub static ALL: &[::okx_client::dynamic::DescribedChannel] =
                &[#(::okx_client::dynamic::DescribedChannel::of::<#channels>()),*];
        });
    }
}
