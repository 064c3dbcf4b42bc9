//! What a push holds: rows, and members next to them.

use okx_spec::model::{Field, Kind, Model};
use serde_json::{Map, Value, json};

use super::connection::Subscription;
use super::pushes::Push;
use crate::samples::{Sampler, complete};

/// The rows of a push and the members next to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    rows: Vec<Value>,
    beside: Map<String, Value>,
    is_sample: bool,
}

impl Content {
    pub(super) fn row(row: Value) -> Self {
        Self { rows: vec![row], ..Self::default() }
    }

    pub(super) fn rows(rows: Vec<Value>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Adds a member next to the rows.
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.beside.insert(name.to_owned(), value);
        self
    }

    /// Samples from the description. They repeat the identifiers of the subscription.
    pub(super) fn sample(model: &Model, subscription: &Subscription, now_ms: i64) -> Self {
        let channel = &model.channels[subscription.entry];
        let sampler = Sampler { model, now: now_ms };
        let mut row = sampler.shape(channel.push.row);
        repeat_identifiers(model, &model[channel.arguments].fields, &subscription.argument, &mut row);
        let beside = channel.beside.map_or_else(Map::new, |shape| beside(&sampler.shape(shape)));
        Self { rows: vec![row], beside, is_sample: true }
    }

    /// The push of this content to a subscription. Its rows get all fields of the description.
    pub(super) fn push(self, model: &Model, subscription: &Subscription, user: Option<&str>, now_ms: i64) -> Push {
        let channel = &model.channels[subscription.entry];
        let sampler = Sampler { model, now: now_ms };
        let mut argument = subscription.argument.clone();
        if let Some(user) = user.filter(|_| channel.login) {
            argument.insert("uid".to_owned(), json!(user));
        }
        let rows = self.rows.into_iter().map(|row| complete(&sampler, channel.push.row, row));
        let mut rows: Vec<Value> = rows.collect();
        let data = if channel.push.many { Value::Array(rows) } else { rows.pop().unwrap_or_default() };
        let mut message = Map::from_iter([("arg".to_owned(), Value::Object(argument))]);
        message.extend(self.beside);
        message.insert("data".to_owned(), data);
        let text = Value::Object(message).to_string();
        Push { channel: subscription.channel.clone(), text, is_sample: self.is_sample }
    }
}

/// The members next to the rows. A snapshot is complete on its first page.
fn beside(sampled: &Value) -> Map<String, Value> {
    let mut members = sampled.as_object().cloned().unwrap_or_default();
    let values = [
        ("action", json!("snapshot")),
        ("eventType", json!("snapshot")),
        ("curPage", json!(1)),
        ("lastPage", json!(true)),
    ];
    for (name, value) in values {
        if let Some(member) = members.get_mut(name) {
            *member = value;
        }
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
