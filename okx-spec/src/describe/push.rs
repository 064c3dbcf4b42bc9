//! What is known about the pushes of a channel, as text.

use super::full_name;
use crate::Model;
use crate::model::{Channel, Field, Fill, FillCall, Once, RowKey, Silence, Snapshot};

/// Everything that is known about the pushes of a channel: what it is about, and what is known.
pub fn pushes(model: &Model, channel: &Channel) -> Vec<(&'static str, String)> {
    let facts = [
        ("starts", snapshot(model, channel)),
        ("silence", silence(model, channel).map(|most| format!("at most {most}"))),
        ("once", once(model, channel)),
        ("excludes", excludes(channel)),
        ("heavy", (!channel.heavy.is_empty()).then(|| channel.heavy.join(", "))),
        ("counted", channel.counted.then(|| "the number of connections is limited".to_owned())),
    ];
    let facts = facts.into_iter().filter_map(|(name, fact)| Some((name, fact?)));
    facts.chain(filled_by(model, channel).into_iter().map(|call| ("filled", call))).collect()
}

/// `60 s`, or `5 s, unless extraParams is given`.
pub fn silence(model: &Model, channel: &Channel) -> Option<String> {
    let Silence { at_most, unless, at: _ } = channel.silence.as_ref()?;
    let unless = unless.map(|place| format!(", unless {} is given", model[channel.arguments].fields[place].wire));
    Some(format!("{at_most} s{}", unless.unwrap_or_default()))
}

/// `books-l2-tbt: books, books50-l2-tbt`.
pub fn excludes(channel: &Channel) -> Option<String> {
    let entries: Vec<String> =
        channel.excludes.iter().map(|(own, others)| format!("{own}: {}", others.join(", "))).collect();
    (!entries.is_empty()).then(|| entries.join("; "))
}

/// `by seqId, after prevSeqId`, or `by ordId, tradeId when tradeId is given; by ordId, uTime`.
pub fn once(model: &Model, channel: &Channel) -> Option<String> {
    let row = &model[channel.push.row].fields;
    match channel.once.as_ref()? {
        Once::Sequence { id, previous } => Some(format!("by {}, after {}", row[*id].wire, row[*previous].wire)),
        Once::Keys(keys) => Some(keys.iter().map(|key| row_key(key, row)).collect::<Vec<_>>().join("; ")),
    }
}

fn row_key(key: &RowKey, row: &[Field]) -> String {
    let RowKey { when, by, at: _ } = key;
    let conditions: Vec<String> = when
        .iter()
        .map(|(place, values)| match values.as_slice() {
            [] => format!("{} is given", row[*place].wire),
            values => format!("{} is {}", row[*place].wire, values.join(" or ")),
        })
        .collect();
    let when = if conditions.is_empty() { String::new() } else { format!(" when {}", conditions.join(" and ")) };
    format!("by {}{when}", wires(row, by))
}

/// `with the whole state`, or `with the whole state, in pages (curPage, lastPage), again at intervals`.
pub fn snapshot(model: &Model, channel: &Channel) -> Option<String> {
    match channel.snapshot.as_ref()? {
        Snapshot::Full => Some("with the whole state".to_owned()),
        Snapshot::Paged { page, last, repeats } => {
            let beside = &model[channel.beside?].fields;
            let again = if *repeats { ", again at intervals" } else { "" };
            let pages = format!("in pages ({}, {})", beside[*page].wire, beside[*last].wire);
            Some(format!("with the whole state, {pages}{again}"))
        }
    }
}

/// A line for each call: `market.get_candles with instId, bar from the name after candle, by ts at ts`.
pub fn filled_by(model: &Model, channel: &Channel) -> Vec<String> {
    let Some(Fill { id, time, calls, at: _ }) = &channel.filled_by else { return Vec::new() };
    let row = &model[channel.push.row].fields;
    let by = format!("by {} at {}", wires(row, id), row[*time].wire);
    calls.iter().map(|call| format!("{}, {by}", fill_call(model, channel, call))).collect()
}

fn fill_call(model: &Model, channel: &Channel, fill: &FillCall) -> String {
    let FillCall { call, takes, bar, each, complete, at: _ } = fill;
    let call = &model[*call];
    let parameters = &model[call.request].fields;
    let arguments = &model[channel.arguments].fields;
    let mut given: Vec<String> = takes.iter().map(|(argument, _)| arguments[*argument].wire.clone()).collect();
    given.extend(bar.iter().map(|(place, prefix)| format!("{} from the name after {prefix}", parameters[*place].wire)));
    given.extend(
        each.iter().map(|(place, values)| format!("each {} of {}", parameters[*place].wire, values.join(", "))),
    );
    if *complete {
        given.push("to the end".to_owned());
    }
    format!("{} with {}", full_name(model, call), given.join(", "))
}

fn wires(fields: &[Field], places: &[usize]) -> String {
    let wires: Vec<&str> = places.iter().map(|place| fields[*place].wire.as_str()).collect();
    wires.join(", ")
}
