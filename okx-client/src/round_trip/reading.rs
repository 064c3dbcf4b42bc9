//! What a reply says as a whole, and what is known about its rows beyond what they say.

use super::attribution::{Attributed, Identity, Noting, attribute, is_about_another};
use super::client_order_ids::ClientOrderIds;
use super::contradiction::Tally;
use super::prepare::Prepared;
use crate::endpoint::{Call, Method, Repeat, Verdict};
use crate::envelope::{self, Place, RowSink};
use crate::error::Error;
use crate::exchange::Record;
use crate::fields::Lenient;
use crate::outcome::{Doubt, RowsSay, Summary};

/// Codes of replies whose rows say what became of each item: all, none and some were done.
const TOLD_BY_ROWS: [&str; 3] = ["0", "1", "2"];

/// Reads the body of a reply to a request into rows. Of a request that changes something each row is taken for what it is about: the
/// rows come to stand in the order of the items, and what is contradictory or about something else becomes an unknown outcome.
pub(super) fn read(
    prepared: &Prepared<'_>,
    body: &[u8],
    rows: &mut dyn RowSink,
    record: &mut Record,
    lenient: &Lenient,
) -> Result<Summary, Error> {
    rows.clear();
    let (call, items) = (prepared.call, prepared.items.len());
    let asked = Identity::of_items(call, prepared.items, prepared.ids);
    let (head, told) = if asked.iter().all(Identity::is_empty) {
        (envelope::read(body, rows, lenient)?, Vec::new())
    } else {
        let mut noting = Noting::new(rows, call.identities);
        let head = envelope::read(body, &mut noting, lenient)?;
        (head, noting.into_noted())
    };
    (record.in_time, record.out_time) = (head.in_time, head.out_time);
    let whole = Error::refused(&head.code, None, &head.message);
    let rate_code = errors(rows).chain([&whole]).find(|error| error.is_rate_limited()).and_then(Error::code);
    let rate_code = rate_code.map(Into::into);
    if call.method == Method::Get {
        leave_out_others(&asked, &told, rows);
    } else if TOLD_BY_ROWS.contains(&&*head.code) && rows.len() > 0 {
        settle(prepared, &head.code, &asked, &told, rows);
    }
    Ok(Summary {
        rate_code,
        code: head.code.as_str().into(),
        message: head.message.as_str().into(),
        rows: say(rows, items),
    })
}

/// A row about something else than what was asked for is no answer.
fn leave_out_others(asked: &[Identity], told: &[Identity], rows: &mut dyn RowSink) {
    let [asked] = asked else { return };
    let other = |told: &Identity| is_about_another(asked, told);
    if told.iter().any(|told| other(told).is_some()) {
        let place = |(index, told): (usize, &Identity)| match other(told) {
            Some(other) => {
                Place::Error(Error::unreadable(format!("the row is about `{other}`, which was not asked for")))
            }
            None => Place::Row(index),
        };
        rows.arrange(told.iter().enumerate().map(place).collect());
        envelope::number(rows);
    }
}

/// Brings the rows into the order of the items, and makes errors of those that leave the outcome open.
fn settle(prepared: &Prepared<'_>, code: &str, asked: &[Identity], told: &[Identity], rows: &mut dyn RowSink) {
    let call = prepared.call;
    // A code nobody described says nothing.
    rows.amend(&mut |_, error| {
        let nobody_knows_it = error.is_refused() && error.verdict().is_none();
        if nobody_knows_it { error.may_have_been_done() } else { error }
    });
    let each_has_one = if prepared.items.is_batch() { rows.tells_outcomes() } else { !call.many_rows };
    let mut places = if each_has_one {
        let silent = vec![Identity::default(); rows.len()];
        by_item(call, asked, if told.is_empty() { &silent } else { told }, rows)
    } else {
        about_the_only_item(asked, told, rows.len())
    };
    let tally = Tally::of(&places, prepared.items.len(), rows);
    for place in &mut places {
        if let Some(what) = tally.contradiction(code, place, rows) {
            *place = Place::Error(Error::unknown(what));
        }
    }
    if places.len() != rows.len() || !places.iter().enumerate().all(|(own, place)| place.is_row(own)) {
        rows.arrange(places);
        envelope::number(rows);
    }
}

