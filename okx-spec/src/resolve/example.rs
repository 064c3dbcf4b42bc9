//! Examples of requests and subscriptions.

use super::Resolver;
use super::field::field_place;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Field, Given, GivenValue, Kind, Presence};
use crate::parse::{Node, Text, Value};

impl Resolver<'_> {
    /// The fields of an example. Without one, none.
    pub(super) fn example(&self, node: Option<&Node>, fields: &[Field], sink: &mut Sink) -> Vec<Given> {
        node.map(|node| self.given(node, fields, sink)).unwrap_or_default()
    }

    /// The fields of an object. Only what is sent has an example, and no object contains itself, so this ends.
    fn given(&self, node: &Node, fields: &[Field], sink: &mut Sink) -> Vec<Given> {
        if !matches!(node.value, Value::Map(_) | Value::Broken) {
            let form = node.value.form();
            let text = format_args!("an example has the names of fields and their values, but this is {form}");
            sink.report(&node.at, Law::ExampleForm, text);
            return Vec::new();
        }
        let mut given = Vec::new();
        for entry in node.entries() {
            let Some(place) = field_place(&entry.key, fields, sink) else { continue };
            if let Some(value) = self.given_values(&entry.node, &fields[place], sink) {
                given.push(Given { field: place, value, at: entry.key.at.clone() });
            }
        }
        let is_missing = |(place, field): &(usize, &Field)| {
            field.presence == Presence::Required && !given.iter().any(|given| given.field == *place)
        };
        for (_, field) in fields.iter().enumerate().filter(is_missing) {
            let text = format_args!("the example needs `{}`, which is required", field.wire);
            sink.report(&node.at, Law::ExampleForm, text);
        }
        given
    }

    fn given_values(&self, node: &Node, field: &Field, sink: &mut Sink) -> Option<GivenValue> {
        match (&node.value, field.list) {
            (Value::List(items), true) => {
                let values = items.iter().filter_map(|item| self.given_value(item, field, sink));
                Some(GivenValue::List(values.collect()))
            }
            (_, true) => {
                let form = node.value.form();
                let text = format_args!("`{}` is a list, but this is {form}", field.wire);
                sink.report(&node.at, Law::ExampleForm, text);
                None
            }
            (_, false) => self.given_value(node, field, sink),
        }
    }

    /// One value of a field, or one entry of it.
    fn given_value(&self, node: &Node, field: &Field, sink: &mut Sink) -> Option<GivenValue> {
        match (field.kind, &node.value) {
            (Kind::Shape(shape), _) => Some(GivenValue::Object(self.given(node, &self.model[shape].fields, sink))),
            (kind, Value::Scalar(text)) if !text.is_empty() => {
                let value = Text { value: text.clone(), at: node.at.clone() };
                self.values(std::slice::from_ref(&value), Some(kind), sink);
                Some(GivenValue::Text(value.value))
            }
            (_, other) => {
                let form = other.form();
                let text = format_args!("`{}` needs a value, but this is {form}", field.wire);
                sink.report(&node.at, Law::ExampleForm, text);
                None
            }
        }
    }
}
