//! The commands that are sent to Redis for one request.

use std::time::Duration;

use ::redis::Cmd;

use super::super::account_rates::Rate;
use super::super::ledger::SendOutcome;

/// The costs of a request in a form for Redis.
#[derive(Clone, Debug)]
pub(in super::super) struct SharedRequest {
    /// Identifies the request among those of all processes.
    id: String,
    /// The key of the data that is about all budgets.
    about: String,
    costs: Vec<SharedCost>,
}

#[derive(Clone, Debug)]
struct SharedCost {
    key: String,
    units: u64,
    rate: Rate,
}

/// The outcome of a request, to be reported to Redis.
#[derive(Debug)]
pub(super) struct Settlement {
    request: SharedRequest,
    outcome: &'static str,
    /// How much longer it can arrive.
    longest_arrival: Duration,
    /// How long each of its budgets is closed; empty if none is.
    closures: Vec<Duration>,
}

impl SharedRequest {
    pub(super) fn new(id: String, about: String) -> Self {
        Self { id, about, costs: Vec::with_capacity(3) }
    }

    /// Adds a cost in the budget at this key.
    pub(super) fn add(&mut self, key: String, units: u64, rate: Rate) {
        self.costs.push(SharedCost { key, units, rate });
    }

    /// Its outcome, and how long each of its budgets is closed.
    pub(super) fn settled(&self, outcome: SendOutcome<'_>, closures: Vec<Duration>, now: Duration) -> Settlement {
        let (outcome, longest_arrival) = match outcome {
            SendOutcome::Replied | SendOutcome::RateLimited(_) => ("replied", Duration::ZERO),
            SendOutcome::Lost(last_arrival) => ("lost", last_arrival.saturating_sub(now)),
            SendOutcome::NotSent => ("unsent", Duration::ZERO),
        };
        Settlement { request: self.clone(), outcome, longest_arrival, closures }
    }

    /// The command that asks the script with this hash to admit it.
    pub(super) fn admit_command(
        &self,
        script: &str,
        generation: &str,
        longest_arrival: Duration,
        longest_absence: Duration,
    ) -> Cmd {
        let mut command = self.command(script);
        command.arg(&self.id).arg(generation);
        command.arg(longest_arrival.as_micros().to_string()).arg(longest_absence.as_micros().to_string());
        for cost in &self.costs {
            command.arg(cost.units).arg(cost.rate.count).arg(cost.rate.window.as_micros().to_string());
        }
        command
    }

    fn command(&self, script: &str) -> Cmd {
        let mut command = ::redis::cmd("EVALSHA");
        command.arg(script).arg(self.costs.len() + 1).arg(&self.about);
        for cost in &self.costs {
            command.arg(&cost.key);
        }
        command
    }
}

impl Settlement {
    /// The command that reports it to the script with this hash.
    pub(super) fn command(&self, script: &str) -> Cmd {
        let mut command = self.request.command(script);
        let micros = |time: Duration| time.as_micros().to_string();
        command.arg(&self.request.id).arg(self.outcome).arg(micros(self.longest_arrival));
        for (index, cost) in self.request.costs.iter().enumerate() {
            let closure = self.closures.get(index).copied().unwrap_or_default();
            command.arg(cost.units).arg(micros(cost.rate.window)).arg(micros(closure));
        }
        command
    }
}
