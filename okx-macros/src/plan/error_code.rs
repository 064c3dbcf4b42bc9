//! Result codes.

use okx_spec::model::{ErrorCode, Verdict};
use proc_macro2::Ident;

use super::{names, prose};

/// Every result code: one constant each, and a table in the order of the codes.
pub(crate) struct ErrorsPlan<'a> {
    pub(crate) constants: Vec<ErrorConstant<'a>>,
    /// Sorted by code, byte by byte, so that the runtime can search by halves.
    pub(crate) table: Vec<ErrorRow<'a>>,
}

/// A row of the table.
pub(crate) struct ErrorRow<'a> {
    pub(crate) class: Ident,
    /// Empty when nothing is known.
    pub(crate) advice: &'a str,
    pub(crate) facts: &'a ErrorCode,
}

/// A constant that holds one result code.
pub(crate) struct ErrorConstant<'a> {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) code: &'a str,
}

pub(crate) fn plan<'a>(errors: &[&'a ErrorCode]) -> ErrorsPlan<'a> {
    let mut sorted = errors.to_vec();
    sorted.sort_by(|one, other| one.code.cmp(&other.code));
    ErrorsPlan {
        constants: errors.iter().map(|error| constant(error)).collect(),
        table: sorted.into_iter().map(row).collect(),
    }
}

fn row(error: &ErrorCode) -> ErrorRow<'_> {
    ErrorRow {
        class: names::fixed(okx_facts::Fact::variant(&error.class)),
        advice: error.advice.as_deref().unwrap_or_default(),
        facts: error,
    }
}

fn constant(error: &ErrorCode) -> ErrorConstant<'_> {
    ErrorConstant { docs: docs(error), name: names::constant(&error.name), code: &error.code }
}

fn docs(error: &ErrorCode) -> String {
    prose::paragraphs([
        Some(format!("{}: {}", prose::code(&error.code), prose::escaped(&error.means))),
        Some(verdict_in_words(error.verdict).to_owned()),
        error.advice.as_deref().map(prose::escaped),
        error.http.map(|status| format!("Comes with HTTP status {status}.")),
    ])
}

fn verdict_in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Retry => "It was not done, and may be sent again at once.",
        Verdict::Wait => "It was not done, and may be sent again after a pause.",
        Verdict::ResyncClock => "It was not done; the clock is measured again before it is sent again.",
        Verdict::Never => "It was not done, and the same request will fail again.",
        Verdict::Unknown => "It may have been done.",
    }
}
