//! The rules of a call or an object: which of its fields go together, and under which conditions.

use super::Safeguards;
use crate::check::condition::{all_hold, describe};
use crate::check::instruments::ItemInstrument;
use crate::error::Error;
use crate::facts::{Demand, Fields, Rule};
use crate::fields::items::is_given;

/// Checks an item against the rules of its call, or an object within it against its own rules.
pub(super) fn check(
    rules: &[Rule],
    item: &dyn Fields,
    instrument: &ItemInstrument<'_>,
    safeguards: Safeguards,
) -> Result<(), Error> {
    let is_on = |rule: &&Rule| rule.ours.is_none() || safeguards == Safeguards::On;
    let applies = |rule: &&Rule| rule.when.is_empty() || all_hold(rule.when, Some(item), instrument.instrument_type());
    rules.iter().filter(is_on).filter(applies).try_for_each(|rule| {
        violation(&rule.demand, item).map_or(Ok(()), |violation| {
            let when = describe(rule.when, item, instrument.instrument_type());
            let what = with_reason(violation.what(item, &when), rule);
            Err(Error::invalid(what).in_field(wire_name(item, violation.field())))
        })
    })
}

/// The message. For a safeguard it also says that OKX would accept the request, why the client refuses it, and how to send it anyway.
fn with_reason(what: String, rule: &Rule) -> String {
    match rule.ours {
        Some(reason) => format!(
            "{what}. OKX would accept this; the client refuses it because {}. Use `without_safeguards` to send it",
            clause(reason)
        ),
        None => what,
    }
}

/// A sentence as a clause: without the full stop, and with a small first letter.
fn clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    // A name in capital letters stays as it is.
    if letters.as_str().starts_with(|second: char| second.is_ascii_uppercase()) {
        return sentence.trim_end_matches('.').to_owned();
    }
    first.into_iter().chain(letters).collect()
}

/// How an item violates a demand, with the places of its fields.
enum Violation {
    Missing(usize),
    Forbidden(usize),
    NoneOf(&'static [usize]),
    Several { second: usize, of: &'static [usize] },
}

fn violation(demand: &Demand, item: &dyn Fields) -> Option<Violation> {
    let is_set = |place: &usize| is_given(item.value(*place));
    let none_of = |of: &'static [usize]| if of.iter().any(is_set) { None } else { Some(Violation::NoneOf(of)) };
    let several = |of: &'static [usize]| {
        let mut set = of.iter().copied().filter(is_set);
        set.nth(1).map(|second| Violation::Several { second, of })
    };
    match *demand {
        Demand::AtMostOne(of) => several(of),
        Demand::AtLeastOne(of) => none_of(of),
        Demand::ExactlyOne(of) => none_of(of).or_else(|| several(of)),
        Demand::Require(of) => of.iter().copied().find(|place| !is_set(place)).map(Violation::Missing),
        Demand::Forbid(of) => of.iter().copied().find(is_set).map(Violation::Forbidden),
    }
}

impl Violation {
    /// The field that the error names.
    fn field(&self) -> usize {
        match *self {
            Self::Missing(place) | Self::Forbidden(place) | Self::Several { second: place, .. } => place,
            Self::NoneOf(of) => of.first().copied().unwrap_or_default(),
        }
    }

    /// What is wrong and what to do. `when` is empty for an unconditional rule.
    fn what(&self, item: &dyn Fields, when: &str) -> String {
        match *self {
            Self::Missing(_) => format!("is required{when}; set it"),
            Self::Forbidden(_) => format!("must not be set{when}; leave it out"),
            Self::NoneOf(of) => format!("one of {} is required{when}; set one", names(item, of)),
            Self::Several { of: &[one, other], .. } => {
                format!("set either `{}` or `{}`, not both{when}", wire_name(item, one), wire_name(item, other))
            }
            Self::Several { of, .. } => format!("set only one of {}{when}", names(item, of)),
        }
    }
}

fn names(item: &dyn Fields, places: &[usize]) -> String {
    places.iter().map(|place| format!("`{}`", wire_name(item, *place))).collect::<Vec<_>>().join(", ")
}

fn wire_name(item: &dyn Fields, place: usize) -> &'static str {
    item.shape().wire[place]
}
