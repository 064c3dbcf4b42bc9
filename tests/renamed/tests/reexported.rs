//! Requests and rows of a crate that knows okx-client only through the re-export of another crate.

use okx_renamed::exchange::endpoint::{Endpoint as _, Method};
use okx_renamed::exchange::ids::InstId;
use okx_renamed::exchange::{Client, Credentials, Decimal, Environment, OkxRequest, OkxRow, Region, budgets, okx_api};
use okx_renamed::{GetLastTrade, notes};
use okx_sim::Sim;

/// The same calls as in the other crate, by the path of the re-export.
#[okx_api(crate = "okx_renamed::exchange", path = "../ui/valid_custom_file/notes.yaml")]
pub mod own_notes {}

#[derive(Clone, Debug, Default, OkxRequest)]
#[okx(get = "/api/v5/market/ticker", access = public, limit = "20/2s by ip", row = Bid)]
#[okx(crate = "okx_renamed::exchange")]
struct GetBid {
    inst_id: InstId,
}

#[derive(Clone, Debug, Default, OkxRow)]
#[okx(crate = "okx_renamed::exchange")]
struct Bid {
    bid_px: Option<Decimal>,
}

#[test]
fn calls_of_a_file_are_the_same_by_both_paths() {
    let (call, route) = (own_notes::WriteNote::OPERATION, own_notes::WriteNote::ROUTE);
    assert_eq!((call.name, route.method, route.path), ("notes.write_note", Method::Post, "/api/v5/notes/write"));
    assert_eq!(notes::WriteNote::ROUTE.path, route.path);
    assert!(std::ptr::eq(call.draws[1], &raw const budgets::SUB_ACCOUNT_ORDERS));
    assert!(std::ptr::eq(notes::WriteNote::OPERATION.draws[1], call.draws[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn derived_requests_are_sent_and_derived_rows_are_read() {
    let sim = Sim::start().await;
    let keys = sim.credentials();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(&keys.key, &keys.secret, &keys.passphrase).expect("the keys are well-formed"))
        .build()
        .expect("everything that is needed was given");

    let trade = okx.send(&GetLastTrade { inst_id: "BTC-USDT".into() }).await.expect("the simulator answers");
    assert!(trade.inst_id.as_str() == "BTC-USDT" && trade.last.is_some(), "{trade:?}");
    let bid = okx.send(&GetBid { inst_id: "BTC-USDT".into() }).await.expect("the simulator answers");
    assert!(bid.bid_px < trade.last && bid.bid_px.is_some(), "{bid:?}");
}
