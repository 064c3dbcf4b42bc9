//! Values of enums, and result codes.

use okx_spec::model::{Enum, EnumId};
use okx_spec::names;
use okx_spec::yaml::Node;

use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::{Importer, Once};
use crate::finding::GuideDifference;
use crate::guide::ErrorCode;

const ENUMS: &str = "enums.yaml";
const ERRORS: &str = "errors.yaml";

impl Importer<'_> {
    /// Adds a value to an enum.
    pub(super) fn new_value(&mut self, id: EnumId, value: &str) -> Option<()> {
        let set = &self.model[id];
        if !self.is_first(Once::Value { set: set.name.clone(), value: value.to_owned() }) {
            return Some(());
        }
        let values = self.values_of(&set.name)?;
        let text = format!("{}: {}", word(value), meaning(set, value));
        let file = self.files.get_mut(ENUMS)?;
        file.add_entry(&values, values.entries().last(), &text).then_some(())
    }

    /// Marks a value that the guide no longer lists.
    pub(super) fn value_gone(&mut self, set: &str, value: &str) -> Option<()> {
        let values = self.values_of(set)?;
        let file = self.files.get_mut(ENUMS)?;
        file.mark_gone(values.entry(value)?, "mentions this value; remove it", &Marked::Means).then_some(())
    }

    fn values_of(&self, set: &str) -> Option<Node> {
        self.files.get(ENUMS)?.tree.get("enums")?.get(set)?.get("values").cloned()
    }

    /// Writes what was found about a result code.
    pub(super) fn code(&mut self, difference: &GuideDifference, code: &str) -> Option<()> {
        let stated = self.guide.error_codes.iter().find(|one| one.key() == code);
        let file = self.files.get_mut(ERRORS)?;
        let map = file.tree.get("errors")?.clone();
        let is_written = match difference {
            GuideDifference::OnlyInGuide { .. } => {
                let lines = lines_of_code(stated?);
                let before = map.entries().iter().rfind(|entry| order(&entry.key.value) < order(code));
                match before {
                    Some(before) => file.add_lines_after(before, &lines),
                    None => file.add_lines_before(map.entries().first()?, &lines),
                }
            }
            GuideDifference::OnlyInDescription => {
                file.mark_gone(map.entry(code)?, "has this code; remove it", &Marked::Means)
            }
            GuideDifference::HttpStatus { stated, described: _ } => {
                let status = stated.first().copied().unwrap_or(200);
                file.set(map.get(code)?, "http", &status.to_string(), "name")
            }
            _ => false,
        };
        is_written.then_some(())
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

/// Codes are sorted as numbers, sub-codes after their code.
fn order(code: &str) -> (u64, u64) {
    let (code, sub_code) = code.split_once('_').unwrap_or((code, "0"));
    (code.parse().unwrap_or(u64::MAX), sub_code.parse().unwrap_or(u64::MAX))
}

/// The safest assumption about a new code: the outcome of the request is unknown.
fn lines_of_code(code: &ErrorCode) -> Vec<String> {
    let mut lines =
        vec![format!("{}:", quoted(&code.key())), format!("  name: Code{}", code.key().replace('_', "Sub"))];
    let status = code.http.first().filter(|status| **status != 200);
    lines.extend(status.map(|status| format!("  http: {status}")));
    lines.push("  class: other".to_owned());
    lines.push("  verdict: unknown".to_owned());
    lines.push(format!("  means: {}", quoted(&todo("say what it means, and give it a name, a class and a verdict"))));
    lines
}
