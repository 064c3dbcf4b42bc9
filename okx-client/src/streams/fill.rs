//! Fetches over the REST API what a gap missed.

use std::collections::HashSet;
use std::sync::Arc;

use crate::api::Request;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::facts::{Fields, Fill, FillCall, PageOrder, Pages, RowSink, Value};
use crate::fields::items::wire_text;
use crate::fields::reader::Reader;
use crate::fields::{DecodePolicy, Items, decode, unknown_values};
use crate::value::{Json, Timestamp};

/// How many pages of one list are read. A gap with more is reported as not filled.
const MOST_PAGES: usize = 50;

/// By how much the time of a gap may be wrong: it is measured by this machine, and rows have OKX's time.
const MARGIN_MILLIS: i64 = 2_000;

/// A gap to fill.
#[derive(Clone, Debug)]
pub(super) struct Missed {
    pub(super) fill: &'static Fill,
    /// The arguments of the channel by their places; `None` for those that are absent.
    pub(super) arguments: Vec<Option<Json>>,
    /// OKX's name of the channel.
    pub(super) channel: Arc<str>,
    /// The wire names of the fields of a push.
    pub(super) push_wire: &'static [&'static str],
    pub(super) from: Timestamp,
}

/// A row that was fetched: its time, and its JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FetchedRow {
    time: i64,
    /// The values that say what the row is about.
    subject: Vec<Option<Json>>,
    pub(super) json: Json,
}

/// Fetches what was missed, oldest first. If several lists have a row about the same, the newest counts.
pub(super) async fn fetch(engine: Arc<Engine>, missed: Missed) -> Result<Vec<FetchedRow>, Error> {
    let mut fetched = Vec::new();
    for call in missed.fill.calls {
        for request in requests(call, &missed) {
            read_list(&engine, call, request, &missed, &mut fetched).await?;
        }
    }
    fetched.sort_by_key(|row| row.time);
    remove_earlier(&mut fetched, earliest(&missed), missed.fill.is_identified_by_time());
    Ok(newest_of_each(fetched))
}

/// The time of the first row of a gap.
fn earliest(missed: &Missed) -> i64 {
    missed.from.as_millis().saturating_sub(MARGIN_MILLIS)
}

/// Removes the rows before the gap. If the time of a row is its beginning, the last one before the gap is kept, because it ended in the gap.
fn remove_earlier(rows: &mut Vec<FetchedRow>, earliest: i64, keeps_last: bool) {
    let earlier = rows.partition_point(|row| row.time < earliest);
    rows.drain(..earlier.saturating_sub(usize::from(keeps_last)));
}

/// The rows without older ones about the same.
fn newest_of_each(rows: Vec<FetchedRow>) -> Vec<FetchedRow> {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut newest: Vec<FetchedRow> = rows.into_iter().rev().filter(|row| seen.insert(row.subject.clone())).collect();
    newest.reverse();
    newest
}

/// The requests of a call: one for each combination of the parameters that take several values.
fn requests(call: &FillCall, missed: &Missed) -> Vec<Box<dyn Fields>> {
    let mut base = (call.lookup.request)();
    let mut given = Vec::new();
    for (place, parameter) in call.takes {
        if let Some(value) = argument(missed, *place)
            && set_if_known(call, &mut *base, parameter, value)
        {
            given.push(*parameter);
        }
    }
    if let Some((parameter, prefix)) = call.bar
        && let Some(bar) = missed.channel.strip_prefix(prefix)
    {
        set(&mut *base, parameter, &Json::from(bar));
    }
    if let Some(size) = call.pages.size {
        let up_to = i64::try_from(call.pages.up_to).unwrap_or(i64::MAX);
        let name = base.shape().wire[size];
        set(&mut *base, name, &Json::from(up_to));
    }
    let mut requests = vec![base];
    for (parameter, values) in call.each.iter().filter(|(parameter, _)| !given.contains(parameter)) {
        let with = |request: &dyn Fields, value: &str| {
            let mut copy = copied(call, request);
            set(&mut *copy, parameter, &Json::from(value));
            copy
        };
        requests = requests.iter().flat_map(|request| values.iter().map(|value| with(&**request, value))).collect();
    }
    requests
}

/// The value of an argument of the channel, given by its place; `None` if it is absent.
fn argument(missed: &Missed, place: usize) -> Option<&Json> {
    missed.arguments.get(place).and_then(Option::as_ref)
}

