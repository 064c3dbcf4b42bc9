//! The types of names of things.

use okx_spec::model::{IdType, Letters};
use proc_macro2::Ident;

use super::{names, prose};

/// A type that holds the name of one sort of thing.
pub(crate) struct IdPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) holds: Holds,
}

/// What such a type holds.
pub(crate) enum Holds {
    /// Text, with what OKX demands of names that we choose.
    Text { max_length: Option<usize>, letters: Option<Letters>, secret: bool },
    /// A number.
    Number,
}

pub(crate) fn plan(id: &IdType) -> IdPlan {
    let holds = if id.number {
        Holds::Number
    } else {
        Holds::Text { max_length: id.max_length, letters: id.letters, secret: id.secret }
    };
    IdPlan { docs: docs(id), name: names::fixed(&id.name), holds }
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
    let secret = id.secret.then(|| "A secret: it prints as `***`, and no error repeats it.".to_owned());
    prose::paragraphs([Some(prose::escaped(&id.does)), demands, secret])
}
