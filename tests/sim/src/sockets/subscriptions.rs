//! Subscriptions: which ones are accepted, and what is sent after them.

use std::sync::Arc;

use okx_spec::model::{Channel, Field, Kind, Model, Presence, Socket};
use serde_json::{Map, Value, json};

use super::connection::{Connection, ConnectionId, Subscription};
use super::feed::Feed;
use super::hub::Hub;
use super::message::{ClientMessage, plain_text};
use super::refusal::{EXCLUDED_BOOK, MOVED_TO_BUSINESS, NO_LOGIN, NOT_AT_BUSINESS, SocketRefusal, UNKNOWN_CHANNEL};
use super::requests::Effects;
use crate::core::{AccountId, Exchange};
use crate::service::Service;
use crate::validation::RequestTime;

/// On how many connections of an account a channel may be subscribed to, if OKX counts them.
pub(super) const MAX_CONNECTIONS: usize = 30;

/// The book that OKX names when it refuses to subscribe to another one beside it.
const EXCLUSIVE_BOOK: &str = "books-l2-tbt";

/// An argument that OKX takes but does not repeat.
const NOT_REPEATED: &str = "extraParams";

impl Hub {
    /// Subscribes to channels.
    pub(super) fn subscribe(
        &mut self,
        service: &mut Service,
        id: ConnectionId,
        message: &ClientMessage,
        arguments: &[Map<String, Value>],
        time: RequestTime,
    ) -> Effects {
        let mut effects = Effects::default();
        for argument in arguments {
            match self.accept(service, id, argument, time) {
                Ok(subscription) => self.add(service, id, message, subscription, &mut effects, time),
                Err(refusal) => effects.replies.push(self.refusal_event(id, Some(message), &refusal)),
            }
        }
        effects
    }

    /// Adds a subscription that was accepted: acknowledges it, counts it and lists its first pushes.
    fn add(
        &mut self,
        service: &mut Service,
        id: ConnectionId,
        message: &ClientMessage,
        subscription: Subscription,
        effects: &mut Effects,
        time: RequestTime,
    ) {
        let (channel, entry, argument) =
            (subscription.channel.clone(), subscription.entry, subscription.argument.clone());
        effects.replies.push(self.acknowledgement("subscribe", id, message, &argument));
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let is_new = !connection.has(&channel);
        connection.condition.resubscribed(&channel);
        release(service, connection, |earlier| earlier.argument == argument);
        connection.subscriptions.push(subscription);
        if is_new && service.model.channels[entry].counted {
            let count = self.connections_with(id, &channel);
            if count > MAX_CONNECTIONS {
                self.end_subscriptions(service, id, &channel);
                effects.replies.push(self.connection_count("channel-conn-count-error", id, &channel, MAX_CONNECTIONS));
                return;
            }
            effects.replies.push(self.connection_count("channel-conn-count", id, &channel, count));
        }
        effects.pushes.extend(self.first_pushes(service, id, &argument, time));
    }

    /// Ends subscriptions.
    pub(super) fn unsubscribe(
        &mut self,
        service: &mut Service,
        id: ConnectionId,
        message: &ClientMessage,
        arguments: &[Map<String, Value>],
    ) -> Effects {
        let mut effects = Effects::default();
        for argument in arguments {
            let (channel, entry) = match entry_of(&service.model, argument) {
                Ok(found) => found,
                Err(refusal) => {
                    effects.replies.push(self.refusal_event(id, Some(message), &refusal));
                    continue;
                }
            };
            let argument = repeated(&service.model, channel, &service.model.channels[entry], argument);
            if let Some(connection) = self.connections.get_mut(&id) {
                release(service, connection, |subscription| subscription.argument == argument);
            }
            effects.replies.push(self.acknowledgement("unsubscribe", id, message, &argument));
        }
        effects
    }

    /// Ends all subscriptions of a channel on a connection.
    pub(super) fn end_subscriptions(&mut self, service: &mut Service, id: ConnectionId, channel: &str) {
        if let Some(connection) = self.connections.get_mut(&id) {
            release(service, connection, |subscription| subscription.channel == channel);
        }
    }

