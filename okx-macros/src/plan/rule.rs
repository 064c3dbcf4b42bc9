//! Demands on the fields of a request, or of an object in one, in words.

use okx_spec::model::{Demand, Rule, Shape};

use super::{condition, prose};

/// A paragraph with a sentence for each rule, where there are any.
pub(crate) fn section(rules: &[Rule], shape: &Shape) -> Option<String> {
    let rules = prose::list(rules.iter().map(|rule| in_words(rule, shape)));
    (!rules.is_empty()).then(|| format!("# Rules\n\n{rules}"))
}

/// One sentence for a rule.
fn in_words(rule: &Rule, shape: &Shape) -> String {
    let of = |places: &[usize]| {
        let fields: Vec<String> = places.iter().map(|&place| prose::code(&shape.fields[place].wire)).collect();
        prose::joined(&fields, "and")
    };
    let are = |places: &[usize]| if places.len() == 1 { "is" } else { "are" };
    let demand = match &rule.demand {
        Demand::AtMostOne(places) => format!("At most one of {} is given", of(places)),
        Demand::ExactlyOne(places) => format!("Exactly one of {} is given", of(places)),
        Demand::AtLeastOne(places) => format!("At least one of {} is given", of(places)),
        Demand::Require(places) => format!("{} {} required", of(places), are(places)),
        Demand::Forbid(places) => format!("{} {} not allowed", of(places), are(places)),
    };
    let demand = if rule.when.is_empty() {
        format!("{demand}.")
    } else {
        format!("{demand} when {}.", condition::in_words(&rule.when))
    };
    match &rule.ours {
        Some(reason) => format!("{demand} A safeguard of this client that can be switched off: {reason}"),
        None => demand,
    }
}
