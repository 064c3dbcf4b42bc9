//! Channels: what a subscription names, and the facts about what is pushed.

use okx_spec::model::{Channel, Field, Kind, Presence, Shape, Socket};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::{self, Names};
use super::open_enum::{EnumPlan, ValuePlan};
use super::prose;
use super::shape::{self, ShapePlan};

/// The member of a subscription that names the channel.
const CHANNEL: &str = "channel";

/// A shape that can be subscribed to.
pub(crate) struct ChannelPlan {
    /// Which of several channels it is.
    pub(crate) choice: Option<EnumPlan>,
    pub(crate) shape: ShapePlan,
    pub(crate) facts: FactsPlan,
}

/// The facts of a channel.
pub(crate) struct FactsPlan {
    pub(crate) channel: Ident,
    /// The type of a row of a push.
    pub(crate) push: TokenStream,
    /// The type of what stands beside the rows.
    pub(crate) beside: TokenStream,
    pub(crate) name: String,
    pub(crate) names: Vec<String>,
    pub(crate) socket: Socket,
    pub(crate) login: bool,
    pub(crate) guide: String,
}

pub(crate) fn plan(names: &Names<'_>, channel: &Channel) -> ChannelPlan {
    let choice = channel.choice_type();
    ChannelPlan {
        shape: match &choice {
            Some(choice) => chosen(shape(names, channel), choice),
            None => fixed(shape(names, channel), &channel.channels),
        },
        choice: choice.map(|choice| self::choice(channel, &choice)),
        facts: facts(names, channel),
    }
}

/// A subscription names the channel as it names its arguments, so the channel is the first field.
fn shape(names: &Names<'_>, channel: &Channel) -> ShapePlan {
    let arguments = &names.model[channel.arguments];
    let mut fields = vec![named(channel)];
    fields.extend(arguments.fields.iter().cloned());
    shape::documented(names, &Shape { fields, ..arguments.clone() }, docs(names, channel))
}

fn named(channel: &Channel) -> Field {
    Field {
        wire: CHANNEL.to_owned(),
        name: CHANNEL.to_owned(),
        kind: Kind::Text,
        list: false,
        presence: Presence::Required,
        empty_clears: false,
        means: match channel.channels.as_slice() {
            [only] => format!("The channel, always `{only}`."),
            _ => "Which of the channels.".to_owned(),
        },
        precision: None,
        at: channel.at.clone(),
    }
}

/// Where there are several channels, `new` asks for one.
fn chosen(mut shape: ShapePlan, choice: &str) -> ShapePlan {
    let choice = names::fixed(choice);
    let required = shape.builder.iter_mut().flat_map(|builder| &mut builder.required);
    for field in shape.fields.iter_mut().chain(required).filter(|field| field.name == CHANNEL) {
        field.kind = quote!(#choice);
    }
    shape
}

/// Where there is one channel, `new` gives it by itself.
fn fixed(mut shape: ShapePlan, only: &[String]) -> ShapePlan {
    if let Some(builder) = &mut shape.builder {
        builder.required.retain(|field| field.name != CHANNEL);
        builder.docs =
            shape::builder_docs(shape.table.rows[1..].iter().filter(|row| row.required).map(|row| &*row.wire));
        builder.fixed = only.first().map(|only| (names::fixed(CHANNEL), only.clone()));
    }
    shape
}

fn choice(channel: &Channel, name: &str) -> EnumPlan {
    let value = |wire: &String| ValuePlan {
        docs: format!("{}.", prose::code(wire)),
        name: names::fixed(&okx_spec::names::pascal(wire)),
        wire: wire.clone(),
    };
    let of = &channel.type_name;
    EnumPlan {
        docs: format!("Which of its channels a [`{of}`] is."),
        name: names::fixed(name),
        values: channel.channels.iter().map(value).collect(),
    }
}

fn facts(names: &Names<'_>, channel: &Channel) -> FactsPlan {
    FactsPlan {
        channel: names::fixed(&channel.type_name),
        push: names.shape(channel.push.row),
        beside: channel.beside.map_or_else(|| quote!(__p::Nothing), |beside| names.shape(beside)),
        name: format!("ws.{}.{}", channel.socket, channel.name),
        names: channel.channels.clone(),
        socket: channel.socket,
        login: channel.login,
        guide: channel.guide.clone(),
    }
}

/// Everything a trader must know about a channel.
fn docs(names: &Names<'_>, channel: &Channel) -> String {
    let wire: Vec<String> = channel.channels.iter().map(|name| prose::code(name)).collect();
    let noun = if wire.len() == 1 { "Channel" } else { "Channels" };
    let login = if channel.login { " Wants a login." } else { "" };
    let beside =
        channel.beside.map(|beside| format!(", and beside them {}", linked(names, &names.model[beside], beside)));
    let pushes = linked(names, &names.model[channel.push.row], channel.push.row);
    prose::paragraphs([
        Some(prose::escaped(&channel.does)),
        Some(format!("{noun} {} of the {} socket.{login}", prose::joined(&wire, "and"), channel.socket)),
        Some(format!("Pushes rows that are {pushes}{}.", beside.unwrap_or_default())),
        Some(format!("[What OKX's guide says]({})", channel.guide)),
    ])
}

fn linked(names: &Names<'_>, shape: &Shape, id: okx_spec::model::ShapeId) -> String {
    format!("[`{}`]({})", shape.name, names::written(&names.shape(id)))
}
