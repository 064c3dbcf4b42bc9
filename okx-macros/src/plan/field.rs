//! The fields of a shape.

use okx_spec::model::{Enum, Field, Kind, Precision, Presence};
use proc_macro2::{Ident, TokenStream};

use super::names::{self, Names};
use super::{precision, prose};

/// One field of a struct.
pub(crate) struct FieldPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    /// The type of one value of it.
    pub(crate) kind: TokenStream,
    pub(crate) number: Count,
}

/// How many values a field holds.
#[derive(Clone, Copy)]
pub(crate) enum Count {
    One,
    OneOrNone,
    Any,
    /// One that can be kept, set or cleared.
    Clearable,
}

/// Values of an enum that a field's documentation lists; for more it refers to the enum.
const LISTED_VALUES: usize = 12;

pub(crate) fn plan(names: &Names<'_>, field: &Field, sent: bool) -> FieldPlan {
    let number = match (field.list, field.presence) {
        (true, _) => Count::Any,
        _ if field.empty_clears => Count::Clearable,
        (false, Presence::Required) => Count::One,
        (false, Presence::Optional) => Count::OneOrNone,
    };
    FieldPlan { docs: docs(names, field, sent), name: names::snake(&field.name), kind: names.kind(field.kind), number }
}

fn docs(names: &Names<'_>, field: &Field, sent: bool) -> String {
    let demand = match (sent, field.presence) {
        (true, Presence::Required) if field.empty_clears => {
            "Required: a value, or [`Clear`](::okx_client::value::Clearable::Clear) for none. "
        }
        (true, Presence::Optional) if field.empty_clears => {
            "Optional: stays as it is unless given; [`Clear`](::okx_client::value::Clearable::Clear) removes it. "
        }
        (true, Presence::Required) => "Required. ",
        (true, Presence::Optional) => "Optional: left out unless given. ",
        (false, _) => "",
    };
    let values = match field.kind {
        Kind::Enum(id) => Some(values_in_words(&names.model[id])),
        _ => None,
    };
    prose::paragraphs([
        Some(prose::escaped(&field.means)),
        values,
        field.precision.map(|id| grid_in_words(names, &names.model[id])),
        Some(format!("{demand}On the wire: {}.", prose::code(&field.wire))),
    ])
}

fn grid_in_words(names: &Names<'_>, rule: &Precision) -> String {
    let link = format!("[`{}`]({})", rule.name, names::written(&names.precision(rule)));
    let owner = rule.listed_by.map_or_else(|| "instrument".to_owned(), |call| precision::what(names, call));
    format!("Held to the {owner}'s grid, {link}: a value off it is refused before it is sent.")
}

/// `Values known today: buy and sell.`
fn values_in_words(set: &Enum) -> String {
    let mut values: Vec<String> = set.values.iter().take(LISTED_VALUES).map(|value| prose::code(&value.wire)).collect();
    if set.values.len() > LISTED_VALUES {
        values.push(format!("{} others", set.values.len() - LISTED_VALUES));
    }
    format!("Values known today: {}.", prose::joined(&values, "and"))
}
