//! Lists the requests with an unknown outcome before the command ends.

use super::answer::{Answer, shown};
use crate::ending::Ending;
use crate::output::message;

/// The requests with an unknown outcome.
#[derive(Default)]
pub(super) struct Unresolved(Vec<String>);

impl Unresolved {
    /// Remembers a request if its outcome is unknown. `call` is the name of the call or the line of the input.
    pub(super) fn add(&mut self, call: &str, answer: &Answer) {
        if answer.ending != Ending::Unknown && answer.unresolved.is_empty() {
            return;
        }
        let named = answer.unresolved.iter().filter(|name| !name.is_empty());
        let named: Vec<String> = named.map(|name| format!("{call}, {}", shown(name))).collect();
        if named.is_empty() {
            self.0.push(format!("{call}, which has no id to look up"));
        }
        self.0.extend(named);
    }

    /// Prints them all.
    pub(super) fn tell(&self) {
        if !self.0.is_empty() {
            message(format_args!(
                "outcome unknown; check with OKX before you send it again:\n  {}",
                self.0.join("\n  ")
            ));
        }
    }
}
