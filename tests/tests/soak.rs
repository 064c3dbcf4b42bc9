//! The short form of the soak: everything at once, with faults all the time, for a minute of simulated time.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use okx_client::clock::ManualClock;
use okx_client::value::Timestamp;
use okx_tests::clocks::{BEGIN, ExchangeClock, end_timers_when_quiet};
use okx_tests::soak::{Settings, run};

#[tokio::test]
async fn the_account_is_known_after_every_fault_and_no_limit_is_exceeded() {
    let clock = ManualClock::new(Timestamp::from_millis(BEGIN));
    let exchange_clock = ExchangeClock { machine: clock.clone(), slept_millis: Arc::new(AtomicI64::new(0)) };
    let settings = Settings {
        seed: 1,
        lasts: Duration::from_secs(60),
        check_every: Duration::from_secs(20),
        fault_every: Duration::from_secs(1),
        operate_every: Duration::from_millis(50),
        subscriptions: 40,
        clock: Arc::new(clock.clone()),
        exchange_clock: Some(Arc::new(exchange_clock)),
    };
    let driver = tokio::spawn(end_timers_when_quiet(clock));
    let figures = run(&settings).await;
    driver.abort();
    let figures = figures.unwrap_or_else(|difference| panic!("{difference}"));
    println!("{figures}");
    assert_eq!(figures.limited, 0, "{figures}");
    assert!(figures.checks >= 4 && figures.faults >= 40 && figures.operations >= 1_000, "{figures}");
    assert!(figures.arrived.0 > 0 && figures.arrived.1 > 0, "{figures}");
}
