//! Downloads a list in time windows, the oldest first.

use std::collections::BTreeSet;

use indicatif::{ProgressBar, ProgressStyle};
use okx_client::PageOptions;
use okx_client::value::{Json, Timestamp};
use serde_json::{Map, Value};

use super::job::Job;
use super::list::Columns;
use super::row::Row;
use super::summary::Summary;
use crate::connection::Connection;
use crate::ending::{Ending, Failure};
use crate::signals::Signals;

/// The number of rows that a time window should have: enough to make requests of full pages, and few enough to be kept in memory and to be
/// downloaded again after an interruption.
const ROWS_PER_WINDOW: i64 = 2_000;

/// Passes the rows of one time window after the other to `take`, the oldest rows first. The last row of an existing file is downloaded
/// again, to check that the next ones continue it.
pub(super) async fn run(
    job: &Job,
    columns: &Columns,
    connection: &Connection,
    last: Option<Row>,
    take: &mut dyn FnMut(&[Row]) -> Result<(), Failure>,
) -> Result<(Ending, Summary), Failure> {
    let to = job.to.unwrap_or_else(|| connection.client.server_time()).as_millis();
    let from = last.as_ref().map_or(job.from.as_millis(), |last| last.time);
    let progress = progress(from, to);
    let mut signals = Signals::new();
    let mut fetcher = Fetcher { job, columns, connection, others: BTreeSet::new() };
    let mut summary = Summary::new(job, from, to, last.clone());
    let (mut start, mut width, mut last) = (from, job.list.window, last);
    while start < to {
        let end = start.saturating_add(width).min(to);
        let rows = tokio::select! {
            biased;
            why = signals.next() => {
                progress.abandon_with_message("stopped; run the same command again to continue");
                return Ok((Ending::Interrupted(why), summary));
            }
            rows = fetcher.window(start, end) => rows?,
        };
        let found = rows.len();
        let rows = match last.take() {
            Some(last) => following(job, columns, rows, &last)?,
            None => rows,
        };
        take(&rows)?;
        summary.add(&rows);
        progress.set_position(minutes(from, end));
        progress.set_message(format!("{} {}", summary.count, job.list.rows));
        (start, width) = (end, next_width(width, found));
    }
    progress.finish_and_clear();
    summary.others = fetcher.others;
    Ok((Ending::Done, summary))
}

/// The length of the next window, so that it has about [`ROWS_PER_WINDOW`] rows.
fn next_width(width: i64, found: usize) -> i64 {
    const LEAST: i64 = 60_000;

    let found = i64::try_from(found).unwrap_or(i64::MAX).max(1);
    let wanted = width.saturating_mul(ROWS_PER_WINDOW) / found;
    wanted.clamp(width / 8, width.saturating_mul(8)).max(LEAST)
}

/// Requests the rows of time windows.
struct Fetcher<'a> {
    job: &'a Job,
    columns: &'a Columns,
    connection: &'a Connection,
    /// The names of members that have no column.
    others: BTreeSet<String>,
}

impl Fetcher<'_> {
    /// The rows since `from` and before `before`, the oldest first.
    async fn window(&mut self, from: i64, before: i64) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        for request in &self.job.requests {
            let (parameters, options) = self.bounded(request, from, before);
            let mut pages = self.connection.client.call_pages(self.job.list.call, &parameters, options)?;
            while let Some(page) = pages.next().await {
                for row in page?.into_rows() {
                    let row = Row::read(self.job.list, self.columns, row?.get(), &mut self.others);
                    rows.push(row.map_err(Failure::Machine)?);
                }
            }
        }
        rows.retain(|row| (from..before).contains(&row.time));
        ordered(self.job, self.columns, rows)
    }

    /// The parameters and the options of the requests for a time window.
    fn bounded(&self, request: &Map<String, Value>, from: i64, before: i64) -> (Json, PageOptions) {
        let list = self.job.list;
        let mut request = request.clone();
        if !list.by_time.is_empty() {
            let upper = [("after", before.to_string())].into_iter();
            let by_time = upper.chain(list.by_time.iter().map(|(name, value)| (*name, (*value).to_owned())));
            request.extend(by_time.map(|(name, value)| (name.to_owned(), Value::String(value))));
        }
        let [from, before] = [from, before].map(Timestamp::from_millis);
        let options = PageOptions::default().since(from).until(before);
        let options = if list.forming.is_some() { options.closed_only() } else { options };
        // A map of texts is an object.
        (Json::parse(&Value::Object(request).to_string()).unwrap_or_default(), options)
    }
}

/// The rows in ascending order, each once, whatever their order in the replies was.
fn ordered(job: &Job, columns: &Columns, mut rows: Vec<Row>) -> Result<Vec<Row>, Failure> {
    rows.sort_by(|one, other| one.order(other, columns));
    rows.dedup_by(|later, earlier| later.is_same(earlier, columns));
    let double = rows.windows(2).find(|pair| pair[0].order(&pair[1], columns).is_eq());
    match double {
        Some(pair) => Err(Failure::Machine(format!(
            "OKX returned two different {} of {}, so these were not written; try again later",
            job.list.rows,
            pair[0].timestamp()
        ))),
        None => Ok(rows),
    }
}

