//! Account and key settings: IP whitelist, modes, user IDs, and orders under market maker protection.

mod client;
mod market;

use std::net::Ipv4Addr;

use client::{Request, start_stopped};
use market::{Market, profile};
use okx_sim::AccountOptions;
use okx_sim::Parameters;
use okx_sim::core::{AccountMode, PositionMode};
use serde_json::{Value, json};

const OPTION: &str = "BTC-USD-351228-60000-C";

#[tokio::test]
async fn a_key_with_an_ip_whitelist_works_only_from_its_addresses() {
    let sim = start_stopped().await;
    let elsewhere = sim.open_account(AccountOptions::new("elsewhere").restricted_to(Ipv4Addr::new(203, 0, 113, 7)));
    let config = Request::get("/api/v5/account/config");
    let refused = config.clone().signed(&elsewhere).send(&sim).await;
    assert_eq!((refused.status, refused.code().as_str()), (401, "50110"));
    assert!(refused.body.contains("127.0.0.1"), "{}", refused.body);
    let both =
        AccountOptions::new("both").restricted_to(Ipv4Addr::new(203, 0, 113, 7)).restricted_to(Ipv4Addr::LOCALHOST);
    let here = sim.open_account(both);
    let row = config.signed(&here).send(&sim).await.row();
    assert_eq!(row["ip"], "203.0.113.7,127.0.0.1");
}

#[tokio::test]
async fn account_config_returns_the_settings_of_the_account() {
    let sim = start_stopped().await;
    let options = AccountOptions::new("mine")
        .with_withdrawals()
        .mode(AccountMode::Portfolio)
        .position_mode(PositionMode::LongShort)
        .user_id("4711");
    let config = Request::get("/api/v5/account/config");
    let row = config.clone().signed(&sim.open_account(options)).send(&sim).await.row();
    let told = ["label", "perm", "acctLv", "posMode", "uid", "mainUid", "ip"].map(|name| row[name].as_str());
    let expected = ["mine", "read_only,withdraw,trade", "4", "long_short_mode", "4711", "4711", ""];
    assert_eq!(told, expected.map(Some));
    let usual = config.signed(sim.credentials()).send(&sim).await.row();
    assert_eq!((usual["acctLv"].as_str(), usual["posMode"].as_str()), (Some("2"), Some("net_mode")));
}

fn option_order(order_type: &str, price: &str) -> Value {
    json!({"instId": OPTION, "tdMode": "cross", "side": "buy", "ordType": order_type, "px": price, "sz": "1"})
}

#[test]
fn account_modes_restrict_what_may_be_traded() {
    let mut market = Market::open(1);
    let mut open = |change: fn(&mut okx_sim::core::Profile)| {
        let mut profile = profile("another");
        change(&mut profile);
        market.exchange.open_account(profile)
    };
    let spot_only = open(|profile| profile.mode = AccountMode::Spot);
    let two_sided = open(|profile| profile.position_mode = PositionMode::LongShort);
    let portfolio = open(|profile| profile.mode = AccountMode::Portfolio);
    let contract = option_order("limit", "0.001");
    for (owner, order, expected) in [
        (spot_only, &contract, Some("51010")),
        (two_sided, &contract, Some("51010")),
        (portfolio, &contract, None),
        (spot_only, &market::spot("buy", "limit", "50000", "0.01"), None),
        (portfolio, &option_order("mmp", "0.001"), None),
        (market.alice, &option_order("mmp", "0.001"), Some("51000")),
        (portfolio, &market::spot("buy", "mmp", "50000", "0.01"), Some("51000")),
    ] {
        assert_eq!(market.place(owner, order.clone()).err().as_deref(), expected, "{order}");
    }
}

#[test]
fn mass_cancel_cancels_protected_orders_and_locks_new_ones() {
    let mut market = Market::open(1);
    let mut profile = profile("maker");
    profile.mode = AccountMode::Portfolio;
    let maker = market.exchange.open_account(profile);
    let plain = market.place(maker, option_order("limit", "0.001")).expect("the order is accepted");
    let protected = market.place(maker, option_order("mmp", "0.001")).expect("the order is accepted");
    let only_rests = market.place(maker, option_order("mmp_and_post_only", "0.001")).expect("the order is accepted");
    let cancel = json!({"instType": "OPTION", "instFamily": "BTC-USD", "lockInterval": "1000"});
    assert_eq!(market.ask(maker, "trade.mass_cancel", cancel).expect("canceled")[0]["result"], true);
    assert_eq!([plain, protected, only_rests].map(|id| market.state(id).0), ["live", "canceled", "canceled"]);
    assert_eq!(market.place(maker, option_order("mmp", "0.001")), Err("54008".into()));
    market.now += 1_000;
    assert!(market.place(maker, option_order("mmp", "0.001")).is_ok());
    let too_long = json!({"instType": "OPTION", "instFamily": "BTC-USD", "lockInterval": "10001"});
    assert_eq!(market.ask(maker, "trade.mass_cancel", too_long), Err("51000".into()));
}

#[test]
fn batches_amend_and_cancel_orders() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let id = market.place(alice, market::spot("buy", "limit", "50000", "0.01")).expect("the order is accepted");
    let named = |more: Value| {
        let mut item = json!({"instId": "BTC-USDT", "ordId": id.0.to_string()});
        item.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        item
    };
    market.ask(alice, "trade.amend_orders", named(json!({"newSz": "0.02"}))).expect("amended");
    assert_eq!(market.order(id).size, market::number("0.02"));
    market.ask(alice, "trade.cancel_orders", named(json!({}))).expect("canceled");
    assert_eq!(market.state(id).0, "canceled");
    let Value::Object(none) = json!({}) else { unreachable!() };
    let archive =
        okx_sim::act(&mut market.exchange, "trade.get_orders_history_archive", Some(alice), &Parameters::from(none), 0);
    assert_eq!(archive.and_then(Result::ok).map(|rows| rows.len()), Some(1));
}
