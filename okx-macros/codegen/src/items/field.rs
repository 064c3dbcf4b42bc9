//! The fields of a shape.

use okx_spec::model::{Enum, EnumValue, Field, Kind, Precision, Presence, RustType};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, wire_word};
use super::precision;
use crate::names::{self, Names};
use crate::prose;

/// One field of a struct.
pub(crate) struct FieldPlan {
    pub(crate) docs: Docs,
    pub(crate) name: Ident,
    /// The type of one value of it.
    pub(crate) kind: TokenStream,
    pub(crate) takes: Takes,
    pub(crate) number: Count,
}

/// What can be passed for one value.
#[derive(Clone, Copy)]
pub(crate) enum Takes {
    /// Exact numbers. A trait for them names `dec!` when a float is passed.
    Number,
    /// Whatever can be converted.
    Any,
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
    let Field { wire, name, kind, list, presence, means: _, aka, empty_clears, precision: _, at: _ } = field;
    let number = match (list, presence) {
        (true, _) => Count::Any,
        _ if *empty_clears => Count::Clearable,
        (false, Presence::Required) => Count::One,
        (false, Presence::Optional) => Count::OneOrNone,
    };
    let docs = Docs::new(docs(names, field, sent), name, aka.iter().cloned().chain(wire_word(wire, name)));
    FieldPlan { docs, name: names::snake(name), kind: names.kind(*kind), takes: takes(*kind), number }
}

fn takes(kind: Kind) -> Takes {
    match kind {
        Kind::Scalar(scalar) if scalar.facts().rust == RustType::Runtime("Decimal") => Takes::Number,
        _ => Takes::Any,
    }
}

fn docs(names: &Names<'_>, field: &Field, sent: bool) -> String {
    let Field { wire, name: _, kind, list: _, presence, means, aka: _, empty_clears, precision, at } = field;
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
        Kind::Enum(id) => Some(values_in_words(names, &names.model[*id])),
        _ => None,
    };
    prose::paragraphs([
        Some(prose::escaped(means)),
        values,
        precision.map(|id| precision_in_words(names, &names.model[id])),
        Some(format!("{demand}On the wire: {}. {}", prose::code(wire), names.described_in(at))),
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

/// `Values known today: buy and sell.` Values without letters are listed with their meanings.
fn values_in_words(names: &Names<'_>, set: &Enum) -> String {
    let says_nothing = |value: &EnumValue| !value.wire.contains(|letter: char| letter.is_ascii_alphabetic());
    if set.values.iter().any(says_nothing) && !names.is_brief() {
        let value = |value: &EnumValue| {
            format!("{} ({}): {}", prose::code(&value.wire), prose::code(&value.name), prose::escaped(&value.means))
        };
        let rest = set.values.len().saturating_sub(LISTED_VALUES);
        let rest = (rest > 0).then(|| format!("{rest} others"));
        let values = prose::list(set.values.iter().take(LISTED_VALUES).map(value).chain(rest));
        return format!("Values known today:\n\n{values}");
    }
    let mut values: Vec<String> = set.values.iter().take(LISTED_VALUES).map(|value| prose::code(&value.wire)).collect();
    if set.values.len() > LISTED_VALUES {
        values.push(format!("{} others", set.values.len() - LISTED_VALUES));
    }
    format!("Values known today: {}.", prose::joined(&values, "and"))
}

/// `pub px: Option<Decimal>`
pub(crate) fn declared(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs, name, kind, takes: _, number } = plan;
    let holds = match number {
        Count::One => quote!(#kind),
        Count::OneOrNone => quote!(Option<#kind>),
        Count::Any => quote!(Vec<#kind>),
        Count::Clearable => quote!(__p::Clearable<#kind>),
    };
    quote! { #docs pub #name: #holds }
}

/// `px: impl IntoDecimal`
pub(crate) fn argument(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs: _, name, kind, takes, number } = plan;
    let takes = match takes {
        Takes::Number => quote!(__p::IntoDecimal),
        Takes::Any => quote!(Into<#kind>),
    };
    match number {
        Count::One | Count::OneOrNone => quote!(#name: impl #takes),
        Count::Any => quote!(#name: impl IntoIterator<Item = impl #takes>),
        Count::Clearable => quote!(#name: impl Into<__p::Clearable<#kind>>),
    }
}

/// `Some(px.into())`
pub(crate) fn given(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs: _, name, kind: _, takes: _, number } = plan;
    match number {
        Count::One | Count::Clearable => quote!(#name.into()),
        Count::OneOrNone => quote!(Some(#name.into())),
        Count::Any => quote!(#name.into_iter().map(Into::into).collect()),
    }
}
