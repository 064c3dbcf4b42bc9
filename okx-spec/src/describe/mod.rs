//! Parts of a description as text, in the words of the format.

mod push;

pub use self::push::{excludes, filled_by, once, pushes, silence, snapshot};
use crate::Model;
use crate::model::{
    AskedBy, Budget, Condition, Counts, Demand, Endpoint, Field, PageCursor, PageOrder, Pages, Presence, Repeat, Rule,
    Subject, Test,
};

/// The type of a field as it is written in YAML.
pub fn type_of(model: &Model, field: &Field) -> String {
    let Field { wire: _, name: _, kind, list, presence, means: _, empty_clears: _, precision, at: _ } = field;
    let name = kind.word(model);
    let rule = precision.map(|rule| format!("({})", model[rule].name)).unwrap_or_default();
    let number = match (list, presence) {
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
    let Budget {
        name,
        does: _,
        chapter: _,
        call,
        rate: _,
        lead_trader,
        keys: _,
        counts,
        only,
        exempt,
        refused_with,
        account_figure,
        at: _,
    } = budget;
    let mut parts = vec![if call.is_some() { own } else { format!("{name}: {own}") }];
    if *counts == Counts::Orders {
        parts.push("every order counts".to_owned());
    }
    if !only.is_empty() {
        parts.push(format!("only when {}", conditions(only)));
    }
    if !exempt.is_empty() {
        parts.push(format!("not when {}", conditions(exempt)));
    }
    parts.extend(lead_trader.map(|rate| format!("{rate} for lead instruments of lead traders")));
    if *account_figure {
        parts.push("unless OKX granted the account a different count".to_owned());
    }
    let refusal = model.errors.iter().find(|error| error.code == *refused_with);
    parts.push(format!("else {refused_with} {}", refusal.map_or("", |error| error.name.as_str())));
    parts.join(", ")
}

/// `side is buy and instType is not OPTION`.
pub fn conditions(all: &[Condition]) -> String {
    let texts: Vec<String> = all.iter().map(condition).collect();
    texts.join(" and ")
}

fn condition(condition: &Condition) -> String {
    let Condition { subject, test, at: _ } = condition;
    let subject = match subject {
        Subject::Field(wire) => wire,
        Subject::InstrumentType => "the instrument's type",
    };
    match test {
        Test::OneOf(values) => format!("{subject} is {}", values.join(" or ")),
        Test::NoneOf(values) => format!("{subject} is not {}", values.join(" or ")),
        Test::Present => format!("{subject} is given"),
        Test::Absent => format!("{subject} is not given"),
    }
}

/// `at most one of px, pxUsd`.
pub fn demand(demand: &Demand, fields: &[Field]) -> String {
    let what = match demand {
        Demand::AtMostOne(_) => "at most one of",
        Demand::ExactlyOne(_) => "exactly one of",
        Demand::AtLeastOne(_) => "at least one of",
        Demand::Require(_) => "required:",
        Demand::Forbid(_) => "not allowed:",
    };
    let (_, places) = demand.parts();
    let wires: Vec<&str> = places.iter().map(|place| fields[*place].wire.as_str()).collect();
    format!("{what} {}", wires.join(", "))
}

/// `required: px (when side is buy)`.
pub fn rule(rule: &Rule, fields: &[Field]) -> String {
    let Rule { demand, when, ours, at: _ } = rule;
    let demand = self::demand(demand, fields);
    let demand = if when.is_empty() { demand } else { format!("{demand} (when {})", conditions(when)) };
    match ours {
        Some(reason) => format!("{demand} (a safeguard of the client: {reason})"),
        None => demand,
    }
}

/// `trade.get_order with clOrdId, instId`.
pub fn asked_by(model: &Model, asked_by: &AskedBy, fields: &[Field]) -> String {
    let AskedBy { call, name, with, missing: _, made: _, remembered: _, at: _ } = asked_by;
    let taken = [*name].into_iter().chain(with.iter().copied());
    let taken: Vec<&str> = taken.map(|place| fields[place].wire.as_str()).collect();
    format!("{} with {}", full_name(model, &model[*call]), taken.join(", "))
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
    let Pages { order, size: _, up_to, id: _, rows: _, time: _, since: _, until: _, forming: _, at: _ } = pages;
    let parameter = |place: usize| model[endpoint.request].fields[place].wire.as_str();
    let order = match order {
        PageOrder::Number(number) => format!("by number: {}", parameter(*number)),
        PageOrder::Cursor(cursor) => {
            let PageCursor { by, older, newer, includes: _, with: _ } = cursor;
            let by = &model[endpoint.page_row(model)].fields[*by].wire;
            let newer = newer.map(|newer| format!(", {} newer ones", parameter(newer))).unwrap_or_default();
            format!("by {by}: {} gives older rows{newer}", parameter(*older))
        }
    };
    Some(format!("{order}, up to {up_to} a page"))
}
