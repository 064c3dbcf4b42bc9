//! Parts of a description as text, in the words of the format.

use crate::Model;
use crate::model::{
    AskedBy, Budget, Condition, Counts, Demand, Endpoint, Field, PageOrder, Presence, Repeat, Rule, Subject, Test,
};

/// The type of a field as it is written in YAML.
pub fn type_of(model: &Model, field: &Field) -> String {
    let name = field.kind.word(model);
    let rule = field.precision.map(|rule| format!("({})", model[rule].name)).unwrap_or_default();
    let number = match (field.list, field.presence) {
        (true, _) => "[]",
        (false, Presence::Optional) => "?",
        (false, Presence::Required) => "",
    };
    format!("{name}{rule}{number}")
}

/// The full name of a call: `trade.place_order`.
pub fn full_name(model: &Model, endpoint: &Endpoint) -> String {
    format!("{}.{}", model[endpoint.chapter].name, endpoint.name)
}

/// `60/2s by user, symbol`.
pub fn limit(budget: &Budget) -> String {
    let keys: Vec<String> = budget.keys.iter().map(ToString::to_string).collect();
    format!("{} by {}", budget.rate, keys.join(", "))
}

/// Everything about a budget that a caller may need to know.
pub fn budget(model: &Model, budget: &Budget) -> String {
    let own = limit(budget);
    let mut parts = vec![if budget.call.is_some() { own } else { format!("{}: {own}", budget.name) }];
    if budget.counts == Counts::Orders {
        parts.push("every order counts".to_owned());
    }
    if !budget.only.is_empty() {
        parts.push(format!("only when {}", conditions(&budget.only)));
    }
    if !budget.exempt.is_empty() {
        parts.push(format!("not when {}", conditions(&budget.exempt)));
    }
    parts.extend(budget.lead_trader.map(|rate| format!("{rate} for lead instruments of lead traders")));
    if budget.account_figure {
        parts.push("unless OKX granted the account a different count".to_owned());
    }
    let refusal = model.errors.iter().find(|error| error.code == budget.refused_with);
    parts.push(format!("else {} {}", budget.refused_with, refusal.map_or("", |error| error.name.as_str())));
    parts.join(", ")
}

/// `side is buy and instType is not OPTION`.
pub fn conditions(all: &[Condition]) -> String {
    let texts: Vec<String> = all.iter().map(condition).collect();
    texts.join(" and ")
}

fn condition(condition: &Condition) -> String {
    let subject = match &condition.subject {
        Subject::Field(wire) => wire,
        Subject::InstrumentType => "the instrument's type",
    };
    match &condition.test {
        Test::OneOf(values) => format!("{subject} is {}", values.join(" or ")),
        Test::NoneOf(values) => format!("{subject} is not {}", values.join(" or ")),
        Test::Present => format!("{subject} is given"),
        Test::Absent => format!("{subject} is not given"),
    }
}

/// `at most one of px, pxUsd`.
pub fn demand(demand: &Demand, fields: &[Field]) -> String {
    let (what, places) = match demand {
        Demand::AtMostOne(places) => ("at most one of", places),
        Demand::ExactlyOne(places) => ("exactly one of", places),
        Demand::AtLeastOne(places) => ("at least one of", places),
        Demand::Require(places) => ("required:", places),
        Demand::Forbid(places) => ("not allowed:", places),
    };
    let wires: Vec<&str> = places.iter().map(|place| fields[*place].wire.as_str()).collect();
    format!("{what} {}", wires.join(", "))
}

/// `required: px (when side is buy)`.
pub fn rule(rule: &Rule, fields: &[Field]) -> String {
    let demand = demand(&rule.demand, fields);
    let demand = if rule.when.is_empty() { demand } else { format!("{demand} (when {})", conditions(&rule.when)) };
    match &rule.ours {
        Some(reason) => format!("{demand} (a safeguard of the client: {reason})"),
        None => demand,
    }
}

/// `trade.get_order with clOrdId, instId`.
pub fn asked_by(model: &Model, asked_by: &AskedBy, fields: &[Field]) -> String {
    let taken = [asked_by.name].into_iter().chain(asked_by.with.iter().copied());
    let taken: Vec<&str> = taken.map(|place| fields[place].wire.as_str()).collect();
    format!("{} with {}", full_name(model, &model[asked_by.call]), taken.join(", "))
}

/// `by clOrdId`.
pub fn repeat(repeat: &Repeat, fields: &[Field]) -> String {
    match repeat {
        Repeat::Always => "always".to_owned(),
        Repeat::Never => "never".to_owned(),
        Repeat::By(place) => format!("by {}", fields[*place].wire),
    }
}

/// How a list is paged, or why it is not: `by ts: after gives older rows, before newer ones, up to 300 a page`.
pub fn paging(model: &Model, endpoint: &Endpoint) -> Option<String> {
    let Some(pages) = &endpoint.pages else {
        return endpoint.unpaged.as_ref().map(|reason| format!("not page by page: {reason}"));
    };
    let parameter = |place: usize| model[endpoint.request].fields[place].wire.as_str();
    let turned = match &pages.order {
        PageOrder::Number(number) => format!("by number: {}", parameter(*number)),
        PageOrder::Cursor(cursor) => {
            let by = &model[endpoint.page_row(model)].fields[cursor.by].wire;
            let newer = cursor.newer.map(|newer| format!(", {} newer ones", parameter(newer))).unwrap_or_default();
            format!("by {by}: {} gives older rows{newer}", parameter(cursor.older))
        }
    };
    Some(format!("{turned}, up to {} a page", pages.up_to))
}
