//! An order book, kept from its pushes so that each line has the best prices.

use std::collections::BTreeMap;

use okx_client::Decimal;
use serde_json::{Value, json};

/// An order book.
#[derive(Debug, Default)]
pub(crate) struct Book {
    bids: Side,
    asks: Side,
}

/// Prices and the sizes there, the best first.
pub(crate) type Levels = Vec<(String, String)>;

/// The sizes of one side by their prices.
type Side = BTreeMap<Decimal, String>;

impl Book {
    /// Applies a row, which replaces the book unless it is an update. Returns the best prices and the number of levels, with the row's other
    /// members.
    pub(crate) fn apply(&mut self, row: &Value, is_update: bool) -> Value {
        if !is_update {
            self.clear();
        }
        change(&mut self.bids, &row["bids"]);
        change(&mut self.asks, &row["asks"]);
        let (bid, ask) = (self.bids.last_key_value(), self.asks.first_key_value());
        let price = |best: Option<(&Decimal, &String)>| best.map(|(price, _)| price.to_string());
        let size = |best: Option<(&Decimal, &String)>| best.map(|(_, size)| size.clone());
        json!({
            "ts": row["ts"], "seqId": row["seqId"], "bid": price(bid), "bidSz": size(bid), "ask": price(ask), "askSz": size(ask),
            "bids": self.bids.len(), "asks": self.asks.len(),
        })
    }

    /// The best levels of both sides, at most this many.
    pub(crate) fn best(&self, depth: usize) -> (Levels, Levels) {
        let level = |(price, size): (&Decimal, &String)| (price.to_string(), size.clone());
        (self.bids.iter().rev().take(depth).map(level).collect(), self.asks.iter().take(depth).map(level).collect())
    }

    /// Forgets the levels, because changes may have been missed.
    pub(crate) fn clear(&mut self) {
        self.bids.clear();
        self.asks.clear();
    }
}

/// Sets the levels of a list. A size of 0 removes a level.
fn change(levels: &mut Side, changes: &Value) {
    for change in changes.as_array().into_iter().flatten() {
        let (Some(price), Some(amount)) = (change[0].as_str(), change[1].as_str()) else { continue };
        let Ok(price) = price.parse::<Decimal>() else { continue };
        if amount.parse::<Decimal>().is_ok_and(|amount| amount.is_zero()) {
            levels.remove(&price);
        } else {
            levels.insert(price, amount.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_prices_follow_snapshots_and_updates() {
        let mut book = Book::default();
        let snapshot =
            json!({ "bids": [["9", "1", "0", "1"], ["10", "2", "0", "1"]], "asks": [["11", "3", "0", "1"]] });
        let shown = book.apply(&snapshot, false);
        assert_eq!((&shown["bid"], &shown["bidSz"], &shown["bids"]), (&json!("10"), &json!("2"), &json!(2)));
        let update = json!({ "bids": [["10.0", "0", "0", "0"]], "asks": [["10.5", "4", "0", "1"]] });
        let shown = book.apply(&update, true);
        assert_eq!((&shown["bid"], &shown["ask"], &shown["askSz"]), (&json!("9"), &json!("10.5"), &json!("4")));
        book.clear();
        assert_eq!(book.apply(&json!({ "bids": [], "asks": [] }), true)["ask"], Value::Null);
    }
}
