//! What the importer left for a person: texts that begin with a mark. They are no mistakes, so what is built on the description goes on
//! working, but nobody should publish them.

use std::fmt;

use crate::{Location, Model};

/// What such a text begins with.
pub const MARK: &str = "TODO";

/// One text that a person must replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// Where it was written.
    pub at: Location,
    /// What is to be done.
    pub text: String,
}

impl fmt::Display for Todo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.text)
    }
}

/// Whether a text is one of them.
pub fn is_todo(text: &str) -> bool {
    text.starts_with(MARK)
}

/// What the tables beside calls are told by. A call's own budget is told by the call.
fn tables(model: &Model) -> impl Iterator<Item = (&String, &Location)> {
    let budgets = model.budgets.iter().filter(|one| one.call.is_none()).map(|one| (&one.does, &one.at));
    let ids = model.ids.iter().map(|one| (&one.does, &one.at));
    let enums = model.enums.iter().map(|one| (&one.does, &one.at));
    let rules = model.precision.iter().map(|one| (&one.does, &one.at));
    let environments = model.environments.iter().map(|one| (&one.does, &one.at));
    let chapters = model.chapters.iter().map(|one| (&one.does, &one.at));
    budgets.chain(ids).chain(enums).chain(rules).chain(environments).chain(chapters)
}

/// Every one of them, sorted by place.
pub fn todos(model: &Model) -> Vec<Todo> {
    let shapes = model.shapes.iter().flat_map(|shape| {
        let fields = shape.fields.iter().map(|field| (&field.means, &field.at));
        fields.chain([(&shape.does, &shape.at)])
    });
    let values = model.enums.iter().flat_map(|set| set.values.iter().map(|value| (&value.means, &value.at)));
    let endpoints = model.endpoints.iter().map(|endpoint| (&endpoint.does, &endpoint.at));
    let unpaged = model.endpoints.iter().filter_map(|endpoint| Some((endpoint.unpaged.as_ref()?, &endpoint.at)));
    let errors = model.errors.iter().map(|error| (&error.means, &error.at));
    let channels = model.channels.iter().map(|channel| (&channel.does, &channel.at));
    let operations = model.operations.iter().map(|operation| (&operation.does, &operation.at));
    let calls = endpoints.chain(unpaged).chain(channels).chain(operations);
    let texts = shapes.chain(values).chain(calls).chain(errors).chain(tables(model));
    let marked = texts.filter(|(text, _)| is_todo(text));
    let mut found: Vec<Todo> = marked.map(|(text, at)| Todo { at: at.clone(), text: text.clone() }).collect();
    found.sort_by(|one, other| one.at.cmp(&other.at));
    found.dedup();
    found
}
