//! The fields of a shape.

use okx_spec::model::{Enum, Field, Kind, Precision, Presence};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::precision;
use crate::names::{self, Names};
use crate::prose;

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

/// The maximum number of enum values that a field's documentation lists.
const LISTED_VALUES: usize = 12;

pub(crate) fn plan(names: &Names<'_>, field: &Field, sent: bool) -> FieldPlan {
    let Field { wire: _, name, kind, list, presence, means: _, empty_clears, precision: _, at: _ } = field;
    let number = match (list, presence) {
        (true, _) => Count::Any,
        _ if *empty_clears => Count::Clearable,
        (false, Presence::Required) => Count::One,
        (false, Presence::Optional) => Count::OneOrNone,
    };
    FieldPlan { docs: docs(names, field, sent), name: names::snake(name), kind: names.kind(*kind), number }
}

fn docs(names: &Names<'_>, field: &Field, sent: bool) -> String {
    let Field { wire, name: _, kind, list: _, presence, means, empty_clears, precision, at: _ } = field;
    let demand = match (sent, presence) {
        (true, Presence::Required) if *empty_clears => {
            format!("Required: a value, or {} for none. ", clear(names))
        }
        (true, Presence::Optional) if *empty_clears => {
            format!("Optional: left unchanged unless given; {} removes it. ", clear(names))
        }
        (true, Presence::Required) => "Required. ".to_owned(),
        (true, Presence::Optional) => "Optional. ".to_owned(),
        (false, _) => String::new(),
    };
    let values = match kind {
        Kind::Enum(id) => Some(values_in_words(&names.model[*id])),
        _ => None,
    };
    prose::paragraphs([
        Some(prose::escaped(means)),
        values,
        precision.map(|id| precision_in_words(names, &names.model[id])),
        Some(format!("{demand}On the wire: {}.", prose::code(wire))),
    ])
}

fn clear(names: &Names<'_>) -> String {
    names.link("Clear", "value::Clearable::Clear")
}

fn precision_in_words(names: &Names<'_>, rule: &Precision) -> String {
    let link = format!("[`{}`]({})", rule.name, names::written(&names.precision(rule)));
    let owner = rule.listed_by.map_or_else(|| "instrument".to_owned(), |call| precision::what(names, call));
    format!("Checked against the steps and bounds of the {owner} before it is sent: see {link}.")
}

/// `Values known today: buy and sell.`
fn values_in_words(set: &Enum) -> String {
    let mut values: Vec<String> = set.values.iter().take(LISTED_VALUES).map(|value| prose::code(&value.wire)).collect();
    if set.values.len() > LISTED_VALUES {
        values.push(format!("{} others", set.values.len() - LISTED_VALUES));
    }
    format!("Values known today: {}.", prose::joined(&values, "and"))
}

/// `pub px: Option<Decimal>`
pub(crate) fn declared(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs, name, kind, number } = plan;
    let holds = match number {
        Count::One => quote!(#kind),
        Count::OneOrNone => quote!(Option<#kind>),
        Count::Any => quote!(Vec<#kind>),
        Count::Clearable => quote!(__p::Clearable<#kind>),
    };
    quote! { #[doc = #docs] pub #name: #holds }
}

/// `px: impl IntoDecimal`
pub(crate) fn argument(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs: _, name, kind, number } = plan;
    // The trait does nothing but name `dec!` when a float is passed.
    let value = if kind.to_string() == quote!(__p::Decimal).to_string() {
        quote!(__p::IntoDecimal)
    } else {
        quote!(Into<#kind>)
    };
    match number {
        Count::One | Count::OneOrNone => quote!(#name: impl #value),
        Count::Any => quote!(#name: impl IntoIterator<Item = impl #value>),
        Count::Clearable => quote!(#name: impl Into<__p::Clearable<#kind>>),
    }
}

/// `Some(px.into())`
pub(crate) fn given(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs: _, name, kind: _, number } = plan;
    match number {
        Count::One | Count::Clearable => quote!(#name.into()),
        Count::OneOrNone => quote!(Some(#name.into())),
        Count::Any => quote!(#name.into_iter().map(Into::into).collect()),
    }
}
