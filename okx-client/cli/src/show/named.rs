//! From a name to what has it.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Channel, Endpoint, Enum, ErrorCode, IdType, Operation, Shape};
use okx_spec::names::snake;
use okx_spec::nearest::suggestion;

use crate::search::{Hit, without_verb};
use crate::spec;

/// Something with a name.
pub(super) enum Named<'m> {
    Call(&'m Endpoint),
    Channel(&'m Channel),
    Operation(&'m Operation),
    Object(&'m Shape),
    Enum(&'m Enum),
    Id(&'m IdType),
    Code(&'m ErrorCode),
    /// A parameter or a member of a reply, by its name on the wire.
    Field(&'m str),
}

impl<'m> Named<'m> {
    pub(super) fn of(hit: Hit<'m>) -> Self {
        match hit {
            Hit::Call(endpoint) => Self::Call(endpoint),
            Hit::Channel(channel) => Self::Channel(channel),
            Hit::Code(error) => Self::Code(error),
        }
    }

    /// The same as something that a search finds.
    pub(super) fn hit(&self) -> Option<Hit<'m>> {
        match self {
            Self::Call(endpoint) => Some(Hit::Call(endpoint)),
            Self::Channel(channel) => Some(Hit::Channel(channel)),
            Self::Code(error) => Some(Hit::Code(error)),
            Self::Operation(_) | Self::Object(_) | Self::Enum(_) | Self::Id(_) | Self::Field(_) => None,
        }
    }

    /// The name by which only it is shown, as far as it has one.
    pub(super) fn name(&self, model: &Model) -> String {
        match self {
            Self::Call(endpoint) => full_name(model, endpoint),
            Self::Channel(channel) => channel.channels.first().unwrap_or(&channel.name).clone(),
            Self::Operation(operation) => operation.op.clone(),
            Self::Object(shape) => shape.name.clone(),
            Self::Enum(set) => set.name.clone(),
            Self::Id(id) => id.name.clone(),
            Self::Code(error) => error.code.clone(),
            Self::Field(wire) => (*wire).to_owned(),
        }
    }

    /// What it does or means.
    pub(super) fn does(&self) -> &'m str {
        match self {
            Self::Call(endpoint) => &endpoint.does,
            Self::Channel(channel) => &channel.does,
            Self::Operation(operation) => &operation.does,
            Self::Object(shape) => &shape.does,
            Self::Enum(set) => &set.does,
            Self::Id(id) => &id.does,
            Self::Code(error) => &error.means,
            Self::Field(_) => "A field.",
        }
    }

    fn is_sent(&self) -> bool {
        matches!(self, Self::Call(_) | Self::Channel(_) | Self::Operation(_))
    }
}

/// Everything that has this name as it is written. Fields come last, because many names of types are names of fields as well.
pub(super) fn exact<'m>(model: &'m Model, written: &str) -> Vec<Named<'m>> {
    let name = plain(written);
    let is = |own: &str| own == name;
    let found = entries(model, &is);
    if found.is_empty() { field(model, &is) } else { found }
}

/// Everything that has this name, whatever the capitals and the signs between words, with or without the verb: `funding rate`. What can be
/// sent comes before types with the same name.
pub(super) fn loose<'m>(model: &'m Model, written: &str) -> Vec<Named<'m>> {
    let name = plain(written);
    let is = |own: &str| !name.is_empty() && (same(own, name) || same(without_verb(own), name));
    let mut found = entries(model, &is);
    if found.iter().any(Named::is_sent) {
        found.retain(Named::is_sent);
    }
    if found.is_empty() { field(model, &is) } else { found }
}

/// The name without what may be around it: the host and the query of an address, the name of the library.
fn plain(written: &str) -> &str {
    let name = written.trim();
    let name = name.strip_prefix("okx_client::").unwrap_or(name);
    match name.split_once("://").and_then(|(_, address)| Some((address, address.find('/')?))) {
        Some((address, start)) => address[start..].split(['?', '#']).next().unwrap_or_default(),
        None => name,
    }
}

/// Whether two names are the same but for capitals and the signs between words.
fn same(one: &str, other: &str) -> bool {
    let words =
        |name: &str| snake(name).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    words(one) == words(other)
}

fn entries<'m>(model: &'m Model, is: &dyn Fn(&str) -> bool) -> Vec<Named<'m>> {
    let calls = model.endpoints.iter();
    let calls = calls.filter(|call| spec::names(model, call).iter().chain(&call.aka).any(|own| is(own)));
    let channels =
        model.channels.iter().filter(|channel| channel_names(channel).iter().chain(&channel.aka).any(|own| is(own)));
    let operations = model.operations.iter().filter(|operation| is(&operation.op));
    let objects = model.shapes.iter().filter(|shape| shape.is_object() && is(&shape.name));
    let enums = model.enums.iter().filter(|set| is(&set.name));
    let ids = model.ids.iter().filter(|id| is(&id.name));
    let codes = model.errors.iter().filter(|error| is(&error.code) || is(&error.name));
    calls
        .map(Named::Call)
        .chain(channels.map(Named::Channel))
        .chain(operations.map(Named::Operation))
        .chain(objects.map(Named::Object))
        .chain(enums.map(Named::Enum))
        .chain(ids.map(Named::Id))
        .chain(codes.map(Named::Code))
        .collect()
}

fn channel_names(channel: &Channel) -> Vec<String> {
    let within = format!("ws::{}::{}", channel.socket, channel.type_name);
    let own = [channel.name.clone(), channel.type_name.clone(), within];
    own.into_iter().chain(channel.channels.iter().cloned()).collect()
}

fn field<'m>(model: &'m Model, is: &dyn Fn(&str) -> bool) -> Vec<Named<'m>> {
    let mut fields = model.shapes.iter().flat_map(|shape| &shape.fields);
    let found = fields.find(|field| is(&field.wire) || is(&field.name));
    found.map(|field| Named::Field(&field.wire)).into_iter().collect()
}

pub(super) fn nothing(model: &Model, name: &str) -> String {
    let full_names: Vec<String> = model.endpoints.iter().map(|endpoint| full_name(model, endpoint)).collect();
    let calls = model.endpoints.iter().flat_map(|endpoint| [endpoint.name.as_str(), endpoint.path.as_str()]);
    let shapes = model.shapes.iter().map(|shape| shape.name.as_str());
    let fields = model.shapes.iter().flat_map(|shape| &shape.fields).map(|field| field.wire.as_str());
    let enums = model.enums.iter().map(|entry| entry.name.as_str());
    let ids = model.ids.iter().map(|id| id.name.as_str());
    let codes = model.errors.iter().flat_map(|error| [error.code.as_str(), error.name.as_str()]);
    let channels = model.channels.iter().flat_map(|channel| &channel.channels).map(String::as_str);
    let all = full_names.iter().map(String::as_str).chain(calls).chain(channels);
    let all = all.chain(shapes).chain(enums).chain(ids).chain(codes).chain(fields);
    let right = suggestion(name, all, "`okx list WORDS` finds calls, channels and codes by what they do");
    format!("there is no call, channel, type, field or result code `{name}`; {right}")
}
