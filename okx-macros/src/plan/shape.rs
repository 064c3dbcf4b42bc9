//! The types of JSON shapes.

use okx_spec::model::{Field, Presence, Shape};
use proc_macro2::Ident;

use super::field::{self, FieldPlan};
use super::names::{self, Names};
use super::prose;
use super::rule;
use super::table::{self, Extra, TablePlan};

/// A struct with its field table.
pub(crate) struct ShapePlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) fields: Vec<FieldPlan>,
    /// The field for members nobody described, where there is one.
    pub(crate) extra: Option<ExtraPlan>,
    pub(crate) table: TablePlan,
    /// How people make a value, where they do.
    pub(crate) builder: Option<BuilderPlan>,
}

/// The field for members nobody described.
pub(crate) struct ExtraPlan {
    pub(crate) docs: &'static str,
    pub(crate) name: Ident,
}

/// `new` with what must be given, and a setter for everything else.
pub(crate) struct BuilderPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    /// What `new` gives by itself: a field and its text.
    pub(crate) fixed: Option<(Ident, String)>,
    pub(crate) required: Vec<FieldPlan>,
    pub(crate) optional: Vec<FieldPlan>,
    /// What gives the required fields by their names, where `new` could be given two of them the wrong way round.
    pub(crate) named: Option<NamedPlan>,
}

/// A struct of required fields.
pub(crate) struct NamedPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) fields: Vec<FieldPlan>,
}

/// A shape that is no request.
pub(crate) fn plan(names: &Names<'_>, shape: &Shape) -> ShapePlan {
    let outcome = shape.outcome.map(|outcome| {
        let code = prose::code(&shape.fields[outcome.code].wire);
        format!("Each says itself, by {code}, whether what it is about was done.")
    });
    documented(
        names,
        shape,
        prose::paragraphs([Some(prose::escaped(&shape.does)), outcome, rule::section(&shape.rules, shape)]),
    )
}

/// A shape with documentation of its own.
pub(crate) fn documented(names: &Names<'_>, shape: &Shape, docs: String) -> ShapePlan {
    let sent = names.is_sent(shape);
    let plan_of = |field: &Field| field::plan(names, field, sent);
    let table = table::plan(names, shape);
    let extra = match &table.extra {
        Extra::Kept(name) => Some(ExtraPlan { docs: extra_docs(sent), name: name.clone() }),
        Extra::Dropped => None,
    };
    ShapePlan {
        docs,
        name: names::fixed(&shape.name),
        fields: shape.fields.iter().map(plan_of).collect(),
        extra,
        table,
        builder: sent.then(|| builder(shape, plan_of)),
    }
}

fn extra_docs(sent: bool) -> &'static str {
    if sent {
        "Parameters nobody described yet; they are sent as they are."
    } else {
        "Members that this version does not know, as OKX sent them."
    }
}

fn builder(shape: &Shape, plan_of: impl Fn(&Field) -> FieldPlan) -> BuilderPlan {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        shape.fields.iter().partition(|field| field.presence == Presence::Required);
    let named = shape.required_type();
    let instead = named.as_ref().map(|named| {
        format!(
            "Some of them have the same type: [`{named}`]({named}) gives them by name, so that they cannot be swapped."
        )
    });
    BuilderPlan {
        docs: prose::paragraphs([Some(builder_docs(required.iter().map(|field| field.wire.as_str()))), instead]),
        name: names::fixed(&shape.name),
        fixed: None,
        named: named.map(|named| self::named(shape, &named, required.iter().map(|field| plan_of(field)))),
        required: required.into_iter().map(&plan_of).collect(),
        optional: optional.into_iter().map(&plan_of).collect(),
    }
}

fn named(shape: &Shape, name: &str, fields: impl Iterator<Item = FieldPlan>) -> NamedPlan {
    let of = &shape.name;
    NamedPlan {
        docs: format!("What a [`{of}`]({of}) must be given, by name: `{of}::from({name} {{ … }})`."),
        name: names::fixed(name),
        fields: fields.collect(),
    }
}

/// What `new` says of itself.
pub(crate) fn builder_docs<'a>(required: impl IntoIterator<Item = &'a str>) -> String {
    let arguments: Vec<String> = required.into_iter().map(prose::code).collect();
    if arguments.is_empty() {
        "With every field left out.".to_owned()
    } else {
        format!("With what must be given: {}.", prose::joined(&arguments, "and"))
    }
}
