//! From a name to a part of a description.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Channel, Endpoint, Home, Operation, Shape, Socket};
use okx_spec::names::constant;
use okx_spec::nearest::suggestion;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// One use of the macro, and the types in it that are wanted. A name may have the module of the type before it: `trade::PlaceOrder`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) area: Area,
    /// The Rust names of the types. Empty when everything is wanted.
    pub(super) types: Vec<String>,
}

/// What one use of the macro expands.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Area {
    /// One of [`SHARED`].
    Shared(&'static str),
    Chapter(String),
    Socket(Socket),
}

/// What all chapters share: the argument of the macro.
const SHARED: &[&str] =
    &["ids", "enums", "objects", "precision", "budgets", "errors", "environments", "operations", "calls", "channels"];

impl Area {
    /// The arguments of the macro.
    pub(super) fn arguments(&self) -> TokenStream {
        match self {
            Self::Shared(word) => {
                let word = format_ident!("{word}");
                quote!(#word)
            }
            Self::Chapter(name) => quote!(chapter = #name),
            Self::Socket(socket) => {
                let name = socket.as_str();
                quote!(socket = #name)
            }
        }
    }

    /// The module of okx-client.
    fn module(&self) -> String {
        match self {
            Self::Shared("operations") => "okx_client::ws::operations".to_owned(),
            Self::Shared(word @ ("calls" | "channels")) => format!("okx_client::dynamic::{word}"),
            Self::Shared(word) => format!("okx_client::{word}"),
            Self::Chapter(name) => format!("okx_client::{name}"),
            Self::Socket(socket) => format!("okx_client::ws::{socket}"),
        }
    }
}

impl Part {
    fn whole(area: Area) -> Self {
        Self { area, types: Vec::new() }
    }

    fn of(area: Area, types: impl IntoIterator<Item = String>) -> Self {
        Self { area, types: types.into_iter().collect() }
    }

    /// The comment above the Rust of this part.
    pub(super) fn heading(&self) -> String {
        let of = if self.types.is_empty() { String::new() } else { format!(" about {}", self.types.join(", ")) };
        let (arguments, module) = (self.area.arguments(), self.area.module());
        format!(
            "// What `#[okx_api({arguments})]` writes{of} into the module `{module}`.\n// `__p` is `okx_client::__private`; \
             its macros (`__p::fields!` and others) write what is the same for every type.\n"
        )
    }
}

/// The parts with this name, one or more.
pub(super) fn named(model: &Model, name: &str) -> Result<Vec<Part>, String> {
    let name = name.replace("::", ".");
    let name = name.strip_prefix("okx_client.").unwrap_or(&name);
    if let Some(area) = area(model, name) {
        return Ok(vec![Part::whole(area)]);
    }
    let parts: Vec<Part> = about(model, name).collect();
    if parts.is_empty() { Err(nothing(model, name)) } else { Ok(parts) }
}

fn area(model: &Model, name: &str) -> Option<Area> {
    if let Some(word) = SHARED.iter().find(|word| **word == name) {
        return Some(Area::Shared(word));
    }
    if let Some(socket) = name.strip_prefix("ws.") {
        let known = Socket::ALL.iter().find(|(word, _)| *word == socket);
        return known.map(|(_, socket)| Area::Socket(*socket));
    }
    model.chapters.iter().any(|chapter| chapter.name == name).then(|| Area::Chapter(name.to_owned()))
}

/// The calls, channels and types with this name.
fn about(model: &Model, name: &str) -> impl Iterator<Item = Part> {
    let calls = model.endpoints.iter().filter(move |call| call_names(model, call).iter().any(|own| own == name));
    let operations = model.operations.iter().filter(move |operation| {
        operation.op == name || call_names(model, &model[operation.of]).iter().any(|own| own == name)
    });
    let channels = model.channels.iter().filter(move |channel| channel_names(channel).iter().any(|own| own == name));
    let shapes = model.shapes.iter().filter(move |shape| shape.is_object() && shape.name == name);
    let shared = |word: &'static str| move |own: &String| Part::of(Area::Shared(word), [own.clone()]);
    let ids = model.ids.iter().map(|id| &id.name).filter(move |own| *own == name).map(shared("ids"));
    let enums = model.enums.iter().map(|set| &set.name).filter(move |own| *own == name).map(shared("enums"));
    let rules = model.precision.iter().map(|rule| &rule.name).filter(move |own| *own == name);
    let rules = rules.map(|own| Part::of(Area::Shared("precision"), [constant(own)]));
    let budgets = model.budgets.iter().filter(move |budget| budget.call.is_none() && budget.name == name);
    let budgets = budgets.map(|budget| Part::of(Area::Shared("budgets"), [constant(&budget.name)]));
    calls
        .map(move |call| of_call(model, call))
        .chain(operations.map(move |operation| of_operation(model, operation)))
        .chain(channels.map(of_channel))
        .chain(shapes.map(move |shape| of_shape(model, shape)))
        .chain(ids)
        .chain(enums)
        .chain(rules)
        .chain(budgets)
}

fn call_names(model: &Model, call: &Endpoint) -> Vec<String> {
    let typed = format!("{}.{}", model[call.chapter].name, call.type_name);
    let path = format!("{} {}", call.method, call.path);
    vec![full_name(model, call), typed, path, call.path.clone(), call.name.clone(), call.type_name.clone()]
}

fn channel_names(channel: &Channel) -> Vec<String> {
    let own = [&channel.name, &channel.type_name];
    let within = own.map(|name| format!("ws.{}.{name}", channel.socket));
    own.into_iter().cloned().chain(within).chain(channel.channels.iter().cloned()).collect()
}

fn of_call(model: &Model, call: &Endpoint) -> Part {
    let request = &model[call.request];
    // The items of a batch that no other call sends are types of this module, too.
    let own = (call.single().is_none() && call.batch.is_some()).then(|| request.name.clone());
    let required = request.required_type().filter(|_| call.single().is_none());
    Part::of(
        Area::Chapter(model[call.chapter].name.clone()),
        [call.type_name.clone()].into_iter().chain(own).chain(required),
    )
}

fn of_operation(model: &Model, operation: &Operation) -> Part {
    let call = &model[operation.of];
    Part::of(Area::Shared("operations"), [format!("{}::{}", model[call.chapter].name, call.type_name)])
}

fn of_channel(channel: &Channel) -> Part {
    Part::of(Area::Socket(channel.socket), [channel.type_name.clone()].into_iter().chain(channel.choice_type()))
}

fn of_shape(model: &Model, shape: &Shape) -> Part {
    let area = match shape.home {
        Home::Shared => Area::Shared("objects"),
        Home::Chapter(chapter) | Home::Request(chapter) => Area::Chapter(model[chapter].name.clone()),
        Home::Socket(socket) | Home::Sent(socket) => Area::Socket(socket),
    };
    Part::of(area, [shape.name.clone()].into_iter().chain(shape.required_type()))
}

fn nothing(model: &Model, name: &str) -> String {
    let calls = model.endpoints.iter().flat_map(|call| call_names(model, call));
    let channels = model.channels.iter().flat_map(channel_names);
    let chapters = model.chapters.iter().map(|chapter| chapter.name.clone());
    let sockets = Socket::ALL.iter().map(|(word, _)| format!("ws.{word}"));
    let types = model.shapes.iter().filter(|shape| shape.is_object()).map(|shape| &shape.name);
    let types =
        types.chain(model.ids.iter().map(|id| &id.name)).chain(model.enums.iter().map(|set| &set.name)).cloned();
    let shared = SHARED.iter().map(|word| (*word).to_owned());
    let all: Vec<String> = chapters.chain(shared).chain(sockets).chain(calls).chain(channels).chain(types).collect();
    let otherwise =
        "give a chapter such as `trade`, `ids`, `enums`, `objects`, `ws public`, or a call such as `trade.place_order`";
    format!(
        "there is nothing to expand with the name `{name}`; {}",
        suggestion(name, all.iter().map(String::as_str), otherwise)
    )
}
