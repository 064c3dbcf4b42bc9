//! Faults: what a test tells the simulator to do wrong, for which calls and how often.

mod fault;
mod garbled;
mod plan;
mod strange;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use fault::{Delay, Fault};
pub(crate) use plan::{Ending, Pace, Plan};

use crate::chance::Chance;

/// The faults that are waiting for requests. Clones are handles to the same faults.
#[derive(Clone, Debug)]
pub struct Faults(Arc<Mutex<Waiting>>);

#[derive(Debug)]
struct Waiting {
    chance: Chance,
    faults: Vec<WaitingFault>,
}

#[derive(Debug)]
struct WaitingFault {
    /// `chapter.endpoint`, a path, or `*` for every request.
    call: String,
    /// How many requests it is still for; `None` is for all.
    left: Option<u32>,
    fault: Fault,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Waiting { chance: Chance::of(seed, "faults"), faults: Vec::new() })))
    }

    /// Does this wrong with the next request of a call. A call is named like `trade.place_order` or by its path; `*`
    /// means any.
    pub fn once(&self, call: &str, fault: Fault) {
        self.next(1, call, fault);
    }

    /// Does this wrong with the next so many requests of a call, named as in [`Faults::once`].
    pub fn next(&self, times: u32, call: &str, fault: Fault) {
        self.add(call, Some(times), fault);
    }

    /// Does this wrong with every request of a call, named as in [`Faults::once`], until the faults are cleared.
    pub fn always(&self, call: &str, fault: Fault) {
        self.add(call, None, fault);
    }

    /// Forgets all faults.
    pub fn clear(&self) {
        self.waiting().faults.clear();
    }

    /// How many faults still wait for a request.
    pub fn waiting_count(&self) -> usize {
        self.waiting().faults.len()
    }

    fn add(&self, call: &str, left: Option<u32>, fault: Fault) {
        if left != Some(0) {
            self.waiting().faults.push(WaitingFault { call: call.to_owned(), left, fault });
        }
    }

    /// What goes wrong with a request of this call and path. Each fault that takes part has one request less to go.
    pub(crate) fn plan(&self, call: &str, path: &str) -> Plan {
        let mut waiting = self.waiting();
        let Waiting { chance, faults } = &mut *waiting;
        let mut taking_part = Vec::new();
        for fault in faults.iter_mut().filter(|fault| ["*", call, path].contains(&fault.call.as_str())) {
            fault.left = fault.left.map(|left| left - 1);
            taking_part.push(fault.fault.clone());
        }
        faults.retain(|fault| fault.left != Some(0));
        Plan::new(taking_part, chance)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn faults_meet_their_call_as_often_as_told() {
        let faults = Faults::new(1);
        faults.next(2, "trade.place_order", Fault::RateLimited);
        assert_eq!(faults.plan("trade.get_order", "/order").names(), Vec::<&str>::new());
        assert_eq!(faults.plan("trade.place_order", "/order").names(), ["rate limited"]);
        assert_eq!(faults.plan("trade.place_order", "/order").names(), ["rate limited"]);
        assert_eq!(faults.plan("trade.place_order", "/order").names(), Vec::<&str>::new());
        assert_eq!(faults.waiting_count(), 0);
    }

    #[test]
    fn lasting_faults_stay_until_they_are_cleared() {
        let faults = Faults::new(1);
        faults.always("*", Fault::Maintenance);
        assert!((0..5).all(|_| faults.plan("", "/").names() == ["maintenance"]));
        faults.clear();
        assert!(faults.plan("", "/").names().is_empty());
    }

    #[test]
    fn random_delays_repeat_with_their_seed_and_keep_their_bounds() {
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
