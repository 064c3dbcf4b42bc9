//! The field table of a type: what the runtime needs to reach its fields.

use okx_spec::model::{Field, Form, Kind, OutcomeFields, Presence, Rule, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Index;

use super::rule;
use crate::names::{self, Names};
use crate::tokens::{entry, fact, option, place};

/// The field table of one type.
pub(crate) struct TablePlan {
    pub(crate) name: Ident,
    /// The type's name as text.
    pub(crate) shape: String,
    pub(crate) form: Form,
    pub(crate) rows: Vec<TableRow>,
    pub(crate) extra: Extra,
    /// Whether it is part of a request.
    pub(crate) sent: bool,
    pub(crate) outcome: Option<OutcomeFields>,
    pub(crate) rules: Vec<Rule>,
}

/// The entries of the table for one field.
pub(crate) struct TableRow {
    /// The field's place in the table.
    pub(crate) place: Index,
    pub(crate) name: Ident,
    pub(crate) wire: String,
    pub(crate) required: bool,
    pub(crate) bare: bool,
    /// Whether an empty text clears its value.
    pub(crate) clearable: bool,
    /// The path of its precision rule.
    pub(crate) precision: Option<TokenStream>,
    /// The type that has rules for the field's text, where not every text is allowed.
    pub(crate) text_rule_of: Option<TokenStream>,
}

/// What happens to members that are not described.
pub(crate) enum Extra {
    /// This field keeps them.
    Kept(Ident),
    /// They are dropped.
    Dropped,
}

pub(crate) fn plan(names: &Names<'_>, shape: &Shape) -> TablePlan {
    let Shape { name, does: _, home: _, form, fields, outcome, rules, at: _ } = shape;
    let sent = names.is_sent(shape);
    TablePlan {
        name: names::fixed(name),
        shape: name.clone(),
        form: *form,
        rows: fields.iter().enumerate().map(|(place, field)| row(names, place, field, sent)).collect(),
        extra: match form {
            Form::Object | Form::Row => Extra::Kept(names::fixed("extra")),
            Form::Bare => Extra::Dropped,
        },
        sent,
        outcome: *outcome,
        rules: rules.clone(),
    }
}

/// The table of a list without an object around it, which is what a batch is.
pub(crate) fn of_list(name: &str) -> TablePlan {
    let items = TableRow {
        place: 0.into(),
        name: names::fixed("items"),
        wire: "items".to_owned(),
        required: false,
        bare: false,
        clearable: false,
        precision: None,
        text_rule_of: None,
    };
    TablePlan {
        name: names::fixed(name),
        shape: name.to_owned(),
        form: Form::Bare,
        rows: vec![items],
        extra: Extra::Dropped,
        sent: true,
        outcome: None,
        rules: Vec::new(),
    }
}

fn row(names: &Names<'_>, place: usize, field: &Field, sent: bool) -> TableRow {
    let Field { wire, name, kind, list: _, presence, means: _, empty_clears, precision, at: _ } = field;
    TableRow {
        place: place.into(),
        name: names::snake(name),
        wire: wire.clone(),
        required: *presence == Presence::Required,
        bare: match kind {
            Kind::Scalar(scalar) => scalar.facts().is_bare_number(),
            Kind::Id(id) => names.model[*id].number,
            Kind::Enum(_) | Kind::Shape(_) => false,
        },
        clearable: *empty_clears,
        precision: precision.map(|id| names.precision(&names.model[id])),
        text_rule_of: has_text_rule(names, *kind, sent).then(|| names.kind(*kind)),
    }
}

/// Whether the runtime needs rules for the text of a kind: what OKX demands of it, that it is secret, or, for what is sent, the known
/// values.
fn has_text_rule(names: &Names<'_>, kind: Kind, sent: bool) -> bool {
    match kind {
        Kind::Enum(_) => sent,
        Kind::Id(id) => {
            let id = &names.model[id];
            id.max_length.is_some() || id.letters.is_some() || id.secret
        }
        Kind::Scalar(_) | Kind::Shape(_) => false,
    }
}

/// The implementations that give access to a type's fields by their places.
impl ToTokens for TablePlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { name, rows, extra, .. } = self;
        let shape = shape(self);
        let slots = rows.iter().map(|TableRow { place, name, .. }| quote! { #place => __p::slot(&mut self.#name), });
        let values = rows.iter().map(|TableRow { place, name, .. }| quote! { #place => __p::value(&self.#name), });
        let (last_slot, last_value) = match extra {
            Extra::Kept(extra) => (quote!(__p::slot(&mut self.#extra)), quote!(__p::value(&self.#extra))),
            Extra::Dropped => (quote!(__p::no_such_field(place)), quote!(__p::no_such_field(place))),
        };
        tokens.extend(quote! {
            impl __p::Table for #name {
                const SHAPE: __p::Shape = #shape;
                fn field_mut(&mut self, place: usize) -> __p::Slot<'_> {
                    match place { #(#slots)* _ => #last_slot }
                }
                fn field(&self, place: usize) -> __p::Value<'_> {
                    match place { #(#values)* _ => #last_value }
                }
            }
        });
    }
}

/// The constant facts of a type. Usual values are left out.
pub(crate) fn shape(plan: &TablePlan) -> TokenStream {
    let TablePlan { name: _, shape, form, rows, extra, sent, outcome, rules } = plan;
    let wires = rows.iter().map(|row| &row.wire);
    let form = entry::value("form", unusual_form(*form));
    let required = entry::list("required", places(rows, |row| row.required));
    let bare = entry::list("bare", places(rows, |row| row.bare));
    let clearable = entry::list("clearable", places(rows, |row| row.clearable));
    let precision = rows
        .iter()
        .filter_map(|TableRow { place, precision, .. }| precision.as_ref().map(|path| quote!((#place, &#path))));
    let precision = entry::list("precision", precision);
    let text = rows.iter().filter_map(|TableRow { place, text_rule_of, .. }| {
        text_rule_of.as_ref().map(|kind| quote!((#place, <#kind as __p::FieldType>::TEXT)))
    });
    let text = entry::list("text", text);
    let keeps_extra = entry::flag("keeps_extra", matches!(extra, Extra::Kept(_)));
    let sent = entry::flag("sent", *sent);
    let outcome = entry::option("outcome", outcome.map(self::outcome));
    let rules = entry::list("rules", rules.iter().map(rule::expression));
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

/// The places of the rows for which something is true.
fn places(rows: &[TableRow], is_true: impl Fn(&TableRow) -> bool) -> impl Iterator<Item = &Index> {
    rows.iter().filter(move |row| is_true(row)).map(|row| &row.place)
}

/// Most shapes are objects.
fn unusual_form(form: Form) -> Option<TokenStream> {
    match form {
        Form::Object => None,
        Form::Row | Form::Bare => Some(fact(&form)),
    }
}

fn outcome(outcome: OutcomeFields) -> TokenStream {
    let OutcomeFields { code, message, sub_code } = outcome;
    let (code, message, sub_code) = (place(code), place(message), option(sub_code.map(place)));
    quote! { __p::OutcomeFields { code: #code, message: #message, sub_code: #sub_code } }
}
