//! What Redis is asked about one request.

use std::time::Duration;

use ::redis::Cmd;

use super::super::ledger::Fate;
use super::super::terms::Rate;

/// What one request draws on, as Redis knows it.
#[derive(Clone, Debug)]
pub(in super::super) struct Question {
    /// Which request of all processes it is.
    id: String,
    /// Where Redis keeps what it knows of the data as a whole.
    about: String,
    shares: Vec<Share>,
}

#[derive(Clone, Debug)]
struct Share {
    key: String,
    units: u64,
    rate: Rate,
}

/// What became of a request, to be written down.
#[derive(Debug)]
pub(super) struct Settlement {
    question: Question,
    fate: &'static str,
    /// How much longer it can arrive.
    late: Duration,
    /// For how long each of its budgets is to be closed; nothing where none is.
    closures: Vec<Duration>,
}

impl Question {
    pub(super) fn new(id: String, about: String) -> Self {
        Self { id, about, shares: Vec::with_capacity(3) }
    }

    /// It draws on this budget too, at this key.
    pub(super) fn draw(&mut self, key: String, units: u64, rate: Rate) {
        self.shares.push(Share { key, units, rate });
    }

    /// What became of it, and for how long each of its budgets is closed.
    pub(super) fn settled(&self, fate: Fate<'_>, closures: Vec<Duration>, now: Duration) -> Settlement {
        let (fate, late) = match fate {
            Fate::Replied | Fate::Refused(_) => ("replied", Duration::ZERO),
            Fate::Lost(last_arrival) => ("lost", last_arrival.saturating_sub(now)),
            Fate::Unsent => ("unsent", Duration::ZERO),
        };
        Settlement { question: self.clone(), fate, late, closures }
    }

    /// The command that asks whether it may go out, to be answered by the script of this hash.
    pub(super) fn ask(
        &self,
        script: &str,
        generation: &str,
        longest_arrival: Duration,
        longest_absence: Duration,
    ) -> Cmd {
        let mut command = self.command(script);
        command.arg(&self.id).arg(generation);
        command.arg(longest_arrival.as_micros().to_string()).arg(longest_absence.as_micros().to_string());
        for share in &self.shares {
            command.arg(share.units).arg(share.rate.count).arg(share.rate.window.as_micros().to_string());
        }
        command
    }

    fn command(&self, script: &str) -> Cmd {
        let mut command = ::redis::cmd("EVALSHA");
        command.arg(script).arg(self.shares.len() + 1).arg(&self.about);
        for share in &self.shares {
            command.arg(&share.key);
        }
        command
    }
}

impl Settlement {
    /// The command that writes it down by the script of this hash.
    pub(super) fn command(&self, script: &str) -> Cmd {
        let mut command = self.question.command(script);
        let micros = |time: Duration| time.as_micros().to_string();
        command.arg(&self.question.id).arg(self.fate).arg(micros(self.late));
        for (number, share) in self.question.shares.iter().enumerate() {
            let closure = self.closures.get(number).copied().unwrap_or_default();
            command.arg(share.units).arg(micros(share.rate.window)).arg(micros(closure));
        }
        command
    }
}
