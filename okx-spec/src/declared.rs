//! The types that a description declares, whether or not it has mistakes. The macros generate stubs for them, so that one mistake does not
//! become fifty compile errors.

use crate::names;
use crate::parse::{Raw, RawChapter, RawSocket, RawVocabulary, Text};

/// A type, or a static, that a description declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its name as written: `place_order`.
    pub name: String,
    /// Its Rust name, which is always valid: `PlaceOrder`.
    pub rust_name: String,
    /// What it is.
    pub what: What,
    /// Its module: that of a chapter, `trade`, or of a socket, `ws::public`. `None` when it is shared.
    pub module: Option<String>,
}

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An id type.
    Id,
    /// An enum.
    Enum,
    /// A JSON shape.
    Object,
    /// The request of a call, or an item of it.
    Request,
    /// The subscription to a channel, or the choice between several channels.
    Channel,
    /// A precision rule, a static.
    Precision,
    /// A budget, a static.
    Budget,
}

/// Everything that is declared with a valid Rust name.
pub(crate) fn all(raw: &Raw) -> Vec<Declared> {
    let mut found = Vec::new();
    vocabulary(&raw.shared, None, &mut found);
    for raw in &raw.chapters {
        chapter(raw, &mut found);
    }
    for raw in &raw.sockets {
        socket(raw, &mut found);
    }
    found
}

/// Everything that the file of one socket declares with a valid Rust name.
fn socket(raw: &RawSocket, found: &mut Vec<Declared>) {
    let module = format!("ws::{}", raw.socket);
    for object in &raw.objects {
        add(&object.name, object.name.value.clone(), What::Object, Some(&module), found);
    }
    for channel in &raw.channels {
        for rust_name in channel.type_names() {
            add(&channel.name, rust_name, What::Channel, Some(&module), found);
        }
    }
}

/// Everything that one chapter declares with a valid Rust name.
pub(crate) fn chapter(raw: &RawChapter, found: &mut Vec<Declared>) {
    vocabulary(&raw.vocabulary, Some(&raw.name.value), found);
    for endpoint in &raw.endpoints {
        for rust_name in endpoint.type_names() {
            add(&endpoint.name, rust_name, What::Request, Some(&raw.name.value), found);
        }
    }
}

fn vocabulary(raw: &RawVocabulary, chapter: Option<&str>, found: &mut Vec<Declared>) {
    let ids = raw.ids.iter().map(|id| (&id.name, What::Id));
    let enums = raw.enums.iter().map(|raw| (&raw.name, What::Enum));
    let objects = raw.objects.iter().map(|object| (&object.name, What::Object));
    for (name, what) in ids.chain(enums).chain(objects) {
        add(name, name.value.clone(), what, chapter, found);
    }
    let precision = raw.precision.iter().map(|rule| (&rule.name, What::Precision));
    let budgets = raw.budgets.iter().map(|budget| (&budget.name, What::Budget));
    for (name, what) in precision.chain(budgets) {
        add(name, names::constant(&name.value), what, chapter, found);
    }
}

fn add(name: &Text, rust_name: String, what: What, module: Option<&str>, found: &mut Vec<Declared>) {
    let fits = match what {
        What::Precision | What::Budget => names::is_snake(&rust_name.to_ascii_lowercase()),
        _ => names::is_pascal(&rust_name) && names::is_free_type(&rust_name),
    };
    let declared = Declared { name: name.value.clone(), rust_name, what, module: module.map(str::to_owned) };
    let twice = |other: &Declared| {
        (&other.rust_name, &other.module, other.what) == (&declared.rust_name, &declared.module, declared.what)
    };
    if fits && !found.iter().any(twice) {
        found.push(declared);
    }
}
