//! Downloads candles page by page.

use indicatif::{ProgressBar, ProgressStyle};
use okx_client::enums::{Bar, CandleState};
use okx_client::market::GetHistoryCandles;
use okx_client::objects::Candle;
use okx_client::value::Timestamp;
use okx_client::{PageOptions, Rows};

use super::CandlesArguments;
use super::file::Candles;
use crate::connection::Connection;
use crate::ending::{Ending, Failure};
use crate::signals::Signals;

/// Passes one page after the other to `take`, the oldest candles first. The last candle of an existing file is downloaded again, to check
/// that the next ones continue it.
pub(super) async fn run(
    arguments: &CandlesArguments,
    connection: &Connection,
    last: Option<&Candle>,
    take: &mut dyn FnMut(&Candles) -> Result<(), Failure>,
) -> Result<Ending, Failure> {
    let to = arguments.to.unwrap_or_else(|| connection.client.server_time());
    let from = last.map_or(arguments.from, |last| last.ts);
    if from >= to {
        return Ok(Ending::Done);
    }
    // OKX's bounds are exclusive.
    let before = Timestamp::from_millis(from.as_millis().saturating_sub(1));
    let request = GetHistoryCandles::new(arguments.inst_id.as_str()).bar(Bar::from(arguments.bar.as_str()));
    let mut pages = connection.client.pages_with(&request.before(before).after(to), PageOptions::default().forward());
    let progress = progress(from, to);
    let mut signals = Signals::new();
    let mut order = Order { last: last.cloned(), is_continued: last.is_some(), from, to };
    loop {
        let page = tokio::select! {
            biased;
            why = signals.next() => {
                progress.abandon_with_message("stopped; run the same command again to continue");
                return Ok(Ending::Interrupted(why));
            }
            page = pages.next() => page,
        };
        let Some(page) = page else { break };
        let candles = order.following(closed(page?.into_rows())?)?;
        take(&candles)?;
        if let Some(youngest) = candles.last() {
            progress.set_position(minutes(from, youngest.ts));
        }
    }
    progress.finish_and_clear();
    Ok(Ending::Done)
}

/// The candles that are closed.
fn closed(rows: Rows<Candle>) -> Result<Candles, Failure> {
    let is_open = |candle: &Candle| candle.confirm.as_ref().is_some_and(|state| *state == CandleState::Forming);
    let mut candles = rows.all()?;
    candles.retain(|candle| !is_open(candle));
    Ok(candles)
}

/// Keeps candles in ascending order, whatever the order of the reply.
struct Order {
    /// The newest candle so far.
    last: Option<Candle>,
    /// Whether the newest candle is from an existing file. OKX must return the same candle first.
    is_continued: bool,
    from: Timestamp,
    to: Timestamp,
}

impl Order {
    /// The candles of a page that are newer than all before, the oldest first.
    fn following(&mut self, mut candles: Candles) -> Result<Candles, Failure> {
        candles.retain(|candle| candle.ts >= self.from && candle.ts < self.to);
        candles.sort_by_key(|candle| candle.ts);
        if std::mem::take(&mut self.is_continued) {
            self.compare(candles.first())?;
        }
        // Duplicates count once.
        candles.dedup_by(|later, earlier| is_same(later, earlier));
        if let (Some(last), Some(first)) = (&self.last, candles.first())
            && is_same(last, first)
        {
            candles.remove(0);
        }
        let all = self.last.iter().chain(&candles);
        if let Some((one, other)) = all.clone().zip(all.skip(1)).find(|(one, other)| one.ts >= other.ts) {
            return Err(Failure::Machine(format!(
                "OKX returned the candle of {} after the candle of {}, so this page was discarded; try again later",
                other.ts, one.ts
            )));
        }
        self.last = candles.last().cloned().or_else(|| self.last.take());
        Ok(candles)
    }

    /// Refuses to continue after a candle that differs from OKX's.
    fn compare(&self, first: Option<&Candle>) -> Result<(), Failure> {
        match &self.last {
            Some(last) if !first.is_some_and(|first| is_same(first, last)) => Err(Failure::Usage(format!(
                "the file cannot be continued: its last candle, of {}, differs from OKX's for this instrument and bar. Use another \
                 file, or delete this one",
                last.ts
            ))),
            _ => Ok(()),
        }
    }
}

fn is_same(one: &Candle, other: &Candle) -> bool {
    let prices = |candle: &Candle| [candle.o, candle.h, candle.l, candle.c];
    let volumes = |candle: &Candle| [candle.vol, candle.vol_ccy];
    one.ts == other.ts && prices(one) == prices(other) && volumes(one) == volumes(other)
}

/// A progress bar, which is shown only on a terminal.
fn progress(from: Timestamp, to: Timestamp) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta} left  {msg}");
    ProgressBar::new(minutes(from, to)).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn minutes(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_millis().saturating_sub(from.as_millis()) / 60_000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use okx_client::Decimal;

    use super::*;

    fn candle(millis: i64) -> Candle {
        let mut candle = Candle::default();
        (candle.ts, candle.o) = (Timestamp::from_millis(millis), Decimal::from(millis));
        candle
    }

    fn order() -> Order {
        Order { last: None, is_continued: false, from: Timestamp::from_millis(1), to: Timestamp::from_millis(100) }
    }

    #[track_caller]
    fn follow(order: &mut Order, page: &[i64], expected: &[i64]) {
        let candles = order.following(page.iter().copied().map(candle).collect()).expect("they follow");
        assert_eq!(candles.iter().map(|candle| candle.ts.as_millis()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn any_order_within_a_page_becomes_the_right_one() {
        let mut order = order();
        follow(&mut order, &[3, 1, 2, 2, 3], &[1, 2, 3]);
        follow(&mut order, &[], &[]);
        follow(&mut order, &[5, 4, 3, 100, 0], &[4, 5]);
    }

    #[test]
    fn what_is_older_than_the_page_before_is_an_error_and_never_written() {
        let mut order = order();
        follow(&mut order, &[5, 6], &[5, 6]);
        assert!(order.following(vec![candle(7), candle(4)]).is_err());
        let mut changed = candle(6);
        changed.o = Decimal::ONE;
        assert!(order.following(vec![changed, candle(8)]).is_err(), "two candles of one time");
        follow(&mut order, &[6, 7], &[7]);
    }

    #[test]
    fn a_file_goes_on_behind_its_own_last_candle_only() {
        let continued = |page: &[i64]| {
            let mut order = Order { last: Some(candle(5)), is_continued: true, ..order() };
            order.following(page.iter().copied().map(candle).collect()).map(|candles| candles.len())
        };
        assert!(continued(&[6, 5]).is_ok_and(|count| count == 1));
        assert!(continued(&[6]).is_err() && continued(&[]).is_err());
    }
}
