//! Result codes.

use super::Importer;
use super::entry::{quoted, todo};
use super::gone::Marked;
use super::layout::Entry;
use crate::finding::Change;
use crate::guide::ErrorCode;

const FILE: &str = "errors.yaml";

impl Importer<'_> {
    pub(super) fn code(&mut self, code: &str, change: Change) -> Option<()> {
        let theirs = self.guide.error_codes.iter().find(|one| one.key() == code);
        let file = self.files.get_mut(FILE)?;
        let map = file.layout.get("errors")?.clone();
        let done = match change {
            Change::Added => {
                let before = map.entries().iter().rfind(|entry| number(entry) < Some(order(code)));
                let lines = lines(theirs?);
                match before.or(map.entries().last()) {
                    Some(after) if before.is_some() => file.add_lines_after(after, &lines),
                    Some(_) => file.add_lines_before(map.entries().first()?, &lines),
                    None => false,
                }
            }
            Change::Removed => {
                let entry = map.entry(code)?;
                file.mark_gone(entry, "has this code; remove it", &Marked::Means)
            }
            Change::HttpStatus => {
                let status = theirs?.http.first().copied().unwrap_or(200);
                file.set(map.get(code)?, "http", &status.to_string(), "name")
            }
            _ => false,
        };
        done.then_some(())
    }
}

fn number(entry: &Entry) -> Option<(u64, u64)> {
    entry.key.text().map(order)
}

/// Codes are sorted as numbers, sub-codes behind their code.
fn order(code: &str) -> (u64, u64) {
    let (code, sub_code) = code.split_once('_').unwrap_or((code, "0"));
    (code.parse().unwrap_or(u64::MAX), sub_code.parse().unwrap_or(u64::MAX))
}

/// The safest thing to believe of a code that nobody has looked at: the request may have been done.
fn lines(code: &ErrorCode) -> Vec<String> {
    let mut lines =
        vec![format!("{}:", quoted(&code.key())), format!("  name: Code{}", code.key().replace('_', "Sub"))];
    let status = code.http.first().filter(|status| **status != 200);
    lines.extend(status.map(|status| format!("  http: {status}")));
    lines.push("  class: other".to_owned());
    lines.push("  verdict: unknown".to_owned());
    lines.push(format!("  means: {}", quoted(&todo("say what it means, and give it a name, a class and a verdict"))));
    lines
}
