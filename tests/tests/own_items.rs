//! Batches with their own item type, from the description through the client to the simulator.

use std::path::Path;

use okx_client::{Client, Credentials, Environment, Region, okx_api};
use okx_sim::Sim;
use okx_spec::{Model, Source};

/// Custom calls.
#[okx_api(path = "ui/valid_custom_file/notes.yaml")]
pub mod notes {}

use notes::{ForgetNotes, ForgetNotesItem, PinNotes, PinNotesItem};

fn model() -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/valid_custom_file/notes.yaml");
    let source = Source::new("notes.yaml", std::fs::read_to_string(path).expect("the file exists"));
    okx_spec::read_with_shipped(&source).unwrap_or_else(|failure| panic!("{failure}")).0
}

async fn start() -> (Sim, Client) {
    let sim = Sim::builder().model(model()).start().await.expect("the simulator starts");
    let keys = sim.credentials();
    let client = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(
            Credentials::new(&keys.key, &keys.secret, &keys.passphrase).expect("the credentials are well-formed"),
        )
        .build()
        .expect("the client settings are complete");
    (sim, client)
}

fn item() -> ForgetNotesItem {
    ForgetNotesItem::new("BTC-USDT")
}

#[tokio::test]
async fn every_item_is_checked_and_answered() {
    let (sim, okx) = start().await;
    let acks = okx.send(&ForgetNotes::new([item().tag("a"), item().mood("up")])).await.unwrap();
    assert_eq!((acks.len(), acks.iter().flatten().count()), (2, 2));
    assert_eq!(okx.send(&ForgetNotes::new([item().tag("a")])).await.unwrap().len(), 1);
    let neither = okx.send(&ForgetNotes::new([item().tag("a"), item()])).await.unwrap_err();
    assert!(neither.is_invalid() && neither.item() == Some(1), "{neither}");
    let many = okx.send(&ForgetNotes::new(vec![item().tag("a"); 6])).await.unwrap_err();
    assert!(many.is_invalid() && many.to_string().contains("at most 5"), "{many}");
    assert_eq!(sim.journal().into_iter().filter(|entry| entry.call == "notes.forget_notes").count(), 2);
}

#[tokio::test]
async fn a_batch_may_have_a_single_outcome() {
    let (_sim, okx) = start().await;
    let pinned = okx.send(&PinNotes::new(["BTC-USDT", "ETH-USDT"].map(PinNotesItem::new))).await;
    assert!(pinned.is_ok(), "{pinned:?}");
}