    fn accept(
        &self,
        service: &mut Service,
        id: ConnectionId,
        argument: &Map<String, Value>,
        time: RequestTime,
    ) -> Result<Subscription, SocketRefusal> {
        let connection = self.connections.get(&id).ok_or_else(|| NO_LOGIN.refusal())?;
        let model = Arc::clone(&service.model);
        let model = model.as_ref();
        let (channel, entry) = entry_of(model, argument)?;
        let described = &model.channels[entry];
        check_socket(connection.socket, described, argument)?;
        check_arguments(model, described, argument, &service.exchange)?;
        if described.login && connection.key.is_none() {
            return Err(NO_LOGIN.refusal().with(argument));
        }
        check_excluded(connection, described, channel, argument)?;
        let feed = feed(service, channel, argument, time.clock_ms);
        let interval = feed
            .interval_ms(argument, silence_ms(model, described, argument))
            .map(|interval| interval.saturating_mul(1000));
        let next_at = interval.map(|interval| time.arrived_micros.saturating_add(interval));
        let argument = repeated(model, channel, described, argument);
        Ok(Subscription { channel: channel.to_owned(), entry, argument, feed, interval, next_at })
    }

    fn acknowledgement(
        &self,
        event: &str,
        id: ConnectionId,
        message: &ClientMessage,
        argument: &Map<String, Value>,
    ) -> Value {
        let mut reply = json!({"event": event, "arg": argument, "connId": self.name_of(id)});
        if let Some(id) = &message.id {
            reply["id"] = json!(id);
        }
        reply
    }

    /// The message that tells how many connections of the account have a channel.
    pub(super) fn connection_count(&self, event: &str, id: ConnectionId, channel: &str, count: usize) -> Value {
        json!({"event": event, "channel": channel, "connCount": count.to_string(), "connId": self.name_of(id)})
    }

    /// How many connections of the account that a connection is logged in to have a channel.
    pub(super) fn connections_with(&self, id: ConnectionId, channel: &str) -> usize {
        let account = self.account_of(id);
        let is_counted = |connection: &&Connection| {
            connection.key.as_ref().map(|key| key.account) == account && connection.has(channel)
        };
        self.connections.values().filter(is_counted).count()
    }

    /// The account that a connection is logged in to.
    pub(super) fn account_of(&self, id: ConnectionId) -> Option<AccountId> {
        self.connections.get(&id)?.key.as_ref().map(|key| key.account)
    }

    /// The `connId` of a connection.
    pub(super) fn name_of(&self, id: ConnectionId) -> &str {
        self.connections.get(&id).map_or("", |connection| connection.name.as_str())
    }
}

/// The feed of a subscription. Candles are watched as long as there is a subscription for them.
fn feed(service: &mut Service, channel: &str, argument: &Map<String, Value>, now_ms: i64) -> Feed {
    let feed = Feed::of(channel, argument, &service.exchange);
    match &feed {
        Feed::Candle { instrument, bar } if !service.exchange.watch_candle(*instrument, bar, now_ms) => Feed::Sample,
        _ => feed,
    }
}

/// Removes subscriptions of a connection.
pub(super) fn release(service: &mut Service, connection: &mut Connection, is_removed: impl Fn(&Subscription) -> bool) {
    connection.subscriptions.retain(|subscription| {
        let is_removed = is_removed(subscription);
        if let (true, Feed::Candle { instrument, bar }) = (is_removed, &subscription.feed) {
            service.exchange.unwatch_candle(*instrument, bar);
        }
        !is_removed
    });
}

/// The name of the channel and its entry in the description.
fn entry_of<'a>(model: &Model, argument: &'a Map<String, Value>) -> Result<(&'a str, usize), SocketRefusal> {
    let name = argument.get("channel").and_then(Value::as_str).unwrap_or_default();
    let entry = model.channels.iter().position(|channel| channel.channels.iter().any(|known| known == name));
    entry.map(|entry| (name, entry)).ok_or_else(|| unknown(argument))
}

