//! Rust names and paths of what a description names.

use std::collections::BTreeSet;

use okx_spec::Location;
use okx_spec::model::{Home, Kind, Model, Shape, ShapeId};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// Knows where the type or constant of every entry lives.
pub(crate) struct Names<'a> {
    pub(crate) model: &'a Model,
    /// The user's own file, when the module is made from one: what it describes lives in that module.
    own_file: Option<&'a str>,
    /// Where the shapes were written that are requests, or that requests hold.
    sent: BTreeSet<&'a Location>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(model: &'a Model, own_file: Option<&'a str>) -> Self {
        Self { model, own_file, sent: sent_shapes(model) }
    }

    /// The path of something that is shipped in this module of the client, or is described in the user's file.
    pub(crate) fn path(&self, at: &Location, module: &str, name: &str) -> TokenStream {
        let name = fixed(name);
        if self.own_file.is_some_and(|own| *at.file == *own) {
            return quote!(#name);
        }
        let module = fixed(module);
        quote!(::okx_client::api::#module::#name)
    }

    /// The path of the static that holds a shared budget or a precision rule.
    pub(crate) fn constant(&self, at: &Location, module: &str, name: &str) -> TokenStream {
        self.path(at, module, &constant(name).to_string())
    }

    /// The path of a shape's type.
    pub(crate) fn shape(&self, id: ShapeId) -> TokenStream {
        let shape = &self.model[id];
        self.path(&shape.at, self.home(shape), &shape.name)
    }

    /// The name of the client's module that a shipped shape lives in.
    fn home(&self, shape: &Shape) -> &'a str {
        match shape.home {
            Home::Shared => "objects",
            Home::Chapter(chapter) | Home::Request(chapter) => &self.model[chapter].name,
        }
    }

    /// The type of one value of a kind.
    pub(crate) fn kind(&self, kind: Kind) -> TokenStream {
        match kind {
            Kind::Text => quote!(__p::Text),
            Kind::Decimal => quote!(__p::Decimal),
            Kind::Integer | Kind::Number => quote!(i64),
            Kind::Bool => quote!(bool),
            Kind::Timestamp => quote!(__p::Timestamp),
            Kind::Json => quote!(__p::Json),
            Kind::Id(id) => self.path(&self.model[id].at, "ids", &self.model[id].name),
            Kind::Enum(id) => self.path(&self.model[id].at, "enums", &self.model[id].name),
            Kind::Shape(id) => self.shape(id),
        }
    }

    /// Whether people make values of this shape, because a request is or holds one.
    pub(crate) fn is_sent(&self, shape: &Shape) -> bool {
        self.sent.contains(&shape.at)
    }
}

fn sent_shapes(model: &Model) -> BTreeSet<&Location> {
    let mut sent = BTreeSet::new();
    let mut waiting: Vec<ShapeId> = model.endpoints.iter().map(|endpoint| endpoint.request).collect();
    while let Some(id) = waiting.pop() {
        if sent.insert(&model[id].at) {
            waiting.extend(model[id].fields.iter().filter_map(|field| match field.kind {
                Kind::Shape(inner) => Some(inner),
                _ => None,
            }));
        }
    }
    sent
}

/// A path as a link in rustdoc takes it.
pub(crate) fn written(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}

/// A name that the description's laws already made fit for Rust.
pub(crate) fn fixed(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A field's name; keywords are escaped.
pub(crate) fn field(name: &str) -> Ident {
    match name {
        // These cannot be raw identifiers.
        "self" | "Self" | "super" | "crate" => format_ident!("{name}_"),
        // The field that keeps undescribed members, and the function that makes a request.
        "extra" | "new" => format_ident!("{name}_"),
        _ => syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site())),
    }
}

/// The name of a constant: `order.place` and `OrderPlace` give `ORDER_PLACE`.
pub(crate) fn constant(name: &str) -> Ident {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && text.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit()) {
            text.push('_');
        }
        text.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' });
    }
    fixed(&text)
}
