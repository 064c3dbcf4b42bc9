//! `aka:`, other words that people search for an entry by.

use std::collections::HashSet;

use super::condition::list;
use super::members::Members;
use crate::Law;
use crate::diagnostic::Sink;

/// The words of `aka:`, which may be left out.
///
/// They become `#[doc(alias)]`. The compiler refuses quotation marks and spaces at the ends there, with an error at the macro instead of here.
pub(crate) fn aka(members: &mut Members<'_>, sink: &mut Sink) -> Vec<String> {
    let words = list(members, "aka", sink);
    let mut found = HashSet::new();
    for word in &words {
        let text = &word.value;
        let fits = |letter: char| !matches!(letter, '"' | '\'' | '`') && !letter.is_control();
        if text.trim() != text || !text.chars().all(fits) {
            let right = "it must not have quotation marks, or spaces at its ends";
            sink.report(&word.at, Law::UnfitAlias, format_args!("{text:?} is not a word to search for; {right}"));
        }
        if !found.insert(text.to_lowercase()) {
            sink.report(&word.at, Law::UnfitAlias, format_args!("`aka:` has `{text}` twice; remove one of the two"));
        }
    }
    words.into_iter().map(|word| word.value).collect()
}
