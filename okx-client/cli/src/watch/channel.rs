//! Finds the channel that is meant, and completes its arguments.

use okx_client::value::Json;
use okx_client::{Client, SubscribeRaw, ws};
use okx_spec::Model;
use okx_spec::model::{Channel, Field, Kind, Presence};
use okx_spec::nearest::suggestion;

use super::WatchArguments;
use crate::ending::Failure;

/// A channel with its arguments.
pub(crate) struct ChosenChannel<'m> {
    name: String,
    /// The arguments as a JSON object; with the channel's name if it is not described.
    arguments: Json,
    origin: Origin<'m>,
}

/// How a channel was found.
enum Origin<'m> {
    Described(&'m Channel),
    /// It is subscribed to as it was written.
    Raw {
        socket: ws::Socket,
        login: bool,
    },
}

impl<'m> ChosenChannel<'m> {
    pub(super) fn new(model: &'m Model, name: &str, arguments: &WatchArguments) -> Result<Self, Failure> {
        let mut given = arguments.arguments.clone();
        let double =
            given.iter().enumerate().find(|(place, (name, _))| given[..*place].iter().any(|(other, _)| other == name));
        if let Some((_, (name, _))) = double {
            return Err(Failure::Usage(format!("the argument `{name}` is given twice")));
        }
        if let Some(socket) = arguments.socket {
            given.insert(0, ("channel".to_owned(), name.to_owned()));
            let origin = Origin::Raw { socket: socket.into(), login: arguments.login };
            return Ok(Self { name: name.to_owned(), arguments: object(&given)?, origin });
        }
        Self::of_description(model, name, given)
    }

    /// A described channel.
    pub(crate) fn of_description(
        model: &'m Model,
        name: &str,
        mut given: Vec<(String, String)>,
    ) -> Result<Self, Failure> {
        let (name, channel) = find(model, name)?;
        complete(model, name, channel, &mut given)?;
        Ok(Self { name: name.to_owned(), arguments: object(&given)?, origin: Origin::Described(channel) })
    }

    /// OKX's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its description, unless it is subscribed to as it was written.
    pub(super) fn described(&self) -> Option<&'m Channel> {
        match self.origin {
            Origin::Described(channel) => Some(channel),
            Origin::Raw { .. } => None,
        }
    }

    pub(crate) fn needs_login(&self) -> bool {
        match self.origin {
            Origin::Described(channel) => channel.login,
            Origin::Raw { socket, login } => login || socket == ws::Socket::Private,
        }
    }

    /// The subscription, which is made when it is awaited.
    pub(crate) fn subscribe(&self, client: &Client) -> Result<SubscribeRaw, Failure> {
        match self.origin {
            Origin::Described(_) => Ok(client.subscribe_channel(&self.name, &self.arguments)?),
            Origin::Raw { socket, login } => {
                let subscribe = client.subscribe_raw(socket, &self.arguments);
                Ok(if login { subscribe.with_login() } else { subscribe })
            }
        }
    }
}

/// The channel with this name and OKX's name of it. The name is OKX's, or that of this crate if it stands for one channel only.
fn find<'m>(model: &'m Model, name: &str) -> Result<(&'m str, &'m Channel), Failure> {
    let all =
        || model.channels.iter().flat_map(|channel| channel.channels.iter().map(move |own| (own.as_str(), channel)));
    if let Some(found) = all().find(|(own, _)| *own == name) {
        return Ok(found);
    }
    let short = name.strip_prefix("ws.").unwrap_or(name);
    let answers = |channel: &Channel| {
        channel.name == short || channel.type_name == short || format!("{}.{}", channel.socket, channel.name) == short
    };
    let found: Vec<_> = all().filter(|(_, channel)| answers(channel)).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let right = suggestion(name, all().map(|(own, _)| own), "`okx watch --list` lists all channels.");
            Err(Failure::Usage(format!(
                "there is no channel `{name}`; {right} To subscribe to a channel that is not described, add --socket"
            )))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|(own, _)| *own).collect();
            Err(Failure::Usage(format!("`{name}` stands for several channels; write one of {}", names.join(", "))))
        }
    }
}

/// Checks the names of the arguments, and adds those that are missing and have a value that means everything.
fn complete(model: &Model, name: &str, channel: &Channel, given: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let fields = &model[channel.arguments].fields;
    let known = || fields.iter().map(|field| field.wire.as_str());
    // OKX ignores an unknown argument, and then pushes something else than what was meant.
    if let Some((argument, _)) = given.iter().find(|(argument, _)| !known().any(|known| known == argument)) {
        let all = format!("its arguments are {}.", known().collect::<Vec<_>>().join(", "));
        let otherwise = if fields.is_empty() { "it has none." } else { &all };
        let right = suggestion(argument, known(), otherwise);
        return Err(Failure::Usage(format!(
            "{name} has no argument `{argument}`; {right} To subscribe without this check, add --socket {}",
            channel.socket
        )));
    }
    let is_missing = |field: &&Field| {
        field.presence == Presence::Required && !given.iter().any(|(argument, _)| *argument == field.wire)
    };
    let missing: Vec<&Field> = fields.iter().filter(is_missing).collect();
    for field in missing {
        let Some(everything) = everything(model, field) else {
            let wire = &field.wire;
            return Err(Failure::Usage(format!(
                "{name} needs the argument `{wire}`: add {wire}=…; `okx show {name}` describes it"
            )));
        };
        given.push((field.wire.clone(), everything.to_owned()));
    }
    Ok(())
}

/// The value of an argument that means everything, if there is one.
fn everything<'m>(model: &'m Model, field: &Field) -> Option<&'m str> {
    const EVERYTHING: &str = "ANY";

    let Kind::Enum(id) = field.kind else { return None };
    model[id].values.iter().map(|value| value.wire.as_str()).find(|wire| *wire == EVERYTHING)
}

fn object(members: &[(String, String)]) -> Result<Json, Failure> {
    let member =
        |(name, value): &(String, String)| format!("{}:{}", Json::from(name.as_str()), Json::from(value.as_str()));
    let members: Vec<String> = members.iter().map(member).collect();
    Ok(Json::parse(&format!("{{{}}}", members.join(",")))?)
}
