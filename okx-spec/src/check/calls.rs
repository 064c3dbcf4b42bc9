//! What calls look like.

use std::collections::HashMap;

use crate::Law;
use crate::complaint::Sink;
use crate::model::{ChapterId, Demand, Field, Kind, Method, Model, Presence, Rule};

/// One path described twice would be two truths about it. A user's own file may describe what is shipped once more:
/// otherwise every endpoint we add could break somebody's build.
pub(super) fn paths_differ(model: &Model, own: Option<ChapterId>, sink: &mut Sink) {
    let mut found: HashMap<(bool, Method, &str), &str> = HashMap::new();
    for endpoint in model.endpoints.iter().filter(|endpoint| !endpoint.path.is_empty()) {
        let key = (Some(endpoint.chapter) == own, endpoint.method, endpoint.path.as_str());
        if let Some(other) = found.insert(key, &endpoint.name) {
            let text = format_args!("`{}` and `{other}` are the same call", endpoint.name);
            let right = format_args!("{} {} is described once", endpoint.method, endpoint.path);
            sink.say(&endpoint.at, Law::DuplicatePath, format_args!("{text}; {right}"));
        }
    }
}

/// A GET travels as `name=value` pairs, which hold no objects.
pub(super) fn queries_are_flat(model: &Model, sink: &mut Sink) {
    let queries = model.endpoints.iter().filter(|endpoint| endpoint.method == Method::Get && endpoint.batch.is_none());
    for endpoint in queries {
        for field in &model[endpoint.request].fields {
            if matches!(field.kind, Kind::Shape(_) | Kind::Json) {
                let text = format_args!("`{}` is an object in the query of a GET; use a plain type", field.wire);
                sink.say(&field.at, Law::ObjectInQuery, text);
            }
        }
    }
}

/// A rule that can never be broken, or never kept, was meant to be another one.
pub(super) fn rules_have_a_point(model: &Model, sink: &mut Sink) {
    for endpoint in &model.endpoints {
        for rule in &endpoint.rules {
            if let Some(text) = pointless(rule, &model[endpoint.request].fields) {
                sink.say(&rule.at, Law::PointlessRule, text);
            }
        }
    }
}

fn pointless(rule: &Rule, fields: &[Field]) -> Option<String> {
    let (places, least) = match &rule.demand {
        Demand::AtMostOne(places) | Demand::ExactlyOne(places) | Demand::AtLeastOne(places) => (places, 2),
        Demand::Require(places) | Demand::Forbid(places) => (places, 1),
    };
    if places.len() < least {
        return Some(format!("this rule names too few fields; it says something about {least} or more"));
    }
    let mut sorted = places.clone();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        return Some(format!("this rule names `{}` twice; name it once", fields[twice[0]].wire));
    }
    let required = places.iter().find(|place| fields[**place].presence == Presence::Required)?;
    Some(format!("`{}` is always given; give it `?`, or take it out of the rule", fields[*required].wire))
}
