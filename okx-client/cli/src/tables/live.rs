//! A table on a terminal that is redrawn in place.

use okx_client::sockets::{ConnectionEvent, ConnectionEventKind};
use okx_client::value::Timestamp;
use okx_client::{Client, Printable, RawUpdate};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Table;
use super::book::Levels;
use super::fetch::TableRequest;
use super::grid::{Grid, GridColumn, fitted};
use super::record::Record;
use super::sums;
use crate::members::Members;
use crate::output::Output;
use crate::watch::{Book, Display, event_text, gap_text};

/// The height of a terminal that does not know it.
const USUAL_HEIGHT: usize = 24;

/// A table that is kept up to date by pushes.
pub(super) struct Live<'a> {
    request: &'a TableRequest,
    content: Content,
    out: Output,
    /// The last gap, or what could not be read.
    trouble: String,
    /// The last change of a connection.
    state: String,
    /// Whether the first rows have arrived.
    is_loaded: bool,
    /// The number of lines on the screen, which the next drawing replaces.
    drawn: usize,
}

enum Content {
    Rows(Vec<Record>),
    Book { inst_id: String, depth: usize, book: Box<Book>, time: Option<i64> },
}

impl<'a> Live<'a> {
    pub(super) fn new(table: &'a Table<'_>, out: &Output) -> Self {
        let content = match &table.book {
            Some((inst_id, depth)) => {
                Content::Book { inst_id: inst_id.clone(), depth: *depth, book: Box::default(), time: None }
            }
            None => Content::Rows(Vec::new()),
        };
        Self {
            request: &table.request,
            content,
            out: out.clone(),
            trouble: String::new(),
            state: String::new(),
            is_loaded: false,
            drawn: 0,
        }
    }

    /// Applies a push.
    fn apply(&mut self, push: &str) -> Option<()> {
        let Members(members) = serde_json::from_str(push).ok()?;
        let data = members.iter().find(|(name, _)| name == "data").map(|(_, value)| value.get())?;
        match &mut self.content {
            Content::Rows(rows) => {
                let pushed: Vec<Box<RawValue>> = serde_json::from_str(data).ok()?;
                for row in pushed {
                    merge(self.request, rows, Record::read(row.get())?);
                }
            }
            Content::Book { book, time, .. } => {
                let is_update = members.iter().any(|(name, value)| name == "action" && value.get() == "\"update\"");
                for row in serde_json::from_str::<Vec<Value>>(data).ok()? {
                    *time = row["ts"].as_str().and_then(|ts| ts.parse().ok());
                    book.apply(&row, is_update);
                }
            }
        }
        Some(())
    }

    /// The escape codes and the text that replace the last drawing.
    fn draw(&mut self) -> String {
        let (width, height) = (self.out.width(), self.out.height().unwrap_or(USUAL_HEIGHT));
        let screen = self.out.screen();
        // Besides the rows there are a title or summary, the heading, two lines of messages, and the line of the cursor.
        let most = height.saturating_sub(5).max(1);
        let (title, columns, rows, rest) = self.grid(most);
        let mut lines: Vec<String> = title.into_iter().map(|title| screen.dim(&cut(&title, width))).collect();
        if rows > 0 {
            lines.extend(Grid::new(&columns, rows, width, screen).lines);
        }
        let below = [(rest, false), (self.trouble.clone(), true), (self.state.clone(), false)];
        lines.extend(below.into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, is_strong)| {
            let text = cut(&text, width);
            if is_strong { screen.strong(&text) } else { screen.dim(&text) }
        }));
        let up = if self.drawn > 0 { format!("\u{1b}[{}A\u{1b}[J", self.drawn) } else { String::new() };
        self.drawn = lines.len();
        up + &lines.join("\n")
    }

    /// The title, the columns with the number of their rows, and the line below them.
    fn grid(&self, most: usize) -> (Option<String>, Vec<GridColumn>, usize, String) {
        match &self.content {
            Content::Rows(rows) => {
                let view = self.request.view;
                let shown = &rows[..rows.len().min(most)];
                let summary = match rows.len() - shown.len() {
                    _ if !self.is_loaded => format!("waiting for {}", view.names.1),
                    _ if rows.is_empty() => self.request.nothing.clone(),
                    0 => sums::summary(view, rows),
                    more => format!("{}; {more} are not shown", sums::summary(view, rows)),
                };
                (None, view.columns(shown), shown.len(), summary)
            }
            Content::Book { inst_id, depth, book, time } => {
                let (bids, asks) = book.best((*depth).min(most));
                let levels = Levels { bids, asks };
                let rest = if levels.is_empty() { "waiting for the order book" } else { "" };
                (Some(levels.title(inst_id, *time)), levels.columns(), levels.rows(), rest.to_owned())
            }
        }
    }
}