/// What becomes the row of each item.
fn by_item(call: &Call, asked: &[Identity], told: &[Identity], rows: &dyn RowSink) -> Vec<Place> {
    let attributed = attribute(asked, told);
    let used: usize = attributed
        .iter()
        .map(|found| match found {
            Attributed::Row(_) => 1,
            Attributed::Rows(rows) => rows.len(),
            Attributed::Other(_) | Attributed::Nothing => 0,
        })
        .sum();
    if used < rows.len() {
        tracing::warn!(
            call = call.name,
            rows = rows.len() - used,
            "the reply has rows about something that was not sent"
        );
    }
    let place = |found| match found {
        Attributed::Row(row) => Place::Row(row),
        Attributed::Rows(several) => {
            let done = several.iter().filter(|row| rows.row(**row).is_ok()).count();
            let refused = several.iter().filter(|row| rows.row(**row).is_err_and(Error::is_refused)).count();
            let all_say_the_same = done == several.len() || refused == several.len();
            if all_say_the_same {
                Place::Row(several[0])
            } else {
                Place::Error(Error::unknown("the reply has several contradictory rows for this item"))
            }
        }
        Attributed::Other(other) => Place::Error(Error::unknown(format!("the reply is about `{other}` instead"))),
        Attributed::Nothing => Place::Error(Error::unknown("the reply has no row for this item")),
    };
    attributed.into_iter().map(place).collect()
}

/// The rows of a reply that has any number of them: those about something else leave the outcome open.
fn about_the_only_item(asked: &[Identity], told: &[Identity], rows: usize) -> Vec<Place> {
    let other = |row: usize| match asked {
        [asked] => told.get(row).and_then(|told| is_about_another(asked, told)),
        _ => None,
    };
    let place = |row| match other(row) {
        Some(other) => Place::Error(Error::unknown(format!("the reply is about `{other}` instead"))),
        None => Place::Row(row),
    };
    (0..rows).map(place).collect()
}

/// What rows say about being done.
fn say(rows: &dyn RowSink, items: usize) -> RowsSay {
    let refused = |index: usize| rows.row(index).err().filter(|error| error.is_refused());
    let speaks = |index: usize| match rows.row(index) {
        Ok(row) => row.shape().outcome.is_some(),
        Err(error) => !error.is_unreadable(),
    };
    let verdicts = (0..rows.len()).filter_map(refused).map(|error| error.verdict().unwrap_or(Verdict::Never));
    match verdicts.clone().max_by_key(|verdict| caution(*verdict)) {
        // An item without a row may have been done.
        Some(verdict) if verdicts.count() == rows.len() && rows.len() >= items => RowsSay::Refused(verdict),
        _ if (0..rows.len()).any(speaks) => RowsSay::Done,
        _ => RowsSay::Nothing,
    }
}

/// Rows of different verdicts are sent again together, so the most careful one rules.
fn caution(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Retry => 0,
        Verdict::Wait => 1,
        Verdict::ResyncClock => 2,
        Verdict::Never | Verdict::Unknown => 3,
    }
}

fn errors(rows: &dyn RowSink) -> impl Iterator<Item = &Error> {
    (0..rows.len()).filter_map(|index| rows.row(index).err())
}

/// Completes the rows of an answer: what was sent to be done and of which the reply says nothing has a row that says so, and every error
/// tells the name of what it is about. `may_be_done` says that an earlier sending may have been done, so no refusal means that nothing
/// was.
pub(super) fn complete(
    prepared: &Prepared<'_>,
    ids: &ClientOrderIds,
    may_be_done: bool,
    doubt: Option<Doubt>,
    rows: &mut dyn RowSink,
) {
    let (call, items) = (prepared.call, prepared.items.len());
    for index in rows.len()..expected(prepared, rows) {
        let silence = Error::unknown("the reply says nothing about it");
        rows.add(&mut |_| Err(if items > 1 { silence.clone().at_item(index) } else { silence.clone() }));
    }
    let ids: Vec<&str> = ids.all().collect();
    let named = ids.len() == rows.len();
    rows.amend(&mut |index, error| {
        let doubtful = error.is_unreadable() || may_be_done && error.is_refused();
        let error = if doubtful && call.method != Method::Get { error.may_have_been_done() } else { error };
        let error = error.in_call(call).with_doubt(doubt);
        if named { error.with_client_order_ids([ids[index]]) } else { error }
    });
}

/// How many rows a reply must have to say what became of a request that changes something. A batch whose rows tell nothing of single
/// items may be answered as a whole, and a list that may be empty proves nothing.
fn expected(prepared: &Prepared<'_>, rows: &dyn RowSink) -> usize {
    let call = prepared.call;
    match call.method {
        Method::Get => 0,
        Method::Post if prepared.items.is_batch() && rows.tells_outcomes() => prepared.items.len(),
        Method::Post if !call.many_rows || rows.tells_outcomes() => 1,
        Method::Post if matches!(call.repeat, Repeat::Always) || !rows.has_fields() => 0,
        Method::Post => 1,
    }
}
