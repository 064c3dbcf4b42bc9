//! Clients of one account that share rate limits, and the state that the limits report.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::{ClientBuilder, Credentials, LimitAlertKind, LimitPolicy, Limits, SendOptions};
use okx_sim::{Credentials as Keys, Sim};

use super::bulk;

fn builder(sim: &Sim, limits: &Limits) -> ClientBuilder {
    okx_tests::client(sim).limits(limits.clone())
}

#[tokio::test]
async fn clients_with_shared_limits_do_not_exceed_them_together() {
    let sim = super::simulator().await;
    let limits = Limits::new();
    let (one, other) = (builder(&sim, &limits).build().unwrap(), builder(&sim, &limits).build().unwrap());
    for okx in [&one, &other, &one] {
        okx.send(&bulk::GetRare::new()).await.unwrap();
    }
    let usage = limits.usage();
    assert_eq!(usage.len(), 1);
    assert_eq!((usage[0].name, usage[0].used, usage[0].count), ("bulk.get_rare", 3, 3));
    assert_eq!(&*usage[0].keys, sim.url());

    let options = SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(Duration::from_secs(50)));
    let error = other.send_with(&bulk::GetRare::new(), options).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_invalid(), "{error}");
    let free_in = error.limit().unwrap().free_in.unwrap();
    assert!(free_in > Duration::from_secs(50) && free_in <= Duration::from_millis(60_001), "{free_in:?}");
    assert_eq!(sim.journal().iter().filter(|entry| entry.call == "bulk.get_rare").count(), 3, "nothing was sent");
}

#[tokio::test]
async fn a_client_that_never_waits_is_refused_locally_and_not_by_okx() {
    let sim = super::simulator().await;
    let okx = okx_tests::client(&sim).limit_policy(LimitPolicy::Refuse).build().unwrap();
    let mut refused = 0;
    for _ in 0..10 {
        refused += usize::from(okx.send(&bulk::GetRare::new()).await.is_err_and(|error| error.limit().is_some()));
    }
    let journal = sim.journal();
    let codes: Vec<&str> =
        journal.iter().filter(|entry| entry.call == "bulk.get_rare").map(|entry| &*entry.code).collect();
    assert_eq!((refused, codes), (7, vec!["0", "0", "0"]));
}

#[tokio::test]
async fn clients_with_the_same_account_name_share_account_limits() {
    let sim = super::simulator().await;
    let limits = Limits::new();
    let Keys { key, secret, passphrase, .. } = sim.open_account(okx_sim::AccountOptions::new("another key"));
    let another = Credentials::new(key, secret, passphrase).unwrap();
    let one = builder(&sim, &limits).account("maker").build().unwrap();
    let other = builder(&sim, &limits).account("maker").credentials(another).build().unwrap();
    for okx in [&one, &other] {
        okx.send(&GetBalance::new()).await.unwrap();
    }
    let usage = limits.usage();
    let balance = usage.iter().find(|budget| budget.name == "account.get_balance").unwrap();
    assert_eq!((&*balance.keys, balance.used), ("maker", 2));
}

#[tokio::test]
async fn an_alert_is_sent_to_the_client_that_registered_it() {
    let sim = super::simulator().await;
    let heard: Arc<Mutex<Vec<LimitAlertKind>>> = Arc::default();
    let ear = Arc::clone(&heard);
    let okx =
        okx_tests::client(&sim).on_limit_alert(move |alert| ear.lock().unwrap().push(alert.kind)).build().unwrap();
    okx.limits().alert_after_waiting(Duration::ZERO);
    let policy = SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(Duration::from_secs(61)));
    for _ in 0..3 {
        okx.send(&bulk::GetRare::new()).await.unwrap();
    }
    let one_more = bulk::GetRare::new();
    let mut waits = std::pin::pin!(okx.send_with(&one_more, policy));
    tokio::select! {
        biased;
        _ = &mut waits => panic!("the limit is used up"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(*heard.lock().unwrap(), [LimitAlertKind::LongWait]);
}
