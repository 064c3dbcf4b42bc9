//! Which faults of sockets wait for an occasion, and which are applied at a certain time.

use super::is_drawn;
use super::socket_fault::{Occasion, OccasionKind, SocketFault, SocketTarget};
use crate::random::Random;

/// The faults that are registered.
#[derive(Debug, Default)]
pub(crate) struct WaitingSocketFaults {
    waiting: Vec<WaitingFault>,
    scheduled: Vec<ScheduledFault>,
    at_random: Option<RandomFaults>,
}

/// Faults at random.
#[derive(Debug)]
struct RandomFaults {
    /// How many of ten thousand order operations get one.
    per_ten_thousand: u32,
    random: Random,
}

/// How many times rarer than a fault of an operation the reset of a connection at a push is: there are far more pushes.
const PUSHES_PER_RESET: u64 = 100;

#[derive(Debug)]
struct WaitingFault {
    target: SocketTarget,
    fault: SocketFault,
    /// How many more occasions it applies to; `None` for all.
    left: Option<u32>,
}

/// A fault that begins at a certain time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScheduledFault {
    /// When it begins, in microseconds since the epoch by the simulator's own clock.
    pub(crate) at_micros: i64,
    pub(crate) target: SocketTarget,
    pub(crate) fault: SocketFault,
    pub(crate) when: FaultTimes,
}

/// How often a fault applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultTimes {
    /// At once, to open connections.
    Now,
    /// To the next occasions.
    Next(u32),
    /// To every occasion until all faults are cleared.
    Always,
}

impl WaitingSocketFaults {
    /// Registers a fault for the next `times` occasions, or for all.
    pub(crate) fn add(&mut self, target: SocketTarget, fault: SocketFault, times: Option<u32>) {
        if times != Some(0) {
            self.waiting.push(WaitingFault { target, fault, left: times });
        }
    }

    pub(crate) fn schedule(&mut self, fault: ScheduledFault) {
        self.scheduled.push(fault);
    }

    /// Removes and returns the faults that begin by this time, in order.
    pub(crate) fn take_due(&mut self, now_micros: i64) -> Vec<ScheduledFault> {
        let (mut due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.scheduled).into_iter().partition(|fault| fault.at_micros <= now_micros);
        self.scheduled = later;
        due.sort_by_key(|fault| fault.at_micros);
        due
    }

    /// When the next fault begins.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.scheduled.iter().map(|fault| fault.at_micros).min()
    }

    /// Returns the faults that apply to an occasion, and decreases their remaining counts.
    pub(crate) fn take(&mut self, occasion: &Occasion<'_>) -> Vec<SocketFault> {
        let mut taken = Vec::new();
        for waiting in &mut self.waiting {
            if waiting.target.matches(occasion) && waiting.fault.applies_to(occasion) {
                waiting.left = waiting.left.map(|left| left - 1);
                taken.push(waiting.fault.clone());
            }
        }
        taken.extend(self.at_random.as_mut().and_then(|at_random| at_random.draw(occasion)));
        if !taken.is_empty() {
            self.waiting.retain(|fault| fault.left != Some(0));
        }
        taken
    }

    /// Sets how many of ten thousand order operations get a random fault.
    pub(crate) fn at_random(&mut self, per_ten_thousand: u32, seed: u64) {
        let random = Random::of(seed, "faults of sockets");
        self.at_random = (per_ten_thousand > 0).then_some(RandomFaults { per_ten_thousand, random });
    }

    /// How many faults are registered.
    pub(crate) fn count(&self) -> usize {
        self.waiting.len() + self.scheduled.len()
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.scheduled.clear();
    }
}

impl RandomFaults {
    fn draw(&mut self, occasion: &Occasion<'_>) -> Option<SocketFault> {
        let is_operation = occasion.op.is_some() && occasion.op != Some("login") && occasion.channel.is_none();
        match occasion.kind {
            OccasionKind::Request if is_operation && is_drawn(self.per_ten_thousand, &mut self.random) => {
                Some(match self.random.between(0, 2) {
                    0 => SocketFault::LostReply,
                    1 => SocketFault::CutAfterActing,
                    _ => SocketFault::CutBeforeActing,
                })
            }
            OccasionKind::Push => {
                let is_reset =
                    is_drawn(self.per_ten_thousand, &mut self.random) && self.random.between(1, PUSHES_PER_RESET) == 1;
                is_reset.then_some(SocketFault::Reset)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::socket_fault::OccasionKind;
    use super::*;

    fn push(channel: &str) -> Occasion<'_> {
        Occasion { kind: OccasionKind::Push, socket: "public", connection: Some("1"), channel: Some(channel), op: None }
    }

    #[test]
    fn a_fault_applies_to_the_given_number_of_matching_occasions() {
        let mut faults = WaitingSocketFaults::default();
        faults.add(SocketTarget::socket("public").channel("books"), SocketFault::Missing, Some(2));
        assert_eq!(faults.take(&push("trades")), []);
        assert_eq!(faults.take(&push("books")), [SocketFault::Missing]);
        assert_eq!(faults.take(&Occasion { socket: "private", ..push("books") }), []);
        assert_eq!(faults.take(&push("books")), [SocketFault::Missing]);
        assert_eq!((faults.take(&push("books")), faults.count()), (vec![], 0));
    }

    #[test]
    fn faults_of_requests_do_not_apply_to_pushes() {
        let mut faults = WaitingSocketFaults::default();
        faults.add(SocketTarget::any(), SocketFault::CutBeforeActing, None);
        assert_eq!(faults.take(&push("books")), []);
        let request = Occasion { kind: OccasionKind::Request, op: Some("order"), channel: None, ..push("") };
        assert_eq!(faults.take(&request), [SocketFault::CutBeforeActing]);
    }

    #[test]
    fn scheduled_faults_are_taken_in_order_of_time() {
        let mut faults = WaitingSocketFaults::default();
        let at = |at_micros| ScheduledFault {
            at_micros,
            target: SocketTarget::any(),
            fault: SocketFault::Reset,
            when: FaultTimes::Now,
        };
        for micros in [30, 10, 20] {
            faults.schedule(at(micros));
        }
        assert_eq!((faults.next_due(), faults.take_due(20)), (Some(10), vec![at(10), at(20)]));
        assert_eq!((faults.next_due(), faults.count()), (Some(30), 1));
    }
}
