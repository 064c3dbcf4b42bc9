//! Funds: amounts held for orders, and transfers between the funding and the trading account.

mod market;

use market::{Market, number, spot};
use rust_decimal::Decimal;
use serde_json::json;

#[test]
fn an_order_requires_funds_which_are_held_while_it_rests() {
    let mut market = Market::open(1);
    let alice = market.alice;
    assert_eq!(market.place(alice, spot("buy", "limit", "50000", "20.1")), Err("51008".into()));
    assert_eq!(market.place(alice, spot("sell", "limit", "90000", "10.1")), Err("51008".into()));
    let buy = market.place(alice, spot("buy", "limit", "50000", "15")).expect("750,000 of 1,000,000 USDT");
    assert_eq!(market.place(alice, spot("buy", "limit", "50000", "5.1")), Err("51008".into()));
    let more = json!({"instId": "BTC-USDT", "ordId": buy.0.to_string(), "newSz": "20.1"});
    assert_eq!(market.ask(alice, "trade.amend_order", more), Err("51502".into()));
    let rows = market.ask(alice, "account.get_balance", json!({"ccy": "USDT"})).expect("a balance");
    let usdt = &rows[0]["details"][0];
    assert_eq!(rows[0]["details"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        ["cashBal", "availBal", "frozenBal"].map(|name| usdt[name].as_str()),
        [Some("1000000"), Some("250000"), Some("750000")]
    );
    market
        .ask(alice, "trade.cancel_order", json!({"instId": "BTC-USDT", "ordId": buy.0.to_string()}))
        .expect("canceled");
    assert_eq!(market.account(alice).available("USDT"), Decimal::from(1_000_000));
}

#[test]
fn funds_are_transferred_between_funding_and_trading() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let transfer = |amount: &str, from: &str, to: &str| json!({"ccy": "USDT", "amt": amount, "from": from, "to": to});
    let row = market.ask(alice, "funding.transfer", transfer("250.5", "6", "18")).expect("moved");
    assert_eq!((row[0]["amt"].as_str(), row[0]["transId"].as_str()), (Some("250.5"), Some("1")));
    assert_eq!(
        (market.account(alice).cash["USDT"], market.account(alice).funding["USDT"]),
        (number("1000250.5"), number("999749.5"))
    );
    let cases = [
        (transfer("999749.6", "6", "18"), "58116"),
        (transfer("0", "6", "18"), "58114"),
        (transfer("1", "6", "6"), "58123"),
        (transfer("1", "6", "7"), "51000"),
        (json!({"ccy": "NONE", "amt": "1", "from": "6", "to": "18"}), "51012"),
        (json!({"ccy": "USDT", "amt": "1", "from": "6", "to": "18", "type": "1", "subAcct": "mini"}), "58115"),
    ];
    for (parameters, code) in cases {
        assert_eq!(market.ask(alice, "funding.transfer", parameters.clone()), Err(code.into()), "{parameters}");
    }
    market.place(alice, spot("buy", "limit", "50000", "20")).expect("the order is accepted");
    assert_eq!(
        market.ask(alice, "funding.transfer", transfer("1000", "18", "6")),
        Err("58116".into()),
        "the amount is held for the order"
    );
}
