//! What may have been done, told before the command ends.

use super::answer::{Answer, shown};
use crate::ending::Ending;
use crate::output::message;

/// The requests whose outcome is unknown.
#[derive(Default)]
pub(super) struct Unresolved(Vec<String>);

impl Unresolved {
    /// Remembers a request where its outcome is unknown. `call` is what was asked for, by its name or its line.
    pub(super) fn add(&mut self, call: &str, answer: &Answer) {
        if answer.ending != Ending::Unknown && answer.unresolved.is_empty() {
            return;
        }
        let named = answer.unresolved.iter().filter(|name| !name.is_empty());
        let named: Vec<String> = named.map(|name| format!("{call}, {}", shown(name))).collect();
        if named.is_empty() {
            self.0.push(format!("{call}, which has no name that OKX could be asked for"));
        }
        self.0.extend(named);
    }

    /// Tells each of them.
    pub(super) fn tell(&self) {
        if !self.0.is_empty() {
            message(format_args!(
                "not known whether done; ask OKX before you send it again:\n  {}",
                self.0.join("\n  ")
            ));
        }
    }
}
