//! Pushes: what a subscription gets, and the faults that apply to it.

use okx_spec::model::{Field, Kind, Model};
use serde_json::{Map, Value, json};

use super::connection::{ConnectionId, Subscription};
use super::feed::Feed;
use super::hub::Hub;
use super::journal::SocketEvent;
use super::requests::{first_half, names};
use crate::faults::{Occasion, OccasionKind, SocketFault};
use crate::samples::Sampler;
use crate::service::Service;
use crate::validation::RequestTime;

/// A push to one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Push {
    pub(super) channel: String,
    pub(super) text: String,
    /// Whether it is a sample from the description.
    pub(super) is_sample: bool,
}

impl Push {
    fn sent(self) -> SocketEvent {
        if self.is_sample { SocketEvent::SentSample(self.text) } else { SocketEvent::Sent(self.text) }
    }
}

impl Hub {
    /// The pushes that follow a new subscription.
    pub(super) fn first_pushes(
        &mut self,
        service: &mut Service,
        id: ConnectionId,
        argument: &Map<String, Value>,
        time: RequestTime,
    ) -> Vec<Push> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        let found = connection.subscriptions.iter().find(|subscription| subscription.argument == *argument);
        let Some(subscription) = found else { return Vec::new() };
        match subscription.feed {
            Feed::Sample => vec![sample(&service.model, subscription, connection.user.as_deref(), time.clock_ms)],
        }
    }

    /// Sends a push, except where faults apply.
    pub(super) fn push(&mut self, service: &mut Service, id: ConnectionId, push: Push, now: i64) {
        let faults = self.faults_of_push(id, &push.channel);
        for fault in faults.iter().filter(|fault| fault.is_of_connection()) {
            self.apply(service, id, fault, Some(&push.channel), RequestTime { arrived_micros: now, clock_ms: 0 });
        }
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.condition.is_muted(&push.channel) || faults.contains(&SocketFault::Missing) {
            return self.note_with(id, SocketEvent::Lost(push.text), names(&faults), now);
        }
        if faults.contains(&SocketFault::Reordered) {
            return connection.condition.hold(&push.channel, push.text);
        }
        let held = connection.condition.take_held(&push.channel);
        let mut push = push;
        if faults.contains(&SocketFault::WrongJson) {
            push.text = first_half(&push.text);
        }
        if faults.contains(&SocketFault::Doubled) {
            self.send(id, push.clone().sent(), now);
        }
        self.send(id, push.sent(), now);
        for text in held {
            self.send(id, SocketEvent::Sent(text), now);
        }
    }

    fn faults_of_push(&mut self, id: ConnectionId, channel: &str) -> Vec<SocketFault> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        let occasion = Occasion {
            kind: OccasionKind::Push,
            socket: connection.socket.as_str(),
            connection: Some(&connection.name),
            channel: Some(channel),
            op: None,
        };
        self.faults.take(&occasion)
    }
}

/// A push message with these rows, and the members next to them.
pub(super) fn message(
    subscription: &Subscription,
    user: Option<&str>,
    beside: Map<String, Value>,
    rows: Value,
) -> String {
    let mut argument = subscription.argument.clone();
    if let Some(user) = user {
        argument.insert("uid".to_owned(), json!(user));
    }
    let mut push = Map::from_iter([("arg".to_owned(), Value::Object(argument))]);
    push.extend(beside);
    push.insert("data".to_owned(), rows);
    Value::Object(push).to_string()
}

/// A push with samples from the description. They repeat the identifiers of the subscription.
fn sample(model: &Model, subscription: &Subscription, user: Option<&str>, now_ms: i64) -> Push {
    let channel = &model.channels[subscription.entry];
    let sampler = Sampler { model, now: now_ms };
    let mut row = sampler.shape(channel.push.row);
    repeat_identifiers(model, &model[channel.arguments].fields, &subscription.argument, &mut row);
    let rows = if channel.push.many { json!([row]) } else { row };
    let beside = channel.beside.map_or_else(Map::new, |shape| beside(&sampler.shape(shape)));
    let user = user.filter(|_| channel.login);
    let text = message(subscription, user, beside, rows);
    Push { channel: subscription.channel.clone(), text, is_sample: true }
}

/// The members next to the rows. A snapshot is complete on its first page.
fn beside(sampled: &Value) -> Map<String, Value> {
    let mut members = sampled.as_object().cloned().unwrap_or_default();
    for (name, value) in [("action", json!("snapshot")), ("eventType", json!("snapshot")), ("curPage", json!(1))] {
        if members.contains_key(name) {
            members.insert(name.to_owned(), value);
        }
    }
    if members.contains_key("lastPage") {
        members.insert("lastPage".to_owned(), json!(true));
    }
    members
}

fn repeat_identifiers(model: &Model, fields: &[Field], argument: &Map<String, Value>, row: &mut Value) {
    let is_identifier = |field: &&Field| matches!(field.kind, Kind::Id(_) | Kind::Enum(_)) && !field.list;
    for field in fields.iter().filter(is_identifier) {
        let Some(given) = argument.get(&field.wire).filter(|given| *given != "ANY") else { continue };
        let is_number = matches!(field.kind, Kind::Id(id) if model[id].number);
        if let Some(own) = row.get_mut(&field.wire).filter(|_| !is_number) {
            *own = given.clone();
        }
    }
}