/// The refusal of a wrong channel or argument. It lists the arguments in its text, and does not repeat them otherwise.
fn unknown(argument: &Map<String, Value>) -> SocketRefusal {
    let parts: Vec<String> = argument
        .iter()
        .map(|(name, value)| format!("{name}:{}", plain_text(value).unwrap_or_else(|| value.to_string())))
        .collect();
    UNKNOWN_CHANNEL.about(&parts.join(","))
}

fn check_socket(socket: Socket, channel: &Channel, argument: &Map<String, Value>) -> Result<(), SocketRefusal> {
    match (socket, channel.socket) {
        (here, there) if here == there => Ok(()),
        (_, Socket::Business) => Err(MOVED_TO_BUSINESS.refusal().with(argument)),
        (Socket::Business, _) => Err(NOT_AT_BUSINESS.refusal().with(argument)),
        _ => Err(unknown(argument)),
    }
}

fn check_arguments(
    model: &Model,
    channel: &Channel,
    argument: &Map<String, Value>,
    exchange: &Exchange,
) -> Result<(), SocketRefusal> {
    for field in &model[channel.arguments].fields {
        let given = argument.get(&field.wire).and_then(plain_text).filter(|text| !text.is_empty());
        let is_right = match given {
            None => field.presence == Presence::Optional,
            Some(text) => is_valid(model, field, &text, exchange),
        };
        if !is_right {
            return Err(unknown(argument));
        }
    }
    Ok(())
}

/// Whether a value of an argument exists: an instrument or index, a value of an enum.
fn is_valid(model: &Model, field: &Field, text: &str, exchange: &Exchange) -> bool {
    match field.kind {
        Kind::Enum(id) => model[id].values.iter().any(|value| value.wire == text),
        Kind::Id(id) if model[id].name == "InstId" => exchange.markets().iter().any(|market| {
            let instrument = &market.instrument;
            let index = |quote: &str| text.strip_suffix(quote).and_then(|rest| rest.strip_suffix('-'));
            let is_index = index(&instrument.quote).or_else(|| index("USD")) == Some(instrument.base.as_str());
            instrument.id == text || instrument.family == text || is_index
        }),
        _ => true,
    }
}

/// Refuses a channel if the connection has one that it excludes, for the same arguments.
fn check_excluded(
    connection: &Connection,
    described: &Channel,
    channel: &str,
    argument: &Map<String, Value>,
) -> Result<(), SocketRefusal> {
    let entry = described.excludes.iter().find(|(name, _)| name == channel);
    let Some((_, excluded)) = entry else { return Ok(()) };
    let is_excluded = |other: &&Subscription| {
        excluded.contains(&other.channel) && other.argument.get("instId") == argument.get("instId")
    };
    match connection.subscriptions.iter().find(is_excluded) {
        None => Ok(()),
        Some(other) => {
            let book = if channel == EXCLUSIVE_BOOK { other.channel.as_str() } else { channel };
            Err(EXCLUDED_BOOK.about(book).with(argument))
        }
    }
}

/// The longest time without a push of a subscription according to the description, in milliseconds.
fn silence_ms(model: &Model, described: &Channel, argument: &Map<String, Value>) -> Option<i64> {
    let silence = described.silence.as_ref()?;
    let exception = silence.unless.and_then(|place| model[described.arguments].fields.get(place));
    let has_exception = exception.is_some_and(|field| argument.contains_key(&field.wire));
    (!has_exception).then(|| i64::from(silence.at_most) * 1000)
}

/// The argument as OKX repeats it: the channel and what the description lists.
fn repeated(model: &Model, name: &str, channel: &Channel, argument: &Map<String, Value>) -> Map<String, Value> {
    let mut repeated = Map::from_iter([("channel".to_owned(), json!(name))]);
    for field in model[channel.arguments].fields.iter().filter(|field| field.wire != NOT_REPEATED) {
        if let Some(value) = argument.get(&field.wire).and_then(plain_text).filter(|text| !text.is_empty()) {
            repeated.insert(field.wire.clone(), Value::String(value));
        }
    }
    repeated
}
