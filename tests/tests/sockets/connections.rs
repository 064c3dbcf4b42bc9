//! What connections do when something goes wrong, and what can be seen of it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use okx_client::account::GetBalance;
use okx_client::enums::SubscribedInstType;
use okx_client::sockets::{ConnectionEventKind, ConnectionState, GapCause};
use okx_client::ws::private::{Account, Orders};
use okx_client::ws::public::Tickers;
use okx_client::{Client, Environment, Region};
use okx_sim::{Sim, SocketFault, SocketTarget};

use super::{code_of, connected};

#[tokio::test]
async fn a_lost_connection_is_opened_again_and_the_gap_is_told() {
    let (sim, okx) = connected().await;
    let mut connections = okx.connections();
    let mut tickers = okx.subscribe(&Tickers::new("BTC-USDT")).await.unwrap();
    drop(tickers.next_rows().await.unwrap().unwrap());
    assert_eq!(sim.socket_faults().now(SocketTarget::any(), SocketFault::Reset), 1);
    let gap = tickers.try_next().await.unwrap().unwrap().gap.expect("the connection was lost");
    assert_eq!(gap.cause, GapCause::ConnectionLost);
    assert!(tickers.next_rows().await.unwrap().is_some(), "the stream goes on");
    let mut states = Vec::new();
    while states.iter().filter(|state| **state == ConnectionState::Connected).count() < 2 {
        if let ConnectionEventKind::State(state) = connections.next().await.unwrap().kind {
            states.push(state);
        }
    }
    assert!(states.iter().any(|state| matches!(state, ConnectionState::Disconnected(_))), "{states:?}");
    assert_eq!(connections.all()[0].figures.reconnects, 1);
}

#[tokio::test]
async fn a_refused_upgrade_shows_status_and_body() {
    let (sim, okx) = connected().await;
    let refused = SocketFault::RefusedUpgrade { status: 403, body: "blocked by the company's proxy".to_owned() };
    sim.socket_faults().once(SocketTarget::any(), refused);
    let error = okx.subscribe(&Tickers::new("BTC-USDT")).await.unwrap_err();
    assert_eq!((error.http_status(), error.call()), (Some(403), Some("ws.public.tickers")));
    assert!(error.to_string().contains("blocked by the company's proxy"), "{error}");
    assert!(okx.subscribe(&Tickers::new("BTC-USDT")).await.is_ok(), "the next attempt is a new one");
}

#[tokio::test]
async fn a_wrong_passphrase_ends_the_subscription() {
    let sim = Sim::start().await;
    let keys = okx_client::Credentials::new(&sim.credentials().key, &sim.credentials().secret, "wrong").unwrap();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(keys)
        .build()
        .unwrap();
    let error = okx.subscribe(&Account::new()).await.unwrap_err();
    assert!(error.is_authentication() || error.is_refused(), "{error}");
}

/// A file in memory.
#[derive(Clone, Default)]
struct Recorded(Arc<Mutex<Vec<u8>>>);

impl Write for Recorded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn frames_are_recorded_without_secrets() {
    let sim = Sim::start().await;
    let recorded = Recorded::default();
    let okx = okx_tests::client(&sim).record_frames(recorded.clone()).build().unwrap();
    let mut account = okx.subscribe(&Account::new()).await.unwrap();
    drop(account.next_rows().await.unwrap().unwrap());
    let text = loop {
        let text = String::from_utf8(recorded.0.lock().unwrap().clone()).unwrap();
        if text.contains(r#""channel":"account","body":{"#) {
            break text;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(okx.unrecorded_frames(), 0);
    assert!(text.contains(r#"\"op\":\"login\""#) && text.contains(r#"\"op\":\"subscribe\""#), "{text}");
    let credentials = sim.credentials();
    for secret in [&credentials.key, &credentials.secret, &credentials.passphrase] {
        assert!(!text.contains(&**secret), "a secret was recorded");
    }
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(channel) = line["channel"].as_str() {
            let push = okx_client::dynamic::reread_push(channel, &line["body"].to_string()).unwrap();
            assert_eq!(push.faults().count(), 0);
        }
    }
}

#[tokio::test]
async fn a_plain_socket_to_another_machine_is_refused() {
    let build = |url: &str| Client::builder().environment(Environment::demo(Region::Global)).ws_url(url).build();
    assert!(build("ws://example.com").unwrap_err().is_setup());
    assert!(build("ws://127.0.0.1:5").is_ok());
}

/// Other systems have a single address on loopback by default.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_local_address_is_that_of_requests_and_of_connections() {
    let local: std::net::IpAddr = "127.0.0.2".parse().expect("an address");
    let account = okx_sim::AccountOptions::new("restricted").restricted_to(local);
    let sim = Sim::builder().account(account).start().await.expect("it starts");
    let orders = Orders::new(SubscribedInstType::Any);
    let elsewhere = okx_tests::client(&sim).build().expect("the settings are valid");
    assert_eq!(code_of(elsewhere.send(&GetBalance::new()).await), "50110");
    let okx = okx_tests::client(&sim).local_address(local).build().expect("the settings are valid");
    okx.send(&GetBalance::new()).await.expect("the address is allowed");
    drop(okx.subscribe(&orders).await.expect("the address is allowed"));
    assert_eq!(code_of(elsewhere.subscribe(&orders).await), "60022");
}
