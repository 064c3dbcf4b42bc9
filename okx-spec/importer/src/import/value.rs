//! Values of enums.

use okx_spec::model::{Enum, EnumId};
use okx_spec::names;

use super::Importer;
use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::layout::Piece;

const FILE: &str = "enums.yaml";

impl Importer<'_> {
    /// Adds a value to an enum.
    pub(super) fn new_value(&mut self, id: EnumId, value: &str) -> Option<()> {
        let set = &self.model[id];
        if !self.is_first(format!("{}={value}", set.name)) {
            return Some(());
        }
        let values = self.values_of(&set.name)?;
        let text = format!("{}: {}", word(value), meaning(set, value));
        let file = self.files.get_mut(FILE)?;
        file.add_entry(&values, values.entries().last(), &text).then_some(())
    }

    /// Marks a value that the guide no longer mentions.
    pub(super) fn value_gone(&mut self, set: &str, value: &str) -> Option<()> {
        let values = self.values_of(set)?;
        let file = self.files.get_mut(FILE)?;
        file.mark_gone(values.entry(value)?, "mentions this value; remove it", &Marked::Means).then_some(())
    }

    fn values_of(&self, set: &str) -> Option<Piece> {
        self.files.get(FILE)?.layout.get("enums")?.get(set)?.get("values").cloned()
    }
}

/// The meaning alone, or with a Rust name where the text gives none that is free.
fn meaning(set: &Enum, value: &str) -> String {
    let name = names::pascal(value);
    let means = quoted(&todo("say what it means"));
    let is_free = |name: &str| name != "Unknown" && !set.values.iter().any(|one| one.name == name);
    if names::is_pascal(&name) && is_free(&name) {
        return means;
    }
    let numbered =
        (1..).map(|number| format!("Value{name}{}", if number == 1 { String::new() } else { number.to_string() }));
    let name = numbered.into_iter().find(|name| is_free(name)).unwrap_or_default();
    format!("{{as: {name}, means: {means}}}")
}