impl Display for Live<'_> {
    fn is_json(&self) -> bool {
        false
    }

    fn update(&mut self, update: &RawUpdate) -> String {
        if let Some(gap) = &update.gap {
            self.trouble = gap_text(gap, update.received);
            if let Content::Book { book, .. } = &mut self.content {
                book.clear();
            }
        } else {
            self.is_loaded = true;
            if self.apply(update.text()).is_none() {
                self.trouble = format!("a push of {} could not be read", clock_time(update.received));
            }
        }
        self.draw()
    }

    fn event(&mut self, event: &ConnectionEvent) -> String {
        // The number of connections of the account says nothing about the rows.
        if matches!(event.kind, ConnectionEventKind::ChannelCount { .. }) {
            return String::new();
        }
        self.state = event_text(event);
        self.draw()
    }

    async fn refresh(&mut self, client: &Client) -> String {
        if let Content::Rows(rows) = &mut self.content {
            let fetched = self.request.fetch(client).await;
            if let Some(error) = fetched.errors.first() {
                self.trouble = error.to_string();
            } else {
                self.is_loaded = true;
                rows.clear();
                let read = fetched.rows.iter().filter_map(|row| Record::read(row.get()));
                rows.extend(read.flat_map(|row| self.request.view.lines(row)));
            }
        }
        self.draw()
    }
}

/// Replaces the row with the same key, or adds it.
fn merge(request: &TableRequest, rows: &mut Vec<Record>, pushed: Record) {
    /// At most this many rows are kept. No account has as many open orders or positions.
    const KEPT: usize = 10_000;

    let view = request.view;
    for line in view.lines(pushed) {
        let key = view.key(&line);
        let place = rows.iter().position(|own| view.key(own) == key);
        match (place, view.is_gone(&line)) {
            (Some(place), true) => _ = rows.remove(place),
            (Some(place), false) => rows[place].update(line),
            (None, true) => {}
            (None, false) if view.is_newest_first => rows.insert(0, line),
            (None, false) => rows.push(line),
        }
    }
    rows.truncate(KEPT);
}

fn clock_time(time: Timestamp) -> String {
    crate::downloads::shown_time(time.as_millis())
}

/// A line that fits, so that it does not become two.
fn cut(text: &str, width: Option<usize>) -> String {
    let text = Printable(text).to_string();
    width.map_or_else(|| text.clone(), |width| fitted(&text, width))
}

#[cfg(test)]
mod tests {
    use super::super::view::{BALANCE, ORDERS, TRADES, View};
    use super::*;

    fn request(view: &'static View) -> TableRequest {
        TableRequest {
            view,
            call: "",
            requests: Vec::new(),
            pages: None,
            nothing: String::new(),
            search: None,
            channels: Vec::new(),
        }
    }

    fn merged(view: &'static View, pushes: &[&str], wire: &str) -> Vec<String> {
        let mut rows = Vec::new();
        for push in pushes {
            merge(&request(view), &mut rows, Record::read(push).expect("it is an object"));
        }
        rows.iter().map(|row| row.text(wire)).collect()
    }

    #[test]
    fn completed_orders_leave_the_table_and_changed_ones_stay_in_place() {
        let pushes = [
            r#"{"ordId":"1","state":"live","accFillSz":"0"}"#,
            r#"{"ordId":"2","state":"live","accFillSz":"0"}"#,
            r#"{"ordId":"1","state":"partially_filled","accFillSz":"1"}"#,
            r#"{"ordId":"2","state":"canceled"}"#,
            r#"{"ordId":"3","state":"filled"}"#,
        ];
        assert_eq!(merged(&ORDERS, &pushes[..3], "accFillSz"), ["1", "0"]);
        assert_eq!(merged(&ORDERS, &pushes, "ordId"), ["1"]);
    }

    #[test]
    fn trades_are_added_in_front_and_balances_are_replaced_by_currency() {
        assert_eq!(merged(&TRADES, &[r#"{"tradeId":"1"}"#, r#"{"tradeId":"2"}"#], "tradeId"), ["2", "1"]);
        let pushes = [
            r#"{"details":[{"ccy":"BTC","eq":"1"},{"ccy":"USDT","eq":"5"}]}"#,
            r#"{"details":[{"ccy":"BTC","eq":"2"}]}"#,
        ];
        assert_eq!(merged(&BALANCE, &pushes, "eq"), ["2", "5"]);
    }

    #[test]
    fn a_line_is_never_longer_than_the_terminal() {
        assert_eq!(cut("abcdef", Some(4)), "abc…");
        assert_eq!(cut("abc", Some(4)), "abc");
        assert_eq!(cut("a\u{1b}b", None), "a\\u{1b}b");
    }
}
