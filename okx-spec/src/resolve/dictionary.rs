//! The dictionary: the usual type and meaning of a wire name.

use std::collections::BTreeMap;

use super::Resolver;
use super::scope::Scope;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::Kind;
use crate::parse::{RawWord, Text};

/// The usual types and meanings of wire names.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    words: BTreeMap<String, Word>,
}

/// The usual type and meaning of one wire name.
#[derive(Debug)]
struct Word {
    /// `None` when its type could not be read.
    kind: Option<Kind>,
    /// The type's name.
    type_name: String,
    means: String,
    wire: Text,
    used: bool,
}

impl Dictionary {
    /// The meaning of a field with this name. The entry now counts as used.
    pub(super) fn take(&mut self, wire: &str) -> Option<&str> {
        let word = self.words.get_mut(wire)?;
        word.used = true;
        Some(&word.means)
    }

    /// The usual type of a field with this name, and the name of the type.
    pub(super) fn usual(&self, wire: &str) -> Option<(Kind, &str)> {
        let word = self.words.get(wire)?;
        Some((word.kind?, &word.type_name))
    }

    /// Every wire name.
    pub(super) fn wires(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// The entries that no field uses.
    pub(super) fn idle(&self) -> Vec<Text> {
        self.words.values().filter(|word| !word.used).map(|word| word.wire.clone()).collect()
    }
}

impl Resolver<'_> {
    pub(super) fn fill_dictionary(&mut self, sink: &mut Sink) {
        for raw in &self.raw.dictionary {
            let kind = raw.kind.as_ref().map(|raw_type| self.kind(Scope::Shared, raw_type, sink));
            dictionary_gives_types_bare(raw, sink);
            let type_name = raw.kind.as_ref().map(|raw| raw.name.value.clone()).unwrap_or_default();
            let word = Word { kind, type_name, means: raw.means.clone(), wire: raw.wire.clone(), used: false };
            self.dictionary.words.insert(raw.wire.value.clone(), word);
        }
    }
}

/// Whether a field is a list, is optional or has a precision rule differs from place to place. In the dictionary it would seem to apply
/// everywhere.
fn dictionary_gives_types_bare(word: &RawWord, sink: &mut Sink) {
    let Some(raw) = &word.kind else { return };
    if raw.list || raw.optional || raw.rule.is_some() {
        let text = format_args!(
            "types in the dictionary have no `?`, `[]` or rule; write `{}` here, and the rest where the field is used",
            raw.name.value
        );
        sink.report(&raw.name.at, Law::DictionaryType, text);
    }
}
