//! Logins: clocks that are wrong, and keys that change.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use okx_client::ws::private::Account;
use okx_client::{Client, Credentials, CredentialsSource, Environment, Region};
use okx_sim::{Sim, SocketEvent, SocketFault, SocketTarget};

use super::{code_of, connected};

fn refused_login(code: &str) -> (SocketTarget, SocketFault) {
    (SocketTarget::socket("private").op("login"), SocketFault::Refused { code: code.to_owned() })
}

fn logins(sim: &Sim) -> usize {
    let is_login = |text: &str| text.starts_with(r#"{"op":"login""#);
    sim.socket_journal()
        .iter()
        .filter(|entry| matches!(&entry.event, SocketEvent::Received(text) if is_login(text)))
        .count()
}

#[tokio::test]
async fn a_login_whose_timestamp_is_refused_is_signed_again_after_the_clock_is_measured() {
    let (sim, okx) = connected().await;
    let (target, refused) = refused_login("60006");
    sim.socket_faults().once(target, refused);
    let measured = |sim: &Sim| sim.journal().iter().filter(|entry| entry.target.ends_with("/public/time")).count();
    let account = okx.subscribe(&Account::new()).await.unwrap();
    assert!(measured(&sim) >= 2, "{} measurements", measured(&sim));
    assert_eq!(logins(&sim), 2);
    drop(account);
}

#[tokio::test]
async fn a_timestamp_that_is_refused_again_ends_the_subscription() {
    let (sim, okx) = connected().await;
    let (target, refused) = refused_login("60006");
    sim.socket_faults().always(target, refused);
    assert_eq!(code_of(okx.subscribe(&Account::new()).await), "60006");
}

#[tokio::test]
async fn keys_are_read_again_when_okx_says_that_they_changed() {
    let sim = Sim::start().await;
    let reads = Arc::new(AtomicUsize::new(0));
    let (counted, keys) = (Arc::clone(&reads), sim.credentials().clone());
    let source = CredentialsSource::new("desk", move || {
        counted.fetch_add(1, Ordering::SeqCst);
        let (key, secret, passphrase) = (keys.key.clone(), keys.secret.clone(), keys.passphrase.clone());
        async move { Credentials::new(key, secret, passphrase) }
    });
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials_from(source)
        .build()
        .unwrap();
    let mut account = okx.subscribe(&Account::new()).await.unwrap();
    drop(account.next_rows().await.unwrap().unwrap());
    assert_eq!(reads.load(Ordering::SeqCst), 1);
    let changed = SocketFault::Close { code: 4007, reason: "the key was changed".to_owned() };
    assert_eq!(sim.socket_faults().now(SocketTarget::socket("private"), changed), 1);
    assert!(account.try_next().await.unwrap().unwrap().gap.is_some());
    drop(account.next_rows().await.unwrap().unwrap());
    assert_eq!((reads.load(Ordering::SeqCst), logins(&sim)), (2, 2));
}
