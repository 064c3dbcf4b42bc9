//! Comparing findings with what a test expects.

use okx_importer::finding::{Change, Finding, Grade};

/// Asserts that exactly these are found, each as grade, change, subject and part.
#[track_caller]
pub(crate) fn assert_found(findings: &[Finding], expected: &[(Grade, Change, &str, &str)]) {
    let names: Vec<_> = findings.iter().map(|one| (one.subject.to_string(), one.part.to_string())).collect();
    let found: Vec<_> = findings
        .iter()
        .zip(&names)
        .map(|(one, (subject, part))| (one.grade, one.change(), &**subject, &**part))
        .collect();
    assert_eq!(found, expected, "{findings:#?}");
}
