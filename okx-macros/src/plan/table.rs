//! The field table of a type: what the runtime needs to reach its fields.

use okx_spec::model::{Field, Form, Kind, OutcomeFields, Presence, Rule, Shape};
use proc_macro2::{Ident, TokenStream};
use syn::Index;

use super::names::{self, Names};

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

/// What the table says of one field.
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
    /// The type that knows what the field's text must look like, where that is not free.
    pub(crate) text_rule_of: Option<TokenStream>,
}

/// What becomes of members that nobody described.
pub(crate) enum Extra {
    /// This field keeps them.
    Kept(Ident),
    /// There is no place for them.
    Dropped,
}

pub(crate) fn plan(names: &Names<'_>, shape: &Shape) -> TablePlan {
    let sent = names.is_sent(shape);
    TablePlan {
        name: names::fixed(&shape.name),
        shape: shape.name.clone(),
        form: shape.form,
        rows: shape.fields.iter().enumerate().map(|(place, field)| row(names, place, field, sent)).collect(),
        extra: match shape.form {
            Form::Object | Form::Row => Extra::Kept(names::fixed("extra")),
            Form::Bare => Extra::Dropped,
        },
        sent: names.is_sent(shape),
        outcome: shape.outcome,
        rules: shape.rules.clone(),
    }
}

/// The table of a list and nothing around it: what a batch is.
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
    TableRow {
        place: place.into(),
        name: names::snake(&field.name),
        wire: field.wire.clone(),
        required: field.presence == Presence::Required,
        bare: match field.kind {
            Kind::Number => true,
            Kind::Id(id) => names.model[id].number,
            _ => false,
        },
        clearable: field.empty_clears,
        precision: field.precision.map(|id| names.precision(&names.model[id])),
        text_rule_of: has_text_rule(names, field.kind, sent).then(|| names.kind(field.kind)),
    }
}

/// Whether the runtime must know something of the text of a kind: what OKX demands of it, that it is a secret, or for what is sent, which
/// values are known.
fn has_text_rule(names: &Names<'_>, kind: Kind, sent: bool) -> bool {
    match kind {
        Kind::Enum(_) => sent,
        Kind::Id(id) => {
            let id = &names.model[id];
            id.max_length.is_some() || id.letters.is_some() || id.secret
        }
        _ => false,
    }
}