/// A copy of a request.
fn copied(call: &FillCall, request: &dyn Fields) -> Box<dyn Fields> {
    let mut copy = (call.lookup.request)();
    crate::fields::copy(request, &mut *copy);
    copy
}

/// Sets a parameter, and returns whether it could be set.
fn set(request: &mut dyn Fields, parameter: &str, value: &Json) -> bool {
    request.shape().wire.contains(&parameter)
        && decode::member(&mut Reader::new(value.get()), request, parameter).is_ok()
}

/// Sets a parameter unless it does not know the value: a channel may take a value such as `ANY` that means all.
fn set_if_known(call: &FillCall, request: &mut dyn Fields, parameter: &str, value: &Json) -> bool {
    let mut probe = (call.lookup.request)();
    let is_known = set(&mut *probe, parameter, value)
        && unknown_values::of(Items::of(&*probe)).iter().all(|value| value.field != parameter);
    is_known && set(request, parameter, value)
}

/// Reads a list from its newest entry to the beginning of the gap.
async fn read_list(
    engine: &Engine,
    call: &FillCall,
    mut request: Box<dyn Fields>,
    missed: &Missed,
    fetched: &mut Vec<FetchedRow>,
) -> Result<(), Error> {
    let mut cursor = None;
    for page in 1..=MOST_PAGES {
        let mut rows = (call.lookup.rows)();
        engine.send(Request::of(&call.lookup, &*request), SendOptions::default(), &mut *rows).await?;
        let found = take_rows(&*rows, missed, fetched)?;
        let next = next_cursor(call.pages, &*rows, page);
        if rows.len() == 0 || next.is_none() || next == cursor || !(call.complete || found) {
            return Ok(());
        }
        if let Some(Cursor { settings }) = &next {
            for (place, value) in settings {
                let name = request.shape().wire[*place];
                set(&mut *request, name, value);
            }
        }
        cursor = next;
    }
    Err(Error::unreadable(format!("the list has more than {MOST_PAGES} pages")).in_call(call.lookup.operation.name))
}

/// Adds the rows of a page, and returns whether one of them is from the gap.
fn take_rows(rows: &dyn RowSink, missed: &Missed, fetched: &mut Vec<FetchedRow>) -> Result<bool, Error> {
    let (earliest, keeps_earlier) = (earliest(missed), missed.fill.is_identified_by_time());
    let mut found = false;
    for index in 0..rows.len() {
        let row = rows.row(index).map_err(Clone::clone)?;
        let value = |place: usize| {
            let name = missed.push_wire.get(place)?;
            let own = row.shape().wire.iter().position(|wire| wire == name)?;
            Some(row.value(own))
        };
        let time = match value(missed.fill.time) {
            Some(Value::Timestamp(time)) => time.as_millis(),
            _ => continue,
        };
        found |= time >= earliest;
        if time >= earliest || keeps_earlier {
            let subject = missed.fill.id.iter().map(|place| value(*place).and_then(wire_json)).collect();
            fetched.push(FetchedRow { time, subject, json: Json::of(row) });
        }
    }
    Ok(found)
}

/// A scalar as a JSON string, in which OKX accepts every scalar; `None` if it is not set or not a scalar.
pub(super) fn wire_json(value: Value<'_>) -> Option<Json> {
    wire_text(value).map(|text| Json::from(&*text))
}

/// What to set in the request for the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cursor {
    settings: Vec<(usize, Json)>,
}

fn next_cursor(pages: &Pages, rows: &dyn RowSink, page: usize) -> Option<Cursor> {
    let settings = match &pages.order {
        PageOrder::Number(place) => vec![(*place, Json::from(i64::try_from(page).ok()? + 1))],
        PageOrder::Cursor(cursor) => {
            let last = rows.row(rows.len().checked_sub(1)?).ok()?;
            let value = wire_json(last.value(cursor.by))?;
            let with = cursor.with.iter().map(|(place, value)| (*place, Json::from(*value)));
            std::iter::once((cursor.older, value)).chain(with).collect()
        }
    };
    Some(Cursor { settings })
}

