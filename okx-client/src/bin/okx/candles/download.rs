//! Candles page by page, on from the last one that is there.

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

/// Hands over one page after the other, the oldest candles first. Where there is a last candle already, OKX is asked for it again, to see that
/// what follows belongs to it.
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
    // OKX's bounds leave out what opens at them.
    let before = Timestamp::from_millis(from.as_millis().saturating_sub(1));
    let request = GetHistoryCandles::new(arguments.inst_id.as_str()).bar(Bar::from(arguments.bar.as_str()));
    let mut pages = connection.client.pages_with(&request.before(before).after(to), PageOptions::default().forward());
    let progress = progress(from, to);
    let mut last = last;
    loop {
        let page = tokio::select! {
            page = pages.next() => page,
            Ok(()) = tokio::signal::ctrl_c() => {
                progress.abandon_with_message("stopped; the same command goes on from here");
                return Ok(Ending::Interrupted);
            }
        };
        let Some(page) = page else { break };
        let mut candles = closed(page?.into_rows())?;
        if let Some(last) = last.take() {
            candles = behind(last, candles)?;
        }
        take(&candles)?;
        if let Some(youngest) = candles.last() {
            progress.set_position(minutes(from, youngest.ts));
        }
    }
    progress.finish_and_clear();
    Ok(Ending::Done)
}

/// The candles that will not change any more.
fn closed(rows: Rows<Candle>) -> Result<Candles, Failure> {
    let is_open = |candle: &Candle| candle.confirm.as_ref().is_some_and(|state| *state == CandleState::Forming);
    let mut candles = rows.all()?;
    candles.retain(|candle| !is_open(candle));
    Ok(candles)
}

/// The candles behind the last one that is there, which must come first and be the same.
fn behind(last: &Candle, mut candles: Candles) -> Result<Candles, Failure> {
    let is_it = |candle: &Candle| {
        let prices = |candle: &Candle| [candle.o, candle.h, candle.l, candle.c];
        let volumes = |candle: &Candle| [candle.vol, candle.vol_ccy];
        candle.ts == last.ts && prices(candle) == prices(last) && volumes(candle) == volumes(last)
    };
    if !candles.first().is_some_and(is_it) {
        return Err(Failure::Usage(format!(
            "the file cannot be continued: its last candle, of {}, is not the one OKX gives for this instrument and bar. Name another file, \
             or remove it",
            last.ts
        )));
    }
    candles.remove(0);
    Ok(candles)
}

/// A bar on a terminal, and nothing anywhere else.
fn progress(from: Timestamp, to: Timestamp) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta} left  {msg}");
    ProgressBar::new(minutes(from, to)).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn minutes(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_millis().saturating_sub(from.as_millis()) / 60_000).unwrap_or_default()
}
