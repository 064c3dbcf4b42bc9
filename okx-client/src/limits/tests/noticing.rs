//! What is told without being asked, and how often.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::{JoinHandle, yield_now};

use super::budgets::{GET_TIME, request};
use crate::check::instruments;
use crate::fields::Items;
use crate::fields::sample::Sample;
use crate::limits::{Account, LimitAlert, LimitAlertKind, LimitPolicy, Limits, Outgoing};
use crate::system::clock::{Clock, ManualClock};
use crate::value::Timestamp;

struct Office {
    clock: ManualClock,
    limits: Limits,
    heard: Arc<Mutex<Vec<LimitAlert>>>,
}

impl Office {
    fn new() -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(0));
        let limits = Limits::with_clock(Arc::new(clock.clone()));
        let heard: Arc<Mutex<Vec<LimitAlert>>> = Arc::default();
        let (ear, same) = (Arc::clone(&heard), limits.clone());
        limits.on_alert(move |alert| {
            // A hook may look at the limits it was given to.
            assert!(same.usage().iter().any(|budget| budget.name == alert.budget.name));
            ear.lock().unwrap().push(alert.clone());
        });
        Self { clock, limits, heard }
    }

    /// Sends one request that is answered at once.
    fn send(&self) -> JoinHandle<()> {
        let limits = self.limits.clone();
        tokio::spawn(async move {
            let (item, account, instruments) =
                (Sample::texts(&[]), Account::new("host", ""), instruments::sample::none());
            let outgoing = Outgoing {
                request: request(&GET_TIME, Items::One(&item)),
                connection: None,
                account: &account,
                instruments: &instruments,
                policy: LimitPolicy::Wait,
            };
            limits.admit(outgoing).await.unwrap().replied();
        })
    }

    /// Sends as many requests and lets this time pass.
    async fn spend(&self, requests: usize, time: Duration) {
        (0..requests).for_each(|_| drop(self.send()));
        let end = self.clock.monotonic() + time;
        while self.clock.monotonic() < end {
            for _ in 0..200 {
                yield_now().await;
            }
            let left = end.saturating_sub(self.clock.monotonic());
            self.clock.advance(self.clock.next_wake().map_or(left, |pause| pause.min(left)));
        }
        for _ in 0..200 {
            yield_now().await;
        }
    }

    fn heard(&self) -> Vec<(LimitAlertKind, u64)> {
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|alert| (alert.kind, u64::try_from(alert.lasted.as_millis()).unwrap())).collect()
    }
}

#[tokio::test]
async fn a_long_wait_is_told_once_until_nobody_waits() {
    let office = Office::new();
    // Ten go at once, five wait for two seconds.
    office.spend(15, Duration::from_millis(999)).await;
    assert_eq!(office.heard(), []);
    office.spend(0, Duration::from_millis(1_002)).await;
    assert_eq!(office.heard(), [(LimitAlertKind::LongWait, 1_000)]);
    {
        let heard = office.heard.lock().unwrap();
        assert_eq!((heard[0].budget.waiting, heard[0].budget.used), (5, 10));
        assert!(
            heard[0].to_string().starts_with("a request has waited for the limit for 1000 ms: public.time (host):")
        );
    }
    // The queue was empty in between, so this is another episode.
    office.spend(10, Duration::from_millis(1_500)).await;
    assert_eq!(office.heard().len(), 2);
}

#[tokio::test]
async fn short_waits_are_not_told() {
    let office = Office::new();
    office.limits.alert_after_waiting(Duration::from_secs(3));
    office.spend(15, Duration::from_secs(4)).await;
    assert_eq!(office.heard(), []);
}

#[tokio::test]
async fn a_budget_that_stays_nearly_full_is_told_once_for_each_episode() {
    let office = Office::new();
    office.limits.alert_after_waiting(Duration::MAX);
    for _ in 0..10 {
        office.spend(9, Duration::from_secs(2)).await;
    }
    let told = office.heard();
    assert_eq!(told.len(), 1);
    assert!(matches!(told[0], (LimitAlertKind::NearlyFull, 10_000..12_000)), "{told:?}");
    // A quiet while ends the episode.
    office.spend(3, Duration::from_secs(6)).await;
    for _ in 0..5 {
        office.spend(9, Duration::from_secs(2)).await;
    }
    assert_eq!(office.heard().len(), 1, "the new one is not yet ten seconds old");
    for _ in 0..5 {
        office.spend(9, Duration::from_secs(2)).await;
    }
    assert_eq!(office.heard().len(), 2);
}

#[tokio::test]
async fn a_budget_that_is_only_busy_is_not_told() {
    let office = Office::new();
    for _ in 0..10 {
        office.spend(8, Duration::from_millis(2_001)).await;
    }
    assert_eq!(office.heard(), []);
}
