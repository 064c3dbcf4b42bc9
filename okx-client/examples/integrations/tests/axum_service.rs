//! The example `axum-service`: its answers, and that its clients together keep the limits of their address.

#[path = "../axum_service.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::client_of;
use crate::connect::builder_of;
use example::serve;
use okx_client::clock::ManualClock;
use okx_client::value::Timestamp;
use okx_client::{Client, Credentials, Environment, Region};
use okx_sim::{AccountOptions, Sim};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::http::get;

/// A client of another account that shares the limits of the first.
fn other_client(sim: &Sim, first: &Client) -> Client {
    let keys = sim.open_account(AccountOptions::new("other"));
    let credentials = Credentials::new(&keys.key, &keys.secret, &keys.passphrase).expect("well-formed keys");
    let builder = Client::builder().environment(Environment::demo(Region::Global)).base_url(sim.url());
    builder.credentials(credentials).limits(first.limits().clone()).build().expect("a client")
}

type Running = JoinHandle<Result<(), String>>;

async fn start(accounts: BTreeMap<String, Client>) -> (SocketAddr, oneshot::Sender<()>, Running) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    let until = async move { _ = stopped.await };
    let running =
        tokio::spawn(async move { serve(listener, accounts, until).await.map_err(|error| error.to_string()) });
    (address, stop, running)
}

#[tokio::test]
async fn it_answers_from_the_exchange_and_ends_when_it_is_stopped() {
    let sim = Sim::start().await;
    let first = client_of(&sim);
    let other = other_client(&sim, &first);
    let (address, stop, running) = start([("main".to_owned(), first), ("other".to_owned(), other)].into()).await;
    let last = sim.core().market("BTC-USDT").expect("a market").last.normalize();
    let ticker = get(address, "/ticker/BTC-USDT").await;
    assert!(ticker.starts_with("HTTP/1.1 200") && ticker.contains(&format!("last {last} ")), "{ticker}");
    let balance = get(address, "/balance/other").await;
    assert!(balance.starts_with("HTTP/1.1 200") && balance.contains("USDT 100000"), "{balance}");
    assert!(get(address, "/balance/nobody").await.starts_with("HTTP/1.1 404"));
    let unknown = get(address, "/ticker/NO-SUCH").await;
    assert!(unknown.starts_with("HTTP/1.1 502") && unknown.contains("51001"), "{unknown}");
    let limits = get(address, "/limits").await;
    assert!(limits.contains("market.get_ticker"), "{limits}");
    stop.send(()).expect("it runs");
    running.await.expect("no panic").expect("it ends without an error");
}

#[tokio::test]
async fn it_says_that_it_is_busy_instead_of_exceeding_the_limits() {
    let sim = Sim::start().await;
    // Its clock stands still, so that no limit frees up however long the requests take.
    let clock = Arc::new(ManualClock::new(Timestamp::from_millis(sim.now())));
    let okx = builder_of(&sim).expect("settings").clock(clock).build().expect("a client");
    let (address, stop, running) = start([("main".to_owned(), okx)].into()).await;
    // Twice as many as the exchange accepts in two seconds.
    let requests: Vec<_> = (0..40).map(|_| tokio::spawn(get(address, "/ticker/BTC-USDT"))).collect();
    let mut statuses = BTreeMap::<String, usize>::new();
    for request in requests {
        let response = request.await.expect("no panic");
        let status = response.split(' ').nth(1).expect("a status").to_owned();
        assert!(status == "200" || response.contains("retry-after: "), "{response}");
        *statuses.entry(status).or_default() += 1;
    }
    assert_eq!(statuses.get("200"), Some(&20), "{statuses:?}");
    assert_eq!(statuses.get("503"), Some(&20), "{statuses:?}");
    assert!(sim.journal().iter().all(|entry| entry.code != "50011"), "no limit of the exchange was exceeded");
    stop.send(()).expect("it runs");
    running.await.expect("no panic").expect("it ends without an error");
}
