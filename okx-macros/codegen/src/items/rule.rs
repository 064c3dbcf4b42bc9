//! Rules on the fields of a request, or of an object in one, and the conditions under which rules, precision cases and budgets apply.

use okx_spec::model::{Condition, Demand, Rule, Shape, Subject, Test};
use proc_macro2::TokenStream;
use quote::quote;

use crate::prose;
use crate::tokens::{fact, option};

/// A section with a sentence for each rule, where there are any.
pub(crate) fn section(rules: &[Rule], shape: &Shape) -> Option<String> {
    let rules = prose::list(rules.iter().map(|rule| in_words(rule, shape)));
    (!rules.is_empty()).then(|| format!("# Rules\n\n{rules}"))
}

/// One sentence for a rule.
fn in_words(rule: &Rule, shape: &Shape) -> String {
    let Rule { demand, when, ours, at: _ } = rule;
    let (_, places) = demand.parts();
    let fields: Vec<String> = places.iter().map(|&place| prose::code(&shape.fields[place].wire)).collect();
    let (fields, are) = (prose::joined(&fields, "and"), if fields.len() == 1 { "is" } else { "are" });
    let demand = match demand {
        Demand::AtMostOne(_) => format!("At most one of {fields} may be given"),
        Demand::ExactlyOne(_) => format!("Exactly one of {fields} must be given"),
        Demand::AtLeastOne(_) => format!("At least one of {fields} must be given"),
        Demand::Require(_) => format!("{fields} {are} required"),
        Demand::Forbid(_) => format!("{fields} {are} not allowed"),
    };
    let demand =
        if when.is_empty() { format!("{demand}.") } else { format!("{demand} when {}.", conditions_in_words(when)) };
    match ours {
        Some(reason) => format!("{demand} This is a safeguard of the client, which can be switched off: {reason}"),
        None => demand,
    }
}

/// `ord_type` is `market` and the instrument's type is not `OPTION`.
pub(crate) fn conditions_in_words(conditions: &[Condition]) -> String {
    let tests: Vec<String> = conditions.iter().map(condition_in_words).collect();
    prose::joined(&tests, "and")
}

fn condition_in_words(condition: &Condition) -> String {
    let Condition { subject, test, at: _ } = condition;
    let subject = match subject {
        Subject::Field(wire) => prose::code(wire),
        Subject::InstrumentType => "the instrument's type".to_owned(),
    };
    match test {
        Test::OneOf(texts) => format!("{subject} is {}", any_of(texts)),
        Test::NoneOf(texts) => format!("{subject} is not {}", any_of(texts)),
        Test::Present => format!("{subject} is given"),
        Test::Absent => format!("{subject} is not given"),
    }
}

fn any_of(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| prose::code(text)).collect();
    prose::joined(&texts, "or")
}

/// A rule as an expression.
pub(crate) fn expression(rule: &Rule) -> TokenStream {
    let Rule { demand, when, ours, at: _ } = rule;
    let (demand, when, ours) = (fact(demand), conditions(when), option(ours.as_ref()));
    quote! { __p::Rule { demand: #demand, when: #when, ours: #ours } }
}

/// Conditions that must all hold, as an expression.
pub(crate) fn conditions(conditions: &[Condition]) -> TokenStream {
    let conditions = conditions.iter().map(condition);
    quote! { &[#(#conditions),*] }
}

/// A condition as an expression.
pub(crate) fn condition(condition: &Condition) -> TokenStream {
    let Condition { subject, test, at: _ } = condition;
    let (subject, test) = (fact(subject), fact(test));
    quote! { __p::Condition { subject: #subject, test: #test } }
}
