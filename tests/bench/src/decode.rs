//! Decoding large replies into typed values: the field table against serde derives of the same shapes.

use okx_client::Rows;
use okx_client::fields::Fields;
use okx_client::objects::{Order, OrderBook, Ticker};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::replies;
use crate::stopwatch::Comparison;

/// The same types with serde derives, written by the build script from the description.
#[allow(
    clippy::pedantic,
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    reason = "the types of the whole description; the benchmarks use only some of them"
)]
pub(crate) mod twin_types {
    include!(concat!(env!("OUT_DIR"), "/twin_types.rs"));
}

/// OKX's envelope with serde derives.
#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(rename = "code")]
    _code: String,
    #[serde(rename = "msg")]
    _message: String,
    data: Vec<T>,
}

/// Measures three replies and prints a line for each.
pub(crate) fn run() {
    compare::<Ticker, twin_types::Ticker>("1,000 tickers", &replies::tickers(1_000), 1_000);
    compare::<OrderBook, twin_types::OrderBook>("book of 400 levels", &replies::book(400), 1);
    compare::<Order, twin_types::Order>("100 orders", &replies::orders(100), 100);
    println!("bar: at least 2 x serde derives, never below 1 x");
}

fn compare<Ours: Fields + Default + 'static, Theirs: DeserializeOwned>(name: &str, reply: &str, rows: usize) {
    let ours = || Rows::<Ours>::from_reply(reply).and_then(Rows::all).expect("the reply decodes").len();
    let theirs = || serde_json::from_str::<Envelope<Theirs>>(reply).expect("the reply decodes").data.len();
    assert_eq!((ours(), theirs()), (rows, rows), "both see every row");
    let measured = Comparison::of(
        20,
        || {
            std::hint::black_box(ours());
        },
        || {
            std::hint::black_box(theirs());
        },
    );
    let rate = |time: std::time::Duration| {
        let bytes = u32::try_from(reply.len()).expect("a reply is smaller than 4 GiB");
        f64::from(bytes) / 1e6 / time.as_secs_f64()
    };
    println!(
        "decode {name:<20} {:>5.0} MB/s against {:>5.0} MB/s with serde derives: {:.2} x",
        rate(measured.ours),
        rate(measured.theirs),
        measured.speed()
    );
}
