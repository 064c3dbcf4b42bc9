//! Channels: what a subscription names, and the facts about what is pushed.

use okx_spec::model::{Channel, Field, Kind, Presence, Scalar, Shape, ShapeId, Socket};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::open_enum::{EnumPlan, ValuePlan};
use super::push::{FillPlan, PushPlan};
use super::shape::{self, ShapePlan};
use crate::names::{self, Names};
use crate::prose;
use crate::tokens::{entry, fact};

/// The member of a subscription that names the channel.
const CHANNEL: &str = "channel";

/// A shape that can be subscribed to.
pub(crate) struct ChannelPlan {
    /// The type that says which of several channels it is.
    choice: Option<EnumPlan>,
    shape: ShapePlan,
    facts: FactsPlan,
}

/// The facts of a channel.
struct FactsPlan {
    channel: Ident,
    /// The type of a row of a push.
    push: TokenStream,
    /// The type of the other members of a push.
    beside: TokenStream,
    name: String,
    names: Vec<String>,
    socket: Socket,
    login: bool,
    guide: String,
    pushes: PushPlan,
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

/// A subscription names the channel in the same way as its arguments, so the channel is the first field.
fn shape(names: &Names<'_>, channel: &Channel) -> ShapePlan {
    let arguments = &names.model[channel.arguments];
    let mut fields = vec![channel_field(channel)];
    fields.extend(arguments.fields.iter().cloned());
    shape::documented(names, &Shape { fields, ..arguments.clone() }, docs(names, channel))
}

fn channel_field(channel: &Channel) -> Field {
    Field {
        wire: CHANNEL.to_owned(),
        name: CHANNEL.to_owned(),
        kind: Kind::Scalar(Scalar::Text),
        list: false,
        presence: Presence::Required,
        empty_clears: false,
        means: match channel.channels.as_slice() {
            [only] => format!("The channel, always `{only}`."),
            _ => "The channel to subscribe to.".to_owned(),
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
        field.kind = choice.to_token_stream();
    }
    shape
}

/// Where there is only one channel, `new` sets it.
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
        docs: format!("The channel of a [`{of}`]."),
        name: names::fixed(name),
        values: channel.channels.iter().map(value).collect(),
    }
}

fn facts(names: &Names<'_>, channel: &Channel) -> FactsPlan {
    let Channel {
        name,
        type_name,
        socket,
        does: _,
        guide,
        channels,
        login,
        arguments: _,
        push,
        beside,
        silence,
        excludes,
        once,
        counted,
        heavy,
        snapshot,
        filled_by,
        at: _,
    } = channel;
    FactsPlan {
        channel: names::fixed(type_name),
        push: names.shape(push.row),
        beside: beside.map_or_else(names::nothing, |beside| names.shape(beside)),
        name: format!("ws.{socket}.{name}"),
        names: channels.clone(),
        socket: *socket,
        login: *login,
        guide: guide.clone(),
        pushes: PushPlan {
            silence: silence.clone(),
            excludes: excludes.clone(),
            once: once.clone(),
            counted: *counted,
            heavy: heavy.clone(),
            snapshot: snapshot.clone(),
            filled_by: filled_by.as_ref().map(|fill| FillPlan::new(names, fill)),
        },
    }
}

/// What users must know about a channel.
fn docs(names: &Names<'_>, channel: &Channel) -> String {
    let wire: Vec<String> = channel.channels.iter().map(|name| prose::code(name)).collect();
    let noun = if wire.len() == 1 { "Channel" } else { "Channels" };
    let login = if channel.login { " Needs a login." } else { "" };
    let beside = channel.beside.map(|beside| format!(", with the members of {}", linked(names, beside)));
    let pushes = linked(names, channel.push.row);
    prose::paragraphs([
        Some(prose::escaped(&channel.does)),
        Some(format!("{noun} {} of the {} socket.{login}", prose::joined(&wire, "and"), channel.socket)),
        Some(format!("Pushes rows of the type {pushes}{}.", beside.unwrap_or_default())),
        Some(format!("[OKX's guide]({})", channel.guide)),
    ])
}

fn linked(names: &Names<'_>, shape: ShapeId) -> String {
    format!("[`{}`]({})", names.model[shape].name, names::written(&names.shape(shape)))
}

impl ToTokens for ChannelPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { choice, shape, facts } = self;
        tokens.extend(quote! { #choice #shape #facts });
    }
}

impl ToTokens for FactsPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { channel, push, beside, name, names, socket, login, guide, pushes } = self;
        let (socket, login) = (fact(socket), entry::flag("login", *login));
        tokens.extend(quote! {
            impl __p::IntoChannel for &#channel {
                type Channel = #channel;
                fn into_channel(self) -> #channel {
                    self.clone()
                }
            }
            impl __p::Channel for #channel {
                type Push = #push;
                type Beside = #beside;
                const FACTS: &'static __p::ChannelFacts = &__p::ChannelFacts {
                    name: #name,
                    names: &[#(#names),*],
                    socket: #socket,
                    #login
                    guide: #guide,
                    #pushes
                    ..__p::ChannelFacts::PLAIN
                };
            }
        });
    }
}
