//! Spreads are listed, and their orders are checked against their tick and lot sizes.

mod market;

use market::Market;
use serde_json::{Value, json};

const SPREAD: &str = "BTC-USDT_BTC-USDT-SWAP";

fn order(sz: &str, px: &str) -> Value {
    json!({"sprdId": SPREAD, "side": "buy", "ordType": "limit", "sz": sz, "px": px, "clOrdId": "mine"})
}

#[test]
fn spreads_are_filtered_by_the_request() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let mut names = |asked: Value| -> Vec<String> {
        let rows = market.ask(alice, "spread.get_spreads", asked).expect("the call is public");
        rows.iter().map(|row| row["sprdId"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(json!({})), [SPREAD, "ETH-USDT_ETH-USDT-SWAP"]);
    assert_eq!(names(json!({"baseCcy": "BTC"})), [SPREAD]);
    assert_eq!(names(json!({"instId": "ETH-USDT-SWAP", "state": "live"})), ["ETH-USDT_ETH-USDT-SWAP"]);
    assert_eq!(names(json!({"state": "suspend"})), [""; 0]);
}

#[test]
fn prices_and_sizes_must_be_multiples_of_the_steps_of_the_spread() {
    let mut market = Market::open(1);
    for (sz, px, code) in [
        ("0.01", "2.25", None),
        ("0.015", "-2.25", None),
        ("1", "0", None),
        ("0.005", "1", Some("51020")),
        ("0.012", "1", Some("51121")),
        ("0.01", "1.1", Some("51150")),
        ("0.01", "-1.1", Some("51150")),
        ("-1", "1", Some("51000")),
    ] {
        let answer = market.ask(market.alice, "spread.place_order", order(sz, px));
        assert_eq!(answer.err().as_deref(), code, "{sz} at {px}");
    }
    let unknown = json!({"sprdId": "BTC-USDT", "side": "buy", "ordType": "market", "sz": "1"});
    assert_eq!(market.ask(market.alice, "spread.place_order", unknown), Err("51001".to_owned()));
}

#[test]
fn an_amendment_is_checked_against_the_spread_of_the_owners_order() {
    let mut market = Market::open(1);
    let placed = market.ask(market.alice, "spread.place_order", order("1", "1")).expect("the order is valid");
    let id = placed[0]["ordId"].clone();
    let (alice, bob) = (market.alice, market.bob);
    let mut amend = |who, change: Value| market.ask(who, "spread.amend_order", change).err();
    assert_eq!(amend(alice, json!({"ordId": id, "newPx": "-0.25", "newSz": "0.005"})), None);
    assert_eq!(amend(alice, json!({"clOrdId": "mine", "newPx": "-0.3"})).as_deref(), Some("51150"));
    assert_eq!(amend(alice, json!({"clOrdId": "mine", "newSz": "0.006"})).as_deref(), Some("51121"));
    assert_eq!(amend(alice, json!({"ordId": id})).as_deref(), Some("51500"));
    assert_eq!(amend(alice, json!({"newPx": "1"})).as_deref(), Some("51003"));
    assert_eq!(amend(bob, json!({"ordId": id, "newPx": "1"})).as_deref(), Some("51603"));
}
