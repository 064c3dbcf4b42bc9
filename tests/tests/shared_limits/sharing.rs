//! Sharing of limits between processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okx_client::transport::{HttpRequest, SendFuture, Transport};
use okx_client::{Client, LimitPolicy, RedisLimits, SendOptions};
use tokio::task::JoinSet;

use super::server::Server;
use super::{arrived, client, limits, refused, shared, simulator};

const CALL: &str = "shared.get_shared";

/// An exchange that never responds, with the number of requests it received.
#[derive(Default)]
struct SilentExchange(AtomicUsize);

impl Transport for SilentExchange {
    fn send(&self, _: HttpRequest) -> SendFuture<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::pending())
    }
}

fn prompt() -> SendOptions {
    SendOptions::default().limit_policy(LimitPolicy::Refuse)
}

#[tokio::test]
async fn capacity_used_by_one_process_is_not_available_to_another() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let okx = |limits: RedisLimits| client(&sim, limits.build().unwrap());
    let (one, other) = (okx(limits(&server)), okx(limits(&server)));
    for sender in 0..200 {
        let okx = if sender % 3 == 0 { &other } else { &one };
        okx.send(&shared::GetShared::new()).await.unwrap();
    }
    // Whether capacity is available again by now depends on the machine, so the other process makes requests that
    // have the same result either way.
    let options = SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(Duration::from_secs(30)));
    other.send_with(&shared::GetShared::new(), options).await.unwrap();
    let entries = arrived(&sim, CALL);
    assert_eq!((entries.len(), refused(&entries)), (201, 0));
    let (first, last) = (entries[0].arrived_micros, entries[200].arrived_micros);
    assert!(last - first > 3_000_000, "the last one waited for the window to pass");

    // Other accounts and addresses are not affected.
    let elsewhere = okx(limits(&server).namespace("elsewhere"));
    let from_elsewhere = okx(limits(&server).address("another address"));
    elsewhere.send_with(&shared::GetBrief::new(), prompt()).await.unwrap();
    from_elsewhere.send_with(&shared::GetBrief::new(), prompt()).await.unwrap();
}

#[tokio::test]
async fn a_request_that_must_not_wait_is_refused_if_others_use_the_limit() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let silent = Arc::new(SilentExchange::default());
    let one = okx_tests::client(&sim).transport(Arc::clone(&silent) as Arc<dyn Transport>);
    let one =
        one.request_timeout(Duration::from_secs(5 * 60)).limits(limits(&server).build().unwrap()).build().unwrap();
    let other = client(&sim, limits(&server).build().unwrap());
    let send = |okx: Client| async move { okx.send(&shared::GetShared::new()).await.map(drop) };
    let under_way: JoinSet<_> = (0..201).map(|_| send(one.clone())).collect();
    super::wait_until("all but one requests are in flight", || silent.0.load(Ordering::Relaxed) == 200).await;
    let error = other.send_with(&shared::GetShared::new(), prompt()).await.unwrap_err();
    let limit = error.limit().unwrap_or_else(|| panic!("{error}"));
    assert_eq!((limit.name, limit.used, limit.count), (CALL, 200, 200));
    assert!(limit.free_in.is_some_and(|time| time > Duration::ZERO && time <= Duration::from_secs(3)), "{error}");
    assert!(arrived(&sim, CALL).is_empty(), "nothing was sent");
    drop(under_way);
}
