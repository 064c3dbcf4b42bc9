//! Draws candles in a terminal with Braille dots: the range from the lowest to the highest price of each period.

use okx_client::Decimal;
use okx_client::value::Timestamp;

use super::list::Columns;
use super::row::Row;

/// The width and the height of the drawing in characters. A character has two columns of four dots.
const WIDTH: usize = 72;
const HEIGHT: usize = 16;

/// The part of a candle that is drawn.
#[derive(Clone, Copy, Debug)]
struct Candle {
    ts: Timestamp,
    h: Decimal,
    l: Decimal,
}

/// Draws rows that are candles. Those without prices are left out.
pub(super) fn draw_rows(columns: &Columns, rows: &[Row], title: &str) -> String {
    let (high, low) = (columns.place("h"), columns.place("l"));
    let candle = |row: &Row| Some(Candle { ts: row.timestamp(), h: price(row, high)?, l: price(row, low)? });
    draw(&rows.iter().filter_map(candle).collect::<Vec<_>>(), title)
}

fn price(row: &Row, place: Option<usize>) -> Option<Decimal> {
    row.cells.get(place?)?.parse().ok()
}

/// Draws candles, the oldest on the left, with labels for the highest and lowest price and the first and last time.
fn draw(candles: &[Candle], title: &str) -> String {
    let (Some(first), Some(last)) = (candles.first(), candles.last()) else {
        return format!("{title}: no candles");
    };
    let Some((low, high)) = extent(candles) else { return format!("{title}: no candles") };
    let mut dots = Dots::default();
    let columns = candles.len().min(WIDTH * 2);
    for column in 0..columns {
        let part = column * candles.len() / columns..(column + 1) * candles.len() / columns;
        if let Some((from, to)) = extent(&candles[part]) {
            dots.stroke(column, level(from, low, high), level(to, low, high));
        }
    }
    let mut lines = vec![title.to_owned()];
    for (place, row) in dots.rows().enumerate() {
        let label = match place {
            0 => high.to_string(),
            _ if place + 1 == HEIGHT => low.to_string(),
            _ => String::new(),
        };
        lines.push(format!("{row} {label}").trim_end().to_owned());
    }
    let (from, to) = (minute(first), minute(last));
    let gap = WIDTH.saturating_sub(from.len() + to.len());
    lines.push(format!("{from}{:gap$}{to}", ""));
    lines.join("\n")
}

/// The lowest and the highest price.
fn extent(candles: &[Candle]) -> Option<(Decimal, Decimal)> {
    let low = candles.iter().map(|candle| candle.l).min()?;
    let high = candles.iter().map(|candle| candle.h).max()?;
    Some((low, high))
}

/// The dot of a price, counted from the lowest one.
fn level(price: Decimal, low: Decimal, high: Decimal) -> usize {
    let most = HEIGHT * 4 - 1;
    // If the calculation overflows, the price is drawn at the bottom.
    let share = price.checked_sub(low).zip(high.checked_sub(low)).and_then(|(above, all)| above.checked_div(all));
    let dots = share.and_then(|share| share.checked_mul(Decimal::from(most)));
    dots.and_then(|dots| usize::try_from(dots.round()).ok()).unwrap_or_default().min(most)
}

fn minute(candle: &Candle) -> String {
    candle.ts.to_string().get(..16).unwrap_or_default().replace('T', " ")
}

/// Dots in rows of characters, the highest row first.
struct Dots([[u8; WIDTH]; HEIGHT]);

impl Default for Dots {
    fn default() -> Self {
        Self([[0; WIDTH]; HEIGHT])
    }
}

impl Dots {
    /// Sets the dots of a column from one level to another, the lower first.
    fn stroke(&mut self, column: usize, from: usize, to: usize) {
        /// The bits of a character's dots, from the lowest up, in its left and its right column.
        const BITS: [[u8; 4]; 2] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]];

        for level in from..=to {
            self.0[HEIGHT - 1 - level / 4][column / 2] |= BITS[column % 2][level % 4];
        }
    }

    fn rows(&self) -> impl Iterator<Item = String> {
        /// The Braille character without dots. The others follow in the order of their bits.
        const EMPTY: u32 = 0x2800;

        let letter = |dots: &u8| char::from_u32(EMPTY + u32::from(*dots)).unwrap_or(' ');
        self.0.iter().map(move |row| row.iter().map(letter).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candle(minute: i64, low: i64, high: i64) -> Candle {
        Candle { ts: Timestamp::from_millis(minute * 60_000), h: Decimal::from(high), l: Decimal::from(low) }
    }

    #[test]
    fn the_lowest_is_below_and_the_highest_above() {
        let drawing = draw(&[candle(0, 1, 2), candle(1, 63, 64)], "X");
        let lines: Vec<&str> = drawing.lines().collect();
        assert_eq!(lines.len(), HEIGHT + 2);
        assert!(lines[1].starts_with('\u{2818}') && lines[1].ends_with(" 64"), "{drawing}");
        assert!(lines[HEIGHT].starts_with('\u{2844}') && lines[HEIGHT].ends_with(" 1"), "{drawing}");
        assert!(lines[HEIGHT + 1].starts_with("1970-01-01 00:00 ") && lines[HEIGHT + 1].ends_with("1970-01-01 00:01"));
    }

    #[test]
    fn any_number_of_candles_and_any_prices_can_be_drawn() {
        assert_eq!(draw(&[], "X"), "X: no candles");
        for count in [1, 2, 143, 144, 145, 1_000] {
            let candles: Vec<Candle> = (0..count).map(|minute| candle(minute, 5, 5)).collect();
            assert_eq!(draw(&candles, "X").lines().count(), HEIGHT + 2);
        }
    }
}
