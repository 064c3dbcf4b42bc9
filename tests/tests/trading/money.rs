//! Balances, positions, profit and value of an account that has traded on the simulated exchange.

use std::time::Duration;

use okx_client::enums::{FundsAccount, MgnMode, OrdType, PosSide, Side, TdMode};
use okx_client::funding::Transfer;
use okx_client::trade::{GetFills, PlaceOrder};
use okx_client::{Client, Decimal, HoldingSource, dec};
use okx_sim::Sim;
use serde_json::json;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn sim_and_client() -> (Sim, Client) {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().unwrap();
    (sim, okx)
}

async fn trade(okx: &Client, inst_id: &str, mode: TdMode, side: Side, sz: Decimal) {
    okx.send(PlaceOrder::new(inst_id, mode, side, OrdType::Market, sz)).await.unwrap();
}

#[tokio::test]
async fn balances_of_both_accounts_follow_transfers() {
    let (_sim, okx) = sim_and_client().await;
    let before = okx.balances().await.unwrap();
    okx.send(Transfer::new("USDT", dec!(100), FundsAccount::Trading, FundsAccount::Funding)).await.unwrap();
    let after = okx.balances().await.unwrap();
    let (before, after) = (before.get("USDT").unwrap(), after.get("USDT").unwrap());
    assert_eq!(after.trading.total.unwrap(), before.trading.total.unwrap() - dec!(100));
    assert_eq!(after.funding.total.unwrap(), before.funding.total.unwrap() + dec!(100));
    assert_eq!(after.funding.frozen, Some(dec!(0)));
    assert_eq!(after.row.as_ref().unwrap().eq, after.trading.total);
}

#[tokio::test]
async fn positions_are_found_by_instrument_and_side() {
    let (_sim, okx) = sim_and_client().await;
    assert_eq!(okx.positions().await.unwrap().iter().len(), 0);
    trade(&okx, "BTC-USDT-SWAP", TdMode::Cross, Side::Sell, dec!(2)).await;
    let positions = okx.positions().await.unwrap();
    let position = positions.get("BTC-USDT-SWAP", PosSide::Net, MgnMode::Cross).unwrap();
    assert_eq!(position.pos, Some(dec!(-2)));
    assert!(positions.get("BTC-USDT-SWAP", PosSide::Long, MgnMode::Cross).is_none());
    assert!(positions.get("BTC-USDT-SWAP", PosSide::Net, MgnMode::Isolated).is_none());
}

#[tokio::test]
async fn profit_agrees_with_the_fills_and_with_the_change_of_the_balance() {
    let (_sim, okx) = sim_and_client().await;
    let cash = async || okx.balances().await.unwrap().get("USDT").unwrap().trading.total.unwrap();
    let before = cash().await;
    for side in [Side::Buy, Side::Sell] {
        trade(&okx, "BTC-USDT-SWAP", TdMode::Cross, side, dec!(3)).await;
    }
    let (now, after) = (okx.server_time(), cash().await);
    let profit = okx.profit(now - DAY, now + DAY).await.unwrap();
    let figures = profit.by_currency()["USDT"];
    assert_eq!(figures.net(), after - before, "what was gained is what the balance changed by");

    let fills = okx.rows(GetFills::new()).all().await.unwrap();
    let fees: Decimal = fills.iter().map(|fill| fill.fee.unwrap()).sum();
    let realized: Decimal = fills.iter().map(|fill| fill.fill_pnl.unwrap()).sum();
    assert_eq!((figures.fees_paid + figures.rebates, figures.realized), (fees, realized));
    assert_eq!(figures.bills, fills.len());
    assert_eq!(profit.of_instrument("BTC-USDT-SWAP")["USDT"], figures);
}

#[tokio::test]
async fn a_spot_fee_is_in_the_currency_that_was_received() {
    let (_sim, okx) = sim_and_client().await;
    trade(&okx, "BTC-USDT", TdMode::Cash, Side::Sell, dec!(0.01)).await;
    let now = okx.server_time();
    let profit = okx.profit(now - DAY, now + DAY).await.unwrap();
    let by_currency = profit.of_instrument("BTC-USDT");
    assert!(by_currency["USDT"].fees_paid < dec!(0));
    assert_eq!(by_currency["BTC"].net(), dec!(0));
}

