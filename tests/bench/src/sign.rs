//! Encoding and signing an order, against only HMAC and Base64 of the same bytes.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::{Client, Credentials, Environment, Region, SendOptions, dec};
use sha2::Sha256;
use tokio::runtime::Runtime;

use crate::canned::Canned;
use crate::leaping::Leaping;
use crate::stopwatch::Comparison;

const SECRET: &str = "22582BD0CFF14C41EDBF1AB98506286D";

/// Measures and prints.
pub(crate) fn run(runtime: &Runtime) -> Result<(), Box<dyn Error>> {
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .credentials(Credentials::new("key", SECRET, "passphrase")?)
        .clock(Arc::new(Leaping::default()))
        .transport(Arc::new(Canned))
        .build()?;
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001))
        .px(dec!(60_000))
        .cl_ord_id("bench1");
    let preview = || runtime.block_on(okx.preview(&order, SendOptions::default()));
    let body = preview()?.body().to_vec();
    // A timestamp, the method, the path and the body, as they are signed.
    let signed = [b"2020-12-08T09:08:57.715ZPOST", order_path().as_bytes(), &body].concat();
    let kept: Hmac<Sha256> = Hmac::new_from_slice(SECRET.as_bytes())?;
    let bare = || {
        let mut state = kept.clone();
        state.update(black_box(&signed));
        STANDARD.encode(state.finalize().into_bytes())
    };
    let measured = Comparison::of(
        2_000,
        || {
            black_box(preview().is_ok());
        },
        || {
            black_box(bare());
        },
    );
    println!(
        "encode + sign an order of {} signed bytes: {:.2?} against {:.2?} for HMAC and Base64 alone (same key): {:.2} x",
        signed.len(),
        measured.ours,
        measured.theirs,
        measured.cost()
    );
    println!("bar: at most 1.5 x");
    Ok(())
}

fn order_path() -> &'static str {
    <PlaceOrder as okx_client::endpoint::Endpoint>::ROUTE.path
}
