//! Joins errors to one message.

use okx_client::Error;

/// The errors in order. Only the first ones are written out, because a reply may have thousands. `None` if there are none.
pub(crate) fn joined<'a>(errors: impl IntoIterator<Item = &'a Error>) -> Option<String> {
    const SHOWN: usize = 10;

    let mut errors = errors.into_iter();
    let shown: Vec<String> = errors.by_ref().take(SHOWN).map(ToString::to_string).collect();
    let more = errors.count();
    let text = shown.join("; ");
    match (shown.len(), more) {
        (0, _) => None,
        (_, 0) => Some(text),
        (_, more) => Some(format!("{text}; and {more} more errors")),
    }
}
