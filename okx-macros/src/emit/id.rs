//! Types of names of things.

use okx_spec::model::Letters;
use proc_macro2::TokenStream;
use quote::quote;

use super::{option, place};
use crate::plan::id::{Holds, IdPlan};

pub(crate) fn item(plan: &IdPlan) -> TokenStream {
    let IdPlan { docs, name, holds } = plan;
    match holds {
        Holds::Text { max_length, letters, secret } => {
            let (max_length, letters) = (option(max_length.map(place)), option(letters.map(self::letters)));
            // A secret prints itself, as `***`.
            let debug = (!secret).then(|| quote!(Debug,));
            quote! {
                #[doc = #docs]
                #[derive(Clone, #debug Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct #name(__p::Text);
                __p::text_id!(#name, max_length = #max_length, letters = #letters, secret = #secret);
            }
        }
        Holds::Number => quote! {
            #[doc = #docs]
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct #name(i64);
            __p::number_id!(#name);
        },
    }
}

fn letters(letters: Letters) -> TokenStream {
    match letters {
        Letters::Alphanumeric => quote!(__p::Letters::Alphanumeric),
        Letters::AlphanumericAndDashes => quote!(__p::Letters::AlphanumericAndDashes),
    }
}
