//! Sentences of the description in rustdoc.

use crate::prose::{code, escaped, grouped, joined};

#[track_caller]
fn becomes(text: &str, expected: &str) {
    assert_eq!(escaped(text), expected);
}

#[test]
fn markdown_means_nothing_outside_code() {
    becomes("a [b] <c> d|e *f* g_h", r"a \[b\] \<c\> d\|e \*f\* g\_h");
    becomes("`a [b] <c>` and [d]", r"`a [b] <c>` and \[d\]");
    becomes("an odd ` opens [nothing]", r"an odd \` opens \[nothing\]");
    becomes("", "");
}

#[test]
fn addresses_are_links() {
    becomes("see https://example.com/a_b.", "see <https://example.com/a_b>.");
    becomes("(https://example.com)", "(<https://example.com>)");
}

#[test]
fn words_are_joined_as_people_write_them() {
    assert_eq!(joined::<&str>(&[], "and"), "");
    assert_eq!(joined(&["a"], "and"), "a");
    assert_eq!(joined(&["a", "b", "c"], "or"), "a, b or c");
}

#[test]
fn numbers_have_commas() {
    assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
}

#[test]
fn a_backtick_does_not_end_code_early() {
    assert_eq!(code("px"), "`px`");
    assert_eq!(code("a`b"), r"a\`b");
}
