//! The Rust names and paths of everything that a description names.

use std::collections::BTreeSet;

use okx_spec::Location;
use okx_spec::model::{
    Budget, Channel, ChapterId, Endpoint, Home, Kind, Model, Precision, RustType, Shape, ShapeId, Socket,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::root::Root;

/// Gives the path of the type or constant of every entry.
pub(crate) struct Names<'a> {
    pub(crate) model: &'a Model,
    root: &'a Root,
    /// The user's own chapter, when the module is made from one. Its types are in that module.
    own: Option<ChapterId>,
    /// The shapes that are requests or subscriptions, or part of one.
    sent: BTreeSet<&'a Location>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(model: &'a Model, own: Option<ChapterId>, root: &'a Root) -> Self {
        let requests = model.endpoints.iter().map(|endpoint| endpoint.request);
        let subscriptions = model.channels.iter().map(|channel| channel.arguments);
        let sent = model.parts_of(requests.chain(subscriptions)).into_iter().map(|id| &model[id].at).collect();
        Self { model, root, own, sent }
    }

    /// The path of an item of a chapter's module or, when it is shared, of this module of the client.
    fn path(&self, chapter: Option<ChapterId>, shared: &str, name: &Ident) -> TokenStream {
        let module = match chapter {
            Some(_) if chapter == self.own => return quote!(#name),
            Some(chapter) => snake(&self.model[chapter].name),
            None => fixed(shared),
        };
        let root = self.root;
        quote!(#root::api::#module::#name)
    }

    /// The path of a shape's type.
    pub(crate) fn shape(&self, id: ShapeId) -> TokenStream {
        let shape = &self.model[id];
        let name = fixed(&shape.name);
        match shape.home {
            Home::Shared => self.path(None, "objects", &name),
            Home::Chapter(chapter) | Home::Request(chapter) => self.path(Some(chapter), "objects", &name),
            Home::Socket(socket) | Home::Sent(socket) => self.in_socket(socket, &name),
        }
    }

    /// The path of the type that a subscription is.
    pub(crate) fn channel(&self, channel: &Channel) -> TokenStream {
        self.in_socket(channel.socket, &fixed(&channel.type_name))
    }

    /// The path of the type that a call sends: a request, or the list of a batch.
    pub(crate) fn request(&self, endpoint: &Endpoint) -> TokenStream {
        self.path(Some(endpoint.chapter), "", &fixed(&endpoint.type_name))
    }

    /// The path of the static that holds a shared budget.
    pub(crate) fn budget(&self, budget: &Budget) -> TokenStream {
        self.path(budget.chapter, "budgets", &constant(&budget.name))
    }

    /// The path of the static that holds a precision rule.
    pub(crate) fn precision(&self, rule: &Precision) -> TokenStream {
        self.path(rule.chapter, "precision", &constant(&rule.name))
    }

    /// The type of one value of a kind.
    pub(crate) fn kind(&self, kind: Kind) -> TokenStream {
        match kind {
            Kind::Scalar(scalar) => match scalar.facts().rust {
                RustType::Runtime(name) => {
                    let name = fixed(name);
                    quote!(__p::#name)
                }
                RustType::Builtin(name) => fixed(name).to_token_stream(),
            },
            Kind::Id(id) => self.path(self.model[id].chapter, "ids", &fixed(&self.model[id].name)),
            Kind::Enum(id) => self.path(self.model[id].chapter, "enums", &fixed(&self.model[id].name)),
            Kind::Shape(id) => self.shape(id),
        }
    }

    /// The path of an item of a socket's module.
    fn in_socket(&self, socket: Socket, name: &Ident) -> TokenStream {
        let (root, module) = (self.root, fixed(socket.as_str()));
        quote!(#root::api::ws::#module::#name)
    }

    /// A link of rustdoc to an item of okx-client itself, such as `Client::rows`.
    pub(crate) fn link(&self, text: &str, item: &str) -> String {
        format!("[`{text}`]({}::{item})", written(&self.root.to_token_stream()))
    }

    /// Whether users make values of this shape, because it is a request or a subscription, or part of one.
    pub(crate) fn is_sent(&self, shape: &Shape) -> bool {
        self.sent.contains(&shape.at)
    }
}

/// The path of the type for pushes that have no members other than their rows.
pub(crate) fn nothing() -> TokenStream {
    quote!(__p::Nothing)
}

/// The path of the result code that OKX usually sends when a limit is reached.
pub(crate) fn usual_limit_code(root: &Root) -> TokenStream {
    quote!(#root::api::errors::RATE_LIMIT_REACHED)
}

/// A path as it is written in a link of rustdoc.
pub(crate) fn written(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}

/// A name that the laws of the description have found to be a Rust name.
pub(crate) fn fixed(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The keywords of Rust that can be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The name of a field or a module. Keywords are escaped.
pub(crate) fn snake(name: &str) -> Ident {
    match name {
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => format_ident!("{name}_"),
        _ if KEYWORDS.contains(&name) => Ident::new_raw(name, Span::call_site()),
        _ => fixed(name),
    }
}

/// The name of a constant: `order.place` and `OrderPlace` give `ORDER_PLACE`.
pub(crate) fn constant(name: &str) -> Ident {
    fixed(&okx_spec::names::constant(name))
}
