//! Paths to fields, as in `details[0].eq`.

use std::fmt::Display;

/// The path of a member of what is at a path.
pub(super) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The path of an entry of what is at a path.
pub(super) fn entry(path: &str, place: impl Display) -> String {
    format!("{path}[{place}]")
}
