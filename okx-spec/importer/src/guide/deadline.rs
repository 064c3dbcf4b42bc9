//! Which calls and operations take a deadline. The sections about them do not say so for calls, where it travels as a header: a chapter of its
//! own lists them all.

use okx_spec::model::DEADLINE;

use super::outline::Outline;

/// The anchors of what takes one, if this section is the one that lists them: it has the deadline as its only parameter, and links.
pub(super) fn deadlines(outline: &Outline<'_>) -> Vec<String> {
    let is_about_something_else = !outline.calls.is_empty() || outline.url_path.is_some();
    let has_deadline =
        outline.field_tables.iter().any(|table| table.rows.tells_required() && table.rows.names(DEADLINE));
    if is_about_something_else || !has_deadline {
        return Vec::new();
    }
    outline.items.iter().flat_map(|item| item.links.iter().cloned()).collect()
}
