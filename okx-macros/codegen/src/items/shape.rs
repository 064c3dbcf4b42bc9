//! The types of JSON shapes.

use okx_spec::model::{Field, Presence, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::field::{self, FieldPlan};
use super::rule;
use super::table::{self, Extra, TablePlan};
use crate::names::{self, Names};
use crate::prose;

/// A struct with its field table.
pub(crate) struct ShapePlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) fields: Vec<FieldPlan>,
    /// The field for members that are not described, where there is one.
    pub(crate) extra: Option<ExtraPlan>,
    pub(crate) table: TablePlan,
    /// How users make a value, where they do.
    pub(crate) builder: Option<BuilderPlan>,
}

/// The field for members that are not described.
pub(crate) struct ExtraPlan {
    docs: &'static str,
    name: Ident,
}

/// `new` with the required fields, and a setter for every other field.
pub(crate) struct BuilderPlan {
    pub(crate) docs: String,
    name: Ident,
    /// What `new` sets by itself: a field and its text.
    pub(crate) fixed: Option<(Ident, String)>,
    pub(crate) required: Vec<FieldPlan>,
    optional: Vec<FieldPlan>,
    /// A struct for the required fields, where two of them could be swapped as arguments of `new`.
    named: Option<NamedPlan>,
}

/// A struct of required fields.
struct NamedPlan {
    docs: String,
    name: Ident,
    fields: Vec<FieldPlan>,
}

/// A shape that is not a request.
pub(crate) fn plan(names: &Names<'_>, shape: &Shape) -> ShapePlan {
    let outcome = shape.outcome.map(|outcome| {
        let code = prose::code(&shape.fields[outcome.code].wire);
        format!("Each row has a result of its own in {code}, which says whether the item was done.")
    });
    documented(
        names,
        shape,
        prose::paragraphs([Some(prose::escaped(&shape.does)), outcome, rule::section(&shape.rules, shape)]),
    )
}

/// A shape with its own documentation.
pub(crate) fn documented(names: &Names<'_>, shape: &Shape, docs: String) -> ShapePlan {
    let Shape { name, does: _, home: _, form: _, fields, outcome: _, rules: _, at: _ } = shape;
    let sent = names.is_sent(shape);
    let plan_of = |field: &Field| field::plan(names, field, sent);
    let table = table::plan(names, shape);
    let extra = match &table.extra {
        Extra::Kept(name) => Some(ExtraPlan { docs: extra_docs(sent), name: name.clone() }),
        Extra::Dropped => None,
    };
    ShapePlan {
        docs,
        name: names::fixed(name),
        fields: fields.iter().map(plan_of).collect(),
        extra,
        table,
        builder: sent.then(|| builder(shape, plan_of)),
    }
}

fn extra_docs(sent: bool) -> &'static str {
    if sent {
        "Parameters that are not described yet. They are sent as they are."
    } else {
        "Members that this version does not know, as OKX sent them."
    }
}

fn builder(shape: &Shape, plan_of: impl Fn(&Field) -> FieldPlan) -> BuilderPlan {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        shape.fields.iter().partition(|field| field.presence == Presence::Required);
    let named = shape.required_type();
    let instead = named
        .as_ref()
        .map(|named| format!("Some of these have the same type. Use [`{named}`]({named}) to give them by name."));
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
        docs: format!("The required fields of a [`{of}`]({of}), by name: `{of}::from({name} {{ … }})`."),
        name: names::fixed(name),
        fields: fields.collect(),
    }
}

/// The documentation of `new`.
pub(crate) fn builder_docs<'a>(required: impl IntoIterator<Item = &'a str>) -> String {
    let arguments: Vec<String> = required.into_iter().map(prose::code).collect();
    if arguments.is_empty() {
        "Creates a value with no field set.".to_owned()
    } else {
        format!("Creates a value with the required fields: {}.", prose::joined(&arguments, "and"))
    }
}

impl ToTokens for ShapePlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, fields, extra, table, builder } = self;
        let fields = fields.iter().map(field::declared);
        let extra = extra.iter().map(|ExtraPlan { docs, name }| quote! { #[doc = #docs] pub #name: __p::Extra, });
        tokens.extend(quote! {
            #[doc = #docs]
            #[derive(Default)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
                #(#extra)*
            }
            #table
            __p::fields!(#name);
            #builder
        });
    }
}

impl ToTokens for BuilderPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, fixed, required, optional, named } = self;
        let named = named.iter().map(|plan| named_item(name, plan));
        let fixed = fixed.iter().map(|(name, text)| quote! { #name: #text.into(), });
        let arguments = required.iter().map(field::argument);
        let given = required.iter().map(|plan| {
            let (name, given) = (&plan.name, field::given(plan));
            quote!(#name: #given)
        });
        let setters = optional.iter().map(setter);
        tokens.extend(quote! {
            impl #name {
                #[doc = #docs]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#fixed)* #(#given,)* ..Self::default() }
                }
                #(#setters)*
            }
            #(#named)*
        });
    }
}

fn named_item(of: &Ident, plan: &NamedPlan) -> TokenStream {
    let NamedPlan { docs, name, fields } = plan;
    let declared = fields.iter().map(field::declared);
    let given = fields.iter().map(|FieldPlan { name, .. }| quote!(required.#name));
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name {
            #(#declared,)*
        }
        impl From<#name> for #of {
            fn from(required: #name) -> Self {
                Self::new(#(#given),*)
            }
        }
    }
}

fn setter(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs, name, .. } = plan;
    let argument = field::argument(plan);
    let given = field::given(plan);
    quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = #given;
            self
        }
    }
}