/// The rows after the last one of an existing file, which must be among them unchanged.
fn following(job: &Job, columns: &Columns, mut rows: Vec<Row>, last: &Row) -> Result<Vec<Row>, Failure> {
    if !rows.iter().any(|row| row.is_same(last, columns)) {
        return Err(Failure::Usage(format!(
            "the file cannot be continued: its last {}, of {}, differs from OKX's for {}. Use another file, or delete this one",
            job.list.row,
            last.timestamp(),
            job.title
        )));
    }
    rows.retain(|row| row.order(last, columns).is_gt());
    Ok(rows)
}

/// A progress bar, which is shown only on a terminal.
fn progress(from: i64, to: i64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {eta} left  {msg}");
    ProgressBar::new(minutes(from, to)).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn minutes(from: i64, to: i64) -> u64 {
    u64::try_from(to.saturating_sub(from) / 60_000).unwrap_or_default()
}

/// A time in milliseconds since the epoch, for people.
pub(crate) fn shown(millis: i64) -> String {
    let text = Timestamp::from_millis(millis).to_string();
    format!("{} {}", text.get(..10).unwrap_or_default(), text.get(11..19).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::list::{CANDLES, TRADES};
    use super::*;

    fn columns(job: &Job) -> Columns {
        Columns::of(okx_spec::shipped().expect("it has no mistakes"), job.list).expect("it is described")
    }

    fn row(columns: &Columns, millis: i64, id: &str, value: &str) -> Row {
        let mut cells = vec![String::new(); columns.all.len()];
        cells[columns.time] = millis.to_string();
        if let Some(place) = columns.id {
            cells[place] = id.to_owned();
        }
        let value_place = columns.place("o").or(columns.place("px")).expect("there is one");
        cells[value_place] = value.to_owned();
        Row::of(columns, cells).expect("it is a row")
    }

    fn times(rows: &[Row]) -> Vec<i64> {
        rows.iter().map(|row| row.time).collect()
    }

    #[test]
    fn any_order_becomes_the_right_one_and_doubles_count_once() {
        let job = Job::for_tests(&CANDLES);
        let columns = columns(&job);
        let candle = |millis| row(&columns, millis, "", "1");
        let found = ordered(&job, &columns, [3, 1, 2, 2, 3].map(candle).to_vec()).expect("they can be ordered");
        assert_eq!(times(&found), [1, 2, 3]);
        let changed = vec![candle(1), row(&columns, 1, "", "2")];
        assert!(ordered(&job, &columns, changed).is_err(), "two candles of one time");
        let same = vec![candle(1), row(&columns, 1, "", "1.00")];
        assert!(ordered(&job, &columns, same).is_ok_and(|rows| rows.len() == 1), "one number written in two ways");
    }

    #[test]
    fn rows_of_one_time_are_ordered_by_their_number() {
        let job = Job::for_tests(&TRADES);
        let columns = columns(&job);
        let trades = [(5, "10"), (5, "9"), (4, "11")].map(|(millis, id)| row(&columns, millis, id, "1")).to_vec();
        let found = ordered(&job, &columns, trades).expect("they can be ordered");
        let id = columns.id.expect("trades have one");
        assert_eq!(found.iter().map(|row| row.cells[id].as_str()).collect::<Vec<_>>(), ["11", "9", "10"]);
        let rest = following(&job, &columns, found.clone(), &found[1]).expect("the last one is there");
        assert_eq!(rest, found[2..]);
    }

    #[test]
    fn a_file_is_continued_behind_its_own_last_row_only() {
        let job = Job::for_tests(&CANDLES);
        let columns = columns(&job);
        let candle = |millis| row(&columns, millis, "", "1");
        let continued = |rows: &[i64]| {
            let rows = rows.iter().copied().map(candle).collect();
            following(&job, &columns, rows, &candle(5)).map(|rows| times(&rows))
        };
        assert!(continued(&[5, 6]).is_ok_and(|times| times == [6]));
        assert!(continued(&[6]).is_err() && continued(&[]).is_err());
        assert!(following(&job, &columns, vec![row(&columns, 5, "", "2")], &candle(5)).is_err());
    }

    #[test]
    fn windows_grow_and_shrink_with_the_number_of_rows() {
        assert_eq!(next_width(1_000_000, 0), 8_000_000);
        assert_eq!(next_width(1_000_000, 1_000), 2_000_000);
        assert_eq!(next_width(1_000_000, 4_000), 500_000);
        assert_eq!(next_width(1_000_000, 1_000_000), 125_000);
        assert_eq!(next_width(60_000, 1_000_000), 60_000);
        assert_eq!(next_width(i64::MAX, 0), i64::MAX);
    }
}
