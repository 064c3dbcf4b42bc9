//! The types of ids.

use okx_spec::model::{IdType, Letters};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::tokens::{fact, option, place};
use crate::{names, prose};

/// The type of one sort of id.
pub(crate) struct IdPlan {
    docs: String,
    name: Ident,
    holds: Holds,
}

/// What such a type holds.
enum Holds {
    /// Text, with what OKX demands of ids that the client chooses.
    Text { max_length: Option<usize>, letters: Option<Letters>, secret: bool },
    /// A number.
    Number,
}

pub(crate) fn plan(id: &IdType) -> IdPlan {
    let IdType { name, does: _, chapter: _, number, max_length, letters, secret, identity: _, at: _ } = id;
    let holds = if *number {
        Holds::Number
    } else {
        Holds::Text { max_length: *max_length, letters: *letters, secret: *secret }
    };
    IdPlan { docs: docs(id), name: names::fixed(name), holds }
}

fn docs(id: &IdType) -> String {
    let length = id.max_length.map(|length| format!("at most {length} characters"));
    let letters = id.letters.map(|letters| match letters {
        Letters::Alphanumeric => "only letters and digits".to_owned(),
        Letters::AlphanumericAndDashes => "only letters, digits, `-` and `_`".to_owned(),
    });
    let demands: Vec<String> = length.into_iter().chain(letters).collect();
    let demands =
        (!demands.is_empty()).then(|| format!("Checked before it is sent: {}.", prose::joined(&demands, "and")));
    let secret = id.secret.then(|| "This is a secret: it is printed as `***`, and never appears in errors.".to_owned());
    prose::paragraphs([Some(prose::escaped(&id.does)), demands, secret])
}

impl ToTokens for IdPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, holds } = self;
        tokens.extend(match holds {
            Holds::Text { max_length, letters, secret } => {
                let (max_length, letters) = (option(max_length.map(place)), option(letters.as_ref().map(fact)));
                // The `Debug` of a secret is written by the macro below. It prints `***`.
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
        });
    }
}
