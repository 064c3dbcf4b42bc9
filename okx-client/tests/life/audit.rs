//! The audit hook: what it gets, and what it never gets.

use std::sync::{Arc, Mutex};

use okx_client::account::GetBalance;
use okx_client::audit::{AuditRecord, End};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::environments::Region;
use okx_client::trade::PlaceOrder;
use okx_client::{Client, Credentials, Decimal, Environment, errors};
use okx_sim::Sim;

use crate::script::{Script, Step, refusal, rows};

/// Everything that an audit hook got, in all its printed forms.
#[derive(Clone, Default)]
struct AuditLog(Arc<Mutex<Vec<String>>>);

impl AuditLog {
    fn hook(&self) -> impl Fn(&AuditRecord<'_>) + Send + Sync + 'static {
        let log = self.clone();
        move |sending| {
            let headers: Vec<_> = sending.headers().map(|(name, value)| format!("{name}: {value}")).collect();
            log.0.lock().unwrap().push(format!("{sending} {} {sending:?}", headers.join("; ")));
        }
    }

    /// The records of calls with this text in their path.
    fn about(&self, path: &str) -> Vec<String> {
        self.0.lock().unwrap().iter().filter(|entry| entry.contains(path)).cloned().collect()
    }
}

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 3)).px(Decimal::from(20_000))
}

#[tokio::test]
async fn every_attempt_is_reported_once_with_its_end() {
    let script = Script::new([
        Step::NotSent,
        Step::Reply(502, "<html>".to_owned()),
        rows(""),
        refusal(401, errors::SIGNATURE_WRONG),
        Step::Broken,
    ]);
    let ends = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&ends);
    let client = script.builder().audit(move |sending| {
        if sending.path().contains("public") {
            return;
        }
        let end = match sending.end() {
            End::Replied { status, code } => format!("{status} {}", code.unwrap_or("-")),
            End::Lost { may_have_arrived, .. } => format!("lost {may_have_arrived}"),
            other => format!("{other:?}"),
        };
        told.lock().unwrap().push(format!("{} {} {end}", sending.method().unwrap().as_str(), sending.attempt()));
    });
    let client = client.build().unwrap();
    for _ in 0..2 {
        let _ = client.send(&GetBalance::new()).await;
    }
    let _ = client.send(&order()).await;
    let refused = format!("GET 1 401 {}", errors::SIGNATURE_WRONG);
    let expected = ["GET 1 lost false", "GET 2 502 -", "GET 3 200 0", &refused, "POST 1 lost true"];
    assert_eq!(*ends.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_cancelled_attempt_is_reported() {
    let (script, log) = (Script::new([Step::Hangs]), AuditLog::default());
    let client = script.builder().audit(log.hook()).build().unwrap();
    let sent = tokio::spawn(async move { client.send(&GetBalance::new()).await });
    while script.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    sent.abort();
    assert!(sent.await.unwrap_err().is_cancelled());
    let told = log.about("balance");
    assert!(told.len() == 1 && told[0].contains("abandoned, may have arrived"), "{told:?}");
}

#[tokio::test]
async fn no_secret_no_query_and_no_body_is_reported() {
    let sim = Sim::start().await;
    let okx_sim::Credentials { key, secret, passphrase } = sim.credentials().clone();
    let log = AuditLog::default();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(&key, &secret, &passphrase).unwrap())
        .audit(log.hook())
        .build()
        .unwrap();
    okx.send(&GetBalance::new().ccy(["BTC"])).await.unwrap();
    okx.send(&order().cl_ord_id("MineAlone")).await.unwrap();
    let told = [log.about("account"), log.about("trade")].concat();
    assert_eq!(told.len(), 2, "{told:?}");
    let signatures: Vec<_> = sim.journal().into_iter().filter_map(|entry| entry.signature).collect();
    assert_eq!(signatures.len(), 2);
    for entry in &told {
        assert!(entry.contains("ok-access-sign: ***") && entry.contains("x-simulated-trading: 1"), "{entry}");
        for hidden in
            [&key, &secret, &passphrase, "ccy", "BTC", "MineAlone"].into_iter().chain(signatures.iter().map(|it| &**it))
        {
            assert!(!entry.contains(hidden), "{hidden} is in {entry}");
        }
    }
}

#[tokio::test]
async fn a_panic_in_an_audit_hook_does_not_lose_the_outcome() {
    let script = Script::new([rows(r#"{"ordId":"1","sCode":"0"}"#)]);
    let client = script.builder().audit(|_| panic!("the disk is full")).build().unwrap();
    assert_eq!(client.send(&order()).await.unwrap().ord_id.unwrap(), "1");
}