/// Reads a fetched row as a row of the channel: its fields have the same names.
pub(super) fn add_row(rows: &mut dyn RowSink, fetched: &FetchedRow, policy: &DecodePolicy, name: &'static str) {
    rows.add(&mut |row| {
        decode::decode_reply(fetched.json.get(), row, policy).map_err(|error| Error::from(error).in_call(name))
    });
    if rows.row(rows.len() - 1).is_err() {
        rows.attach_text(fetched.json.get());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ws::business::Candles;
    use crate::api::ws::private::Orders;
    use crate::api::{Channel, Rows};
    use crate::fields::query;

    fn missed<C: Channel>(channel: &str, arguments: &[(&str, &str)]) -> Missed {
        let wire = C::default().shape().wire;
        let value = |name: &&str| arguments.iter().find(|(own, _)| own == name).map(|(_, value)| Json::from(*value));
        Missed {
            fill: C::FACTS.filled_by.unwrap(),
            arguments: wire.iter().map(value).collect(),
            channel: channel.into(),
            push_wire: C::Push::default().shape().wire,
            from: Timestamp::from_millis(10_000),
        }
    }

    fn queries(missed: &Missed, call: usize) -> Vec<String> {
        requests(&missed.fill.calls[call], missed).iter().map(|request| query(&**request)).collect()
    }

    #[test]
    fn arguments_that_the_call_knows_are_passed_on() {
        let one = missed::<Orders>("orders", &[("instType", "SPOT"), ("instId", "BTC-USDT")]);
        assert_eq!(queries(&one, 0), ["instType=SPOT&instId=BTC-USDT&limit=100"]);
        assert_eq!(queries(&one, 1), ["instType=SPOT&instId=BTC-USDT&limit=100"]);
    }

    #[test]
    fn a_parameter_that_no_argument_gives_takes_each_of_its_values() {
        let all = missed::<Orders>("orders", &[("instType", "ANY")]);
        assert_eq!(queries(&all, 0), ["limit=100"]);
        let types = ["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"];
        assert_eq!(queries(&all, 1), types.map(|kind| format!("instType={kind}&limit=100")));
    }

    #[test]
    fn the_length_of_candles_comes_from_the_name_of_the_channel() {
        let candles = missed::<Candles>("candle1m", &[("instId", "BTC-USDT")]);
        let query = &queries(&candles, 0)[0];
        assert!(query.contains("bar=1m") && query.contains("instId=BTC-USDT"), "{query}");
    }

    #[test]
    fn only_the_newest_row_about_an_order_counts() {
        let row =
            |time, subject: &str| FetchedRow { time, subject: vec![Some(Json::from(subject))], json: Json::from(time) };
        let rows = vec![row(1, "a"), row(2, "b"), row(3, "a")];
        assert_eq!(newest_of_each(rows), [row(2, "b"), row(3, "a")]);
    }

    #[test]
    fn a_fetched_row_is_read_as_a_push() {
        let mut rows = Rows::<<Candles as Channel>::Push>::default();
        let json =
            Json::parse(r#"["1597026383085","3.721","3.743","3.677","3.708","8422410","22698348","12698348","1"]"#);
        let fetched = FetchedRow { time: 0, subject: Vec::new(), json: json.unwrap() };
        add_row(&mut rows, &fetched, &DecodePolicy::default(), "ws.business.candles");
        assert_eq!(rows.one().unwrap().ts.as_millis(), 1_597_026_383_085);
        let mut rows = Rows::<<Candles as Channel>::Push>::default();
        let broken = FetchedRow { json: Json::from(5), ..fetched };
        add_row(&mut rows, &broken, &DecodePolicy::default(), "ws.business.candles");
        assert_eq!(rows.errors().next().unwrap().row_text(), Some("5"));
    }

    fn rows(times: &[i64]) -> Vec<FetchedRow> {
        let row =
            |time: &i64| FetchedRow { time: *time, subject: vec![Some(Json::from(*time))], json: Json::default() };
        times.iter().map(row).collect()
    }

    fn left(times: &[i64], earliest: i64, keeps_last: bool) -> Vec<i64> {
        let mut rows = rows(times);
        remove_earlier(&mut rows, earliest, keeps_last);
        rows.iter().map(|row| row.time).collect()
    }

    #[test]
    fn the_candle_that_ended_in_the_gap_is_kept() {
        assert_eq!(left(&[1, 2, 3, 4], 3, false), [3, 4]);
        assert_eq!(left(&[1, 2, 3, 4], 3, true), [2, 3, 4]);
        assert_eq!(left(&[1, 2], 3, true), [2]);
        assert_eq!(left(&[3], 3, true), [3]);
    }
}
