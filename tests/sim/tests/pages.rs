//! Lists of orders, page by page.

mod market;

use market::{Market, spot};
use serde_json::{Value, json};

#[test]
fn pages_of_orders_run_from_the_newest_to_the_oldest() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let ids: Vec<String> = (0..7)
        .map(|_| market.place(alice, spot("buy", "limit", "50000", "0.001")).expect("taken on").0.to_string())
        .collect();
    let mut page = |parameters: Value| -> Vec<String> {
        let rows = market.ask(alice, "trade.get_orders_pending", parameters).expect("a page");
        rows.iter().filter_map(|row| row["ordId"].as_str().map(str::to_owned)).collect()
    };
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(page(json!({})), newest_first);
    assert_eq!(page(json!({"limit": "3"})), newest_first[..3]);
    assert_eq!(page(json!({"limit": "3", "after": newest_first[2]})), newest_first[3..6]);
    assert_eq!(page(json!({"before": newest_first[4]})), newest_first[..4]);
    assert_eq!(page(json!({"instId": "ETH-USDT"})), Vec::<String>::new());
    assert_eq!(page(json!({"ordType": "post_only,limit"})), newest_first);
    assert_eq!(page(json!({"ordType": "post_only"})), Vec::<String>::new());
    assert_eq!(market.ask(alice, "trade.get_orders_pending", json!({"limit": "101"})), Err("51000".into()));
    market.ask(alice, "trade.cancel_order", json!({"instId": "BTC-USDT", "ordId": ids[3]})).expect("canceled");
    let history = market.ask(alice, "trade.get_orders_history", json!({"instType": "SPOT"})).expect("a page");
    assert_eq!((history.len(), history[0]["ordId"].as_str()), (1, Some(ids[3].as_str())));
}
