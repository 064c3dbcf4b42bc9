//! Alerts: when they are raised, and how often.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::{JoinHandle, yield_now};

use super::budgets::{GET_TIME, request};
use crate::check::instruments;
use crate::fields::Items;
use crate::fields::sample::Sample;
use crate::limits::{Account, LimitAlert, LimitAlertKind, LimitPolicy, LimitedRequest, Limits};
use crate::system::clock::{Clock, ManualClock};
use crate::value::Timestamp;

struct Setup {
    clock: ManualClock,
    limits: Limits,
    alerts: Arc<Mutex<Vec<LimitAlert>>>,
}

impl Setup {
    fn new() -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(0));
        let limits = Limits::with_clock(Arc::new(clock.clone()));
        let alerts: Arc<Mutex<Vec<LimitAlert>>> = Arc::default();
        let (sink, same) = (Arc::clone(&alerts), limits.clone());
        limits.on_alert(move |alert| {
            // A hook may use the limits it was added to.
            assert!(same.usage().iter().any(|budget| budget.name == alert.budget.name));
            sink.lock().unwrap().push(alert.clone());
        });
        Self { clock, limits, alerts }
    }

    /// Sends one request that is answered immediately.
    fn send(&self) -> JoinHandle<()> {
        let limits = self.limits.clone();
        tokio::spawn(async move {
            let (item, account, instruments) =
                (Sample::texts(&[]), Account::new("host", ""), instruments::sample::none());
            let limited = LimitedRequest {
                request: request(&GET_TIME, Items::One(&item)),
                connection: None,
                account: &account,
                instruments: &instruments,
                policy: LimitPolicy::Wait,
            };
            limits.admit(limited).await.unwrap().replied();
        })
    }

    /// Sends this many requests, and advances the clock.
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

    fn alerts(&self) -> Vec<(LimitAlertKind, u64)> {
        let alerts = self.alerts.lock().unwrap();
        alerts.iter().map(|alert| (alert.kind, u64::try_from(alert.lasted.as_millis()).unwrap())).collect()
    }
}

#[tokio::test]
async fn a_long_wait_raises_one_alert_until_the_queue_is_empty() {
    let setup = Setup::new();
    // Ten are admitted immediately, and five wait for two seconds.
    setup.spend(15, Duration::from_millis(999)).await;
    assert_eq!(setup.alerts(), []);
    setup.spend(0, Duration::from_millis(1_002)).await;
    assert_eq!(setup.alerts(), [(LimitAlertKind::LongWait, 1_000)]);
    {
        let alerts = setup.alerts.lock().unwrap();
        assert_eq!((alerts[0].budget.waiting, alerts[0].budget.used), (5, 10));
        assert!(
            alerts[0]
                .to_string()
                .starts_with("a request has been waiting for a rate limit for 1000 ms: public.time (host):")
        );
    }
    // The queue was empty in between, so this is a new episode.
    setup.spend(10, Duration::from_millis(1_500)).await;
    assert_eq!(setup.alerts().len(), 2);
}

#[tokio::test]
async fn short_waits_raise_no_alert() {
    let setup = Setup::new();
    setup.limits.alert_after_waiting(Duration::from_secs(3));
    setup.spend(15, Duration::from_secs(4)).await;
    assert_eq!(setup.alerts(), []);
}

#[tokio::test]
async fn a_budget_that_stays_nearly_full_raises_one_alert_per_episode() {
    let setup = Setup::new();
    setup.limits.alert_after_waiting(Duration::MAX);
    for _ in 0..10 {
        setup.spend(9, Duration::from_secs(2)).await;
    }
    let raised = setup.alerts();
    assert_eq!(raised.len(), 1);
    assert!(matches!(raised[0], (LimitAlertKind::NearlyFull, 10_000..12_000)), "{raised:?}");
    // Low usage for a while ends the episode.
    setup.spend(3, Duration::from_secs(6)).await;
    for _ in 0..5 {
        setup.spend(9, Duration::from_secs(2)).await;
    }
    assert_eq!(setup.alerts().len(), 1, "the new one is not yet ten seconds old");
    for _ in 0..5 {
        setup.spend(9, Duration::from_secs(2)).await;
    }
    assert_eq!(setup.alerts().len(), 2);
}

#[tokio::test]
async fn a_budget_that_is_only_busy_raises_no_alert() {
    let setup = Setup::new();
    for _ in 0..10 {
        setup.spend(8, Duration::from_millis(2_001)).await;
    }
    assert_eq!(setup.alerts(), []);
}
