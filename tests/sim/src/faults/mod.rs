//! Fault injection: which faults are simulated, for which calls and how often.

mod alter;
mod fault;
mod plan;
mod socket_fault;
mod socket_faults;
mod socket_text;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use fault::{Delay, Fault};
pub(crate) use plan::{Ending, Pace, Plan};
pub use socket_fault::{MuteEnd, SocketFault, SocketTarget};
pub(crate) use socket_fault::{Occasion, OccasionKind};
pub(crate) use socket_faults::{FaultTimes, ScheduledFault, WaitingSocketFaults};
pub(crate) use socket_text::{WrittenFault, read_duration};

use crate::random::Random;

/// The registered faults. Clones share the same faults.
#[derive(Clone, Debug)]
pub struct Faults(Arc<Mutex<Waiting>>);

#[derive(Debug)]
struct Waiting {
    random: Random,
    faults: Vec<WaitingFault>,
    /// How many of ten thousand requests get a random fault.
    at_random: u32,
}

#[derive(Debug)]
struct WaitingFault {
    /// `chapter.endpoint`, a path, or `*` for every request.
    call: String,
    /// How many more requests it applies to; `None` for all.
    left: Option<u32>,
    fault: Fault,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Waiting { random: Random::of(seed, "faults"), faults: Vec::new(), at_random: 0 })))
    }

    /// Applies this fault to the next request of a call. A call is given as `trade.place_order` or as a path; `*`
    /// matches any call.
    pub fn once(&self, call: &str, fault: Fault) {
        self.next(1, call, fault);
    }

    /// Applies this fault to the next `times` requests of a call, given as in [`Faults::once`].
    pub fn next(&self, times: u32, call: &str, fault: Fault) {
        self.add(call, Some(times), fault);
    }

    /// Applies this fault to every request of a call, given as in [`Faults::once`], until [`Faults::clear`].
    pub fn always(&self, call: &str, fault: Fault) {
        self.add(call, None, fault);
    }

    /// Applies a random fault to this many of ten thousand requests, until it is set to 0. A scheduled fault of the same
    /// request applies as well.
    pub fn at_random(&self, per_ten_thousand: u32) {
        self.waiting().at_random = per_ten_thousand;
    }

    /// Removes all faults, except those at random.
    pub fn clear(&self) {
        self.waiting().faults.clear();
    }

    /// How many faults are still registered.
    pub fn waiting_count(&self) -> usize {
        self.waiting().faults.len()
    }

    fn add(&self, call: &str, left: Option<u32>, fault: Fault) {
        if left != Some(0) {
            self.waiting().faults.push(WaitingFault { call: call.to_owned(), left, fault });
        }
    }

    /// Returns the faults of a request with this call and path, and decreases their remaining counts.
    pub(crate) fn plan(&self, call: &str, path: &str) -> Plan {
        let mut waiting = self.waiting();
        let Waiting { random, faults, at_random } = &mut *waiting;
        let mut taking_part = Vec::new();
        for fault in faults.iter_mut().filter(|fault| ["*", call, path].contains(&fault.call.as_str())) {
            fault.left = fault.left.map(|left| left - 1);
            taking_part.push(fault.fault.clone());
        }
        faults.retain(|fault| fault.left != Some(0));
        if is_drawn(*at_random, random) {
            taking_part.push(Fault::draw(random));
        }
        Plan::new(taking_part, random)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether something happens that happens in this many of ten thousand cases. Draws nothing if it never happens.
fn is_drawn(per_ten_thousand: u32, random: &mut Random) -> bool {
    per_ten_thousand > 0 && random.between(1, 10_000) <= u64::from(per_ten_thousand)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_fault_applies_to_its_call_the_given_number_of_times() {
        let faults = Faults::new(1);
        faults.next(2, "trade.place_order", Fault::RateLimited);
        assert_eq!(faults.plan("trade.get_order", "/order").names(), Vec::<&str>::new());
        assert_eq!(faults.plan("trade.place_order", "/order").names(), ["rate limited"]);
        assert_eq!(faults.plan("trade.place_order", "/order").names(), ["rate limited"]);
        assert_eq!(faults.plan("trade.place_order", "/order").names(), Vec::<&str>::new());
        assert_eq!(faults.waiting_count(), 0);
    }

    #[test]
    fn random_faults_depend_on_the_seed_and_have_the_given_share() {
        let names = |seed| {
            let faults = Faults::new(seed);
            faults.at_random(500);
            (0..2_000).flat_map(|_| faults.plan("trade.place_order", "/order").names()).collect::<Vec<_>>()
        };
        assert_eq!(names(1), names(1));
        assert_ne!(names(1), names(2));
        assert!((60..140).contains(&names(1).len()), "{}", names(1).len());
        assert!(names(1).contains(&"cut after acting") && names(1).contains(&"rate limited"), "{:?}", names(1));
    }

    #[test]
    fn permanent_faults_apply_until_they_are_cleared() {
        let faults = Faults::new(1);
        faults.always("*", Fault::Maintenance);
        assert!((0..5).all(|_| faults.plan("", "/").names() == ["maintenance"]));
        faults.clear();
        assert!(faults.plan("", "/").names().is_empty());
    }

    #[test]
    fn random_delays_depend_on_the_seed_and_are_within_their_bounds() {
        let (least, most) = (Duration::from_millis(5), Duration::from_millis(80));
        let delays = |seed| {
            let faults = Faults::new(seed);
            faults.always("*", Fault::SlowRequest(Delay::Between(least, most)));
            (0..50).map(|_| faults.plan("", "/").request_delay).collect::<Vec<_>>()
        };
        assert_eq!(delays(3), delays(3));
        assert_ne!(delays(3), delays(4));
        assert!(delays(3).iter().all(|delay| (least..=most).contains(delay)));
    }
}
