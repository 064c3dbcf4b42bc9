//! Looks up OKX's result codes in the description.

use super::errors;
use crate::error::{Error, ErrorFact};

/// The error for a request, or one row of it, that OKX answered with an error code. With most codes, it was not done; with some, the outcome
/// is unknown.
pub(crate) fn refused(code: &str, sub_code: Option<&str>, message: &str) -> Error {
    let sub_code = sub_code.filter(|sub_code| !sub_code.is_empty());
    Error::refused(code, sub_code, message, find(errors::ALL, code, sub_code))
}

/// Looks up a code with its sub-code, and then the code alone. Facts are sorted by code, byte by byte.
fn find<'a>(facts: &'a [ErrorFact], code: &str, sub_code: Option<&str>) -> Option<&'a ErrorFact> {
    let exact = |wanted: &str| facts.binary_search_by(|fact| fact.code.cmp(wanted)).ok().map(|at| &facts[at]);
    sub_code.and_then(|sub_code| exact(&format!("{code}_{sub_code}"))).or_else(|| exact(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorClass, Verdict};

    const fn fact(code: &'static str) -> ErrorFact {
        ErrorFact { code, name: "", class: ErrorClass::Other, verdict: Verdict::Never, means: "", advice: "" }
    }

    static SAMPLE: [ErrorFact; 3] = [fact("50011"), fact("51000"), fact("51000_1")];

    #[track_caller]
    fn finds(code: &str, sub_code: Option<&str>, expected: Option<&str>) {
        assert_eq!(find(&SAMPLE, code, sub_code).map(|fact| fact.code), expected);
    }

    #[test]
    fn a_code_with_its_sub_code_takes_precedence() {
        finds("51000", Some("1"), Some("51000_1"));
        finds("51000", Some("2"), Some("51000"));
        finds("51000", None, Some("51000"));
        finds("50011", None, Some("50011"));
        finds("5001", None, None);
        finds("", None, None);
    }
}
