//! Conditions in words.

use okx_spec::model::{Condition, Subject, Test};

use super::prose;

/// `ord_type` is `market` and the instrument's type is not `OPTION`; nothing for no condition.
pub(crate) fn in_words(conditions: &[Condition]) -> String {
    let tests: Vec<String> = conditions.iter().map(one_in_words).collect();
    prose::joined(&tests, "and")
}

fn one_in_words(condition: &Condition) -> String {
    let subject = match &condition.subject {
        Subject::Field(wire) => prose::code(wire),
        Subject::InstrumentType => "the instrument's type".to_owned(),
    };
    match &condition.test {
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
