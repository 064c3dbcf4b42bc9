//! An order book as a table: bids on the left, asks on the right, the best prices first.

use okx_client::Decimal;

use super::grid::{Align, Cell, GridColumn, Tone};
use super::record::Record;
use crate::downloads::shown_time;

/// A price and the size there.
pub(super) type Level = (String, String);

/// The levels of an order book, the best prices first.
#[derive(Debug, Default)]
pub(super) struct Levels {
    pub(super) bids: Vec<Level>,
    pub(super) asks: Vec<Level>,
}

impl Levels {
    /// The levels of a row of a reply.
    pub(super) fn of(row: &Record) -> Self {
        let side = |wire| row.levels(wire).into_iter().filter_map(level).collect();
        Self { bids: side("bids"), asks: side("asks") }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bids.is_empty() && self.asks.is_empty()
    }

    /// The number of lines.
    pub(super) fn rows(&self) -> usize {
        self.bids.len().max(self.asks.len())
    }

    /// The columns: prices in the middle, sizes beside them, and the sizes added up outside.
    pub(super) fn columns(&self) -> Vec<GridColumn> {
        let (bid_totals, ask_totals) = (totals(&self.bids), totals(&self.asks));
        let prices = |side: &[Level]| side.iter().map(|(price, _)| price.clone()).collect::<Vec<_>>();
        let sizes = |side: &[Level]| side.iter().map(|(_, size)| size.clone()).collect::<Vec<_>>();
        vec![
            column("bidTotal", &bid_totals, Tone::Plain),
            column("bidSz", &sizes(&self.bids), Tone::Plain),
            column("bidPx", &prices(&self.bids), Tone::Good),
            column("askPx", &prices(&self.asks), Tone::Bad),
            column("askSz", &sizes(&self.asks), Tone::Plain),
            column("askTotal", &ask_totals, Tone::Plain),
        ]
    }

    /// The instrument, the time, and the difference between the best prices.
    pub(super) fn title(&self, inst_id: &str, millis: Option<i64>) -> String {
        let at = millis.map(|millis| format!("  {} UTC", shown_time(millis))).unwrap_or_default();
        let best = |side: &[Level]| side.first().and_then(|(price, _)| price.parse::<Decimal>().ok());
        let spread = best(&self.asks).zip(best(&self.bids)).and_then(|(ask, bid)| ask.checked_sub(bid));
        let spread = spread.map(|spread| format!("  spread {spread}")).unwrap_or_default();
        format!("{inst_id}{at}{spread}")
    }

    /// Each level as a line of CSV.
    pub(super) fn csv(&self) -> String {
        let lines = |name: &'static str, side: &[Level]| {
            side.iter().map(|(price, size)| format!("{name},{price},{size}")).collect::<Vec<_>>()
        };
        let lines = [vec!["side,px,sz".to_owned()], lines("bid", &self.bids), lines("ask", &self.asks)];
        lines.concat().join("\n")
    }
}

/// A level of a reply: a price, a size, and more.
fn level(values: Vec<String>) -> Option<Level> {
    let mut values = values.into_iter();
    values.next().zip(values.next())
}

/// The sizes added up from the best price. Empty from where a sum does not fit a decimal.
fn totals(side: &[Level]) -> Vec<String> {
    let mut total = Some(Decimal::ZERO);
    let mut add = |(_, size): &Level| {
        total = total.and_then(|total| total.checked_add(size.parse().ok()?));
        total.map(|total| total.to_string()).unwrap_or_default()
    };
    side.iter().map(&mut add).collect()
}

fn column(name: &str, cells: &[String], tone: Tone) -> GridColumn {
    let cells = cells.iter().map(|text| Cell::new(text, tone)).collect();
    GridColumn { name: name.to_owned(), align: Align::Point, cells }
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::*;
    use crate::screen::Screen;

    #[test]
    fn bids_and_asks_are_beside_each_other() {
        let row =
            r#"{"bids":[["10","1.5","0","2"],["9.5","2","0","1"]],"asks":[["10.5","3","0","1"]],"ts":"1597026383085"}"#;
        let levels = Levels::of(&Record::read(row).expect("it is an object"));
        let grid = Grid::new(&levels.columns(), levels.rows(), None, Screen::new(false));
        let lines = [
            "bidTotal  bidSz  bidPx  askPx  askSz  askTotal",
            "     1.5    1.5   10     10.5      3         3",
            "     3.5    2      9.5",
        ];
        assert_eq!(grid.lines, lines);
        assert_eq!(levels.title("A-B", Some(1_597_026_383_085)), "A-B  2020-08-10 02:26:23 UTC  spread 0.5");
        assert_eq!(levels.csv(), "side,px,sz\nbid,10,1.5\nbid,9.5,2\nask,10.5,3");
    }
}
