//! The rules of a call or of an object: which fields go together, and when.

use super::Safeguards;
use crate::check::condition::{all_hold, describe};
use crate::check::instruments::About;
use crate::error::Error;
use crate::facts::{Demand, Fields, Rule};
use crate::fields::items::is_given;

/// Holds an item to the rules of its call, or an object in it to its own.
pub(super) fn check(rules: &[Rule], item: &dyn Fields, about: &About<'_>, safeguards: Safeguards) -> Result<(), Error> {
    let is_on = |rule: &&Rule| rule.ours.is_none() || safeguards == Safeguards::On;
    let applies = |rule: &&Rule| rule.when.is_empty() || all_hold(rule.when, Some(item), about.instrument_type());
    rules.iter().filter(is_on).filter(applies).try_for_each(|rule| {
        fault(&rule.demand, item).map_or(Ok(()), |fault| {
            let when = describe(rule.when, item, about.instrument_type());
            let what = told(fault.what(item, &when), rule);
            Err(Error::invalid(what).in_field(wire(item, fault.field())))
        })
    })
}

/// What is wrong, and for a safeguard that OKX would accept it, why the client refuses it, and how it is sent all the same.
fn told(what: String, rule: &Rule) -> String {
    match rule.ours {
        Some(reason) => format!(
            "{what}. OKX would accept this; the client refuses it because {}. Use `without_safeguards` to send it",
            clause(reason)
        ),
        None => what,
    }
}

/// A sentence as a clause within another.
fn clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    // A name that is written in capitals keeps them.
    if letters.as_str().starts_with(|second: char| second.is_ascii_uppercase()) {
        return sentence.trim_end_matches('.').to_owned();
    }
    first.into_iter().chain(letters).collect()
}

/// How an item breaks a demand, with the places of its fields.
enum Fault {
    Missing(usize),
    Forbidden(usize),
    NoneOf(&'static [usize]),
    Several { second: usize, of: &'static [usize] },
}

fn fault(demand: &Demand, item: &dyn Fields) -> Option<Fault> {
    let is_set = |place: &usize| is_given(item.value(*place));
    let none_of = |of: &'static [usize]| if of.iter().any(is_set) { None } else { Some(Fault::NoneOf(of)) };
    let several = |of: &'static [usize]| {
        let mut set = of.iter().copied().filter(is_set);
        set.nth(1).map(|second| Fault::Several { second, of })
    };
    match *demand {
        Demand::AtMostOne(of) => several(of),
        Demand::AtLeastOne(of) => none_of(of),
        Demand::ExactlyOne(of) => none_of(of).or_else(|| several(of)),
        Demand::Require(of) => of.iter().copied().find(|place| !is_set(place)).map(Fault::Missing),
        Demand::Forbid(of) => of.iter().copied().find(is_set).map(Fault::Forbidden),
    }
}

impl Fault {
    /// The field it is told of first.
    fn field(&self) -> usize {
        match *self {
            Self::Missing(place) | Self::Forbidden(place) | Self::Several { second: place, .. } => place,
            Self::NoneOf(of) => of.first().copied().unwrap_or_default(),
        }
    }

    /// What is wrong and what to do. `when` is empty for a rule that always holds.
    fn what(&self, item: &dyn Fields, when: &str) -> String {
        match *self {
            Self::Missing(_) => format!("is needed{when}; set it"),
            Self::Forbidden(_) => format!("must not be given{when}; leave it out"),
            Self::NoneOf(of) => format!("one of {} is needed{when}; set one", names(item, of)),
            Self::Several { of: &[one, other], .. } => {
                format!("give either `{}` or `{}`, not both{when}", wire(item, one), wire(item, other))
            }
            Self::Several { of, .. } => format!("give only one of {}{when}", names(item, of)),
        }
    }
}

fn names(item: &dyn Fields, places: &[usize]) -> String {
    places.iter().map(|place| format!("`{}`", wire(item, *place))).collect::<Vec<_>>().join(", ")
}

fn wire(item: &dyn Fields, place: usize) -> &'static str {
    item.shape().wire[place]
}
