//! Field tables.

use okx_spec::model::{Form, OutcomeFields};
use proc_macro2::TokenStream;
use quote::quote;
use syn::Index;

use super::{option, place, rule, said};
use crate::plan::table::{Extra, TablePlan, TableRow};

/// The implementations that make a type's fields reachable by their places.
pub(crate) fn implementations(plan: &TablePlan) -> TokenStream {
    let TablePlan { name, rows, extra, .. } = plan;
    let shape = shape(plan);
    let slots = rows.iter().map(|TableRow { place, name, .. }| quote! { #place => __p::slot(&mut self.#name), });
    let values = rows.iter().map(|TableRow { place, name, .. }| quote! { #place => __p::value(&self.#name), });
    let (last_slot, last_value) = match extra {
        Extra::Kept(extra) => (quote!(__p::slot(&mut self.#extra)), quote!(__p::value(&self.#extra))),
        Extra::Dropped => (quote!(__p::no_such_field(place)), quote!(__p::no_such_field(place))),
    };
    quote! {
        impl __p::Table for #name {
            const SHAPE: __p::Shape = #shape;
            fn field_mut(&mut self, place: usize) -> __p::Slot<'_> {
                match place { #(#slots)* _ => #last_slot }
            }
            fn field(&self, place: usize) -> __p::Value<'_> {
                match place { #(#values)* _ => #last_value }
            }
        }
    }
}

/// What is constant about a type. What there is nothing to say of is left out.
pub(crate) fn shape(plan: &TablePlan) -> TokenStream {
    let TablePlan { shape, form, rows, extra, sent, outcome, rules, .. } = plan;
    let wires = rows.iter().map(|row| &row.wire);
    let form = said::value("form", self::form(*form));
    let required = said::list("required", places(rows, |row| row.required));
    let bare = said::list("bare", places(rows, |row| row.bare));
    let clearable = said::list("clearable", places(rows, |row| row.clearable));
    let precision = rows
        .iter()
        .filter_map(|TableRow { place, precision, .. }| precision.as_ref().map(|path| quote!((#place, &#path))));
    let precision = said::list("precision", precision);
    let text = rows.iter().filter_map(|TableRow { place, text_rule_of, .. }| {
        text_rule_of.as_ref().map(|kind| quote!((#place, <#kind as __p::FieldType>::TEXT)))
    });
    let text = said::list("text", text);
    let keeps_extra = said::flag("keeps_extra", matches!(extra, Extra::Kept(_)));
    let sent = said::flag("sent", *sent);
    let outcome = said::option("outcome", outcome.map(self::outcome));
    let rules = said::list("rules", rules.iter().map(rule::expression));
    quote! {
        __p::Shape {
            name: #shape,
            #form
            wire: &[#(#wires),*],
            #required
            #bare
            #clearable
            #precision
            #text
            #keeps_extra
            #sent
            #outcome
            #rules
            ..__p::Shape::PLAIN
        }
    }
}

/// The places of the rows of which something is true.
fn places(rows: &[TableRow], is_true: impl Fn(&TableRow) -> bool) -> impl Iterator<Item = &Index> {
    rows.iter().filter(move |row| is_true(row)).map(|row| &row.place)
}

/// Hardly anything is no object.
fn form(form: Form) -> Option<TokenStream> {
    match form {
        Form::Object => None,
        Form::Row => Some(quote!(__p::Form::Row)),
        Form::Bare => Some(quote!(__p::Form::Bare)),
    }
}

fn outcome(outcome: OutcomeFields) -> TokenStream {
    let OutcomeFields { code, message, sub_code } = outcome;
    let (code, message, sub_code) = (place(code), place(message), option(sub_code.map(place)));
    quote! { __p::OutcomeFields { code: #code, message: #message, sub_code: #sub_code } }
}
