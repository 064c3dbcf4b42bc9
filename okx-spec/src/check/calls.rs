//! What calls look like.

use std::collections::HashMap;

use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{ChapterId, Method, Model};

/// One path described twice would be two truths about it. A user's own file may describe what is shipped once more:
/// otherwise every endpoint we add could break somebody's build.
pub(super) fn paths_differ(model: &Model, own: Option<ChapterId>, sink: &mut Sink) {
    let mut found: HashMap<(bool, Method, &str), &str> = HashMap::new();
    for endpoint in model.endpoints.iter().filter(|endpoint| !endpoint.path.is_empty()) {
        let key = (Some(endpoint.chapter) == own, endpoint.method, endpoint.path.as_str());
        if let Some(other) = found.insert(key, &endpoint.name) {
            let text = format_args!("`{}` and `{other}` have the same method and path", endpoint.name);
            let right = format_args!("{} {} must be described once", endpoint.method, endpoint.path);
            sink.report(&endpoint.at, Law::DuplicatePath, format_args!("{text}; {right}"));
        }
    }
}

/// Each call of a batch is answered by a row of its own; one row for all of them could not tell which were done.
pub(super) fn batches_give_a_list(model: &Model, sink: &mut Sink) {
    let batches =
        model.endpoints.iter().filter(|endpoint| endpoint.single().is_some() && endpoint.method == Method::Post);
    for endpoint in batches.filter(|endpoint| !endpoint.response.many) {
        let row = &model[endpoint.response.row].name;
        let text = format_args!("`{}` is a batch and gives one row; write `response: \"{row}[]\"`", endpoint.name);
        sink.report(&endpoint.at, Law::BatchForm, text);
    }
}

/// A GET travels as `name=value` pairs, which hold no objects.
pub(super) fn queries_are_flat(model: &Model, sink: &mut Sink) {
    let queries = model.endpoints.iter().filter(|endpoint| endpoint.method == Method::Get && endpoint.batch.is_none());
    for endpoint in queries {
        for field in &model[endpoint.request].fields {
            if !field.kind.is_plain() {
                let text = format_args!(
                    "`{}` is an object in the query of a GET; use a type that is not an object",
                    field.wire
                );
                sink.report(&field.at, Law::ObjectInQuery, text);
            }
        }
    }
}