#[tokio::test]
async fn bills_that_both_lists_have_and_that_fill_several_pages_are_counted_once() {
    let (sim, okx) = sim_and_client().await;
    let now = okx.server_time();
    let rows = |days: std::ops::Range<i64>| {
        let row = |number: i64| {
            let ts = now.as_millis() - number * 3_600_000 - 60_000;
            json!({"billId": (100_000 - number).to_string(), "ts": ts.to_string(), "ccy": "USDT", "instId": "BTC-USDT-SWAP",
                "type": "8", "pnl": if number % 2 == 0 { "0.5" } else { "-0.25" }, "fee": "0", "interest": "0"})
        };
        (days.start * 24..days.end * 24).map(row).collect::<Vec<_>>()
    };
    sim.histories().seed("account.get_bills_archive", rows(0..30)).unwrap();
    sim.histories().seed("account.get_bills", rows(0..7)).unwrap();
    let figures = okx.profit(now - 30 * DAY, now).await.unwrap().by_currency()["USDT"];
    assert_eq!((figures.bills, figures.funding_received, figures.funding_paid), (720, dec!(180), dec!(-90)));

    // The archive may lack the newest bills.
    sim.histories().seed("account.get_bills_archive", rows(3..30)).unwrap();
    assert_eq!(okx.profit(now - 30 * DAY, now).await.unwrap().by_currency()["USDT"], figures);
}

#[tokio::test]
async fn a_period_that_begins_too_early_is_an_error_before_anything_is_sent() {
    let (sim, okx) = sim_and_client().await;
    okx.sync_clock().await.unwrap();
    let sent = sim.journal().len();
    let now = okx.server_time();
    let error = okx.profit(now - 100 * DAY, now).await.unwrap_err();
    assert!(error.is_invalid() && error.to_string().contains("three months"), "{error}");
    assert_eq!(sim.journal().len(), sent);
}

#[tokio::test]
async fn everything_is_valued_once_and_what_cannot_be_read_is_listed() {
    let (sim, okx) = sim_and_client().await;
    let histories = sim.histories();
    let index = |id: &str, px: &str| json!({"instId": id, "idxPx": px, "ts": "1780000000000"});
    histories.seed("public.get_index_tickers", vec![index("BTC-USDT", "50000"), index("USDT-USD", "0.8")]).unwrap();
    histories.seed("earn.get_savings_balance", vec![json!({"ccy": "BTC", "amt": "0.5"})]).unwrap();
    let invested = |state: &str| json!({"ordId": state, "state": state, "investData": [{"ccy": "NONE", "amt": "7"}]});
    histories.seed("onchain_earn.get_orders_active", vec![invested("1"), invested("3")]).unwrap();
    histories.seed("funding.get_asset_valuation", vec![json!({"totalBal": "1000", "ts": "1780000000000"})]).unwrap();
    trade(&okx, "BTC-USDT-SWAP", TdMode::Cross, Side::Buy, dec!(1)).await;

    let valuation = okx.valuation("USDT").await.unwrap();
    let savings: Vec<_> =
        valuation.holdings.iter().filter(|holding| holding.source == HoldingSource::Savings).collect();
    assert_eq!((savings.len(), savings[0].value), (1, dec!(25_000)));
    let [missing] = &valuation.unvalued[..] else { panic!("{valuation}") };
    assert_eq!((missing.ccy.as_str(), missing.amount), ("NONE", Some(dec!(7))));
    let sum: Decimal = valuation.holdings.iter().map(|holding| holding.value).sum();
    assert_eq!((valuation.total, valuation.difference()), (sum, Some(sum - dec!(1_000))));

    let refused = okx_sim::Fault::Refused { status: 200, code: "50120", acted: false };
    sim.faults().always("earn.get_savings_balance", refused.clone());
    sim.faults().always("funding.get_asset_valuation", refused);
    let without = okx.valuation("USDT").await.unwrap();
    assert_eq!(without.unread[0].source, HoldingSource::Savings);
    assert_eq!((without.total, without.is_complete()), (sum - dec!(25_000), false));
    assert!(without.okx.is_err() && without.difference().is_none());
}
