//! The example `account-to-sqlite`: the database has what the exchange has, exactly, however often it is copied.

#[path = "../account_to_sqlite.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use crate::client_of;
use example::copy;
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::{Client, Decimal, dec};
use okx_sim::{Fault, Sim};
use sqlx::sqlite::SqlitePool;

async fn place(okx: &Client, inst_id: &str, td_mode: TdMode, ord_type: OrdType, sz: Decimal, px: Option<Decimal>) {
    let mut order = PlaceOrder::new(inst_id, td_mode, Side::Sell, ord_type, sz);
    order.px = px;
    okx.send(&order).await.expect("the order is accepted");
}

/// One text column of all rows.
async fn column(database: &SqlitePool, query: &'static str) -> Vec<String> {
    sqlx::query_scalar(query).fetch_all(database).await.expect("the query is right")
}

#[tokio::test]
async fn the_copy_is_exact_and_brought_up_to_date_without_doubles() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let database = SqlitePool::connect("sqlite::memory:").await.expect("a database");
    place(&okx, "BTC-USDT", TdMode::Cash, OrdType::Market, dec!(0.00012345), None).await;
    place(&okx, "BTC-USDT", TdMode::Cash, OrdType::Limit, dec!(0.001), Some(dec!(70_000.1))).await;
    place(&okx, "BTC-USDT-SWAP", TdMode::Cross, OrdType::Market, dec!(2.5), None).await;
    assert_eq!(copy(&okx, &database).await.expect("copied"), 2);
    assert_eq!(copy(&okx, &database).await.expect("copied again"), 0, "nothing is new");
    place(&okx, "BTC-USDT", TdMode::Cash, OrdType::Market, dec!(0.00054321), None).await;
    assert_eq!(copy(&okx, &database).await.expect("brought up to date"), 1);

    let sizes = column(&database, "SELECT size FROM fills ORDER BY bill_id").await;
    assert_eq!(sizes, ["0.00012345", "2.5", "0.00054321"]);
    let states =
        column(&database, "SELECT state || ' ' || coalesce(price, 'market') FROM orders ORDER BY ord_id").await;
    assert_eq!(states, ["filled market", "live 70000.1", "filled market", "filled market"]);
    assert_eq!(column(&database, "SELECT contracts FROM positions").await, ["-2.5"]);
    let owner = sim.account_of(&sim.credentials().key).expect("an account");
    let equity = sim.core().account(owner).cash["BTC"].normalize().to_string();
    assert_eq!(column(&database, "SELECT equity FROM balances WHERE ccy = 'BTC'").await, [equity]);
    let fees: Vec<String> = column(&database, "SELECT fee FROM fills ORDER BY bill_id").await;
    let paid: Decimal = fees.iter().map(|fee| fee.parse::<Decimal>().expect("a decimal")).sum();
    let orders: Decimal = sim.core().orders().filter(|order| order.owner == owner).map(|order| order.fee).sum();
    assert_eq!(-paid, orders, "the fees are exact");
}

#[tokio::test]
async fn a_failed_copy_changes_nothing() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let database = SqlitePool::connect("sqlite::memory:").await.expect("a database");
    copy(&okx, &database).await.expect("copied");
    let before = column(&database, "SELECT ccy || equity FROM balances ORDER BY ccy").await;
    place(&okx, "BTC-USDT", TdMode::Cash, OrdType::Market, dec!(0.1), None).await;
    sim.faults().always("trade.get_fills_history", Fault::Refused { status: 200, code: "51000", acted: false });
    copy(&okx, &database).await.expect_err("the fills cannot be read");
    assert_eq!(column(&database, "SELECT ccy || equity FROM balances ORDER BY ccy").await, before);
    assert!(!before.is_empty() && column(&database, "SELECT ord_id FROM orders").await.is_empty());
}
