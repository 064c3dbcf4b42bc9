//! What a reply says as a whole, and what is known about its rows beyond what they say.

use super::attribution::{Attributed, Identity, Noting, attribute, is_about_another};
use super::client_order_ids::ClientOrderIds;
use super::contradiction::Tally;
use super::record::Record;
use super::reply::Reply;
use crate::api::{Request, refused};
use crate::error::{Error, ExecutionWindow, Verdict};
use crate::facts::{Operation, Repeat, RowPlacement, RowSink};
use crate::fields::DecodePolicy;
use crate::judge::envelope;
use crate::judge::outcome::{RowsSay, Sent, Summary};

/// Codes of replies whose rows say what became of each item: all, none and some were done.
const TOLD_BY_ROWS: [&str; 3] = ["0", "1", "2"];

/// A request with what it asked for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) request: Request<'a>,
    /// The client order IDs that were made for its items.
    pub(crate) ids: Option<&'a ClientOrderIds>,
}

/// Reads a reply to a request into rows, and writes down in `record` what else it says. Each row of the reply to a request that changes
/// something is matched with its item: the rows are put into the order of the items, and what is contradictory or about something else
/// becomes an unknown outcome.
pub(crate) fn read(
    asked: Asked<'_>,
    reply: Reply,
    rows: &mut dyn RowSink,
    record: &mut Record,
    policy: &DecodePolicy,
) -> Sent {
    let Reply { body, status, .. } = reply;
    let read = summary(asked, &body, rows, record, policy);
    record.http_status = Some(status);
    record.body = Some(body);
    Sent::Replied { status, read }
}

fn summary(
    asked: Asked<'_>,
    body: &[u8],
    rows: &mut dyn RowSink,
    record: &mut Record,
    policy: &DecodePolicy,
) -> Result<Summary, Error> {
    rows.clear();
    let Request { operation, items, .. } = asked.request;
    let identities = Identity::of_items(asked.request, asked.ids);
    let (head, told) = if identities.iter().all(Identity::is_empty) {
        (envelope::read(body, rows, policy)?, Vec::new())
    } else {
        let mut noting = Noting::new(rows, operation.identities);
        let head = envelope::read(body, &mut noting, policy)?;
        (head, noting.into_noted())
    };
    (record.in_time, record.out_time) = (head.in_time, head.out_time);
    let whole = refused(&head.code, None, &head.message);
    let rate_code = errors(rows).chain([&whole]).find(|error| error.is_rate_limited()).and_then(Error::code);
    let rate_code = rate_code.map(Into::into);
    if operation.only_reads {
        leave_out_others(&identities, &told, rows);
    } else if TOLD_BY_ROWS.contains(&&*head.code) && rows.len() > 0 {
        settle(asked.request, &head.code, &identities, &told, rows);
    }
    Ok(Summary {
        rate_code,
        code: head.code.as_str().into(),
        message: head.message.as_str().into(),
        rows: say(rows, items.len()),
    })
}

/// A row about something else than what was asked for is no answer.
fn leave_out_others(asked: &[Identity], told: &[Identity], rows: &mut dyn RowSink) {
    let [asked] = asked else { return };
    let other = |told: &Identity| is_about_another(asked, told);
    if told.iter().any(|told| other(told).is_some()) {
        let place = |(index, told): (usize, &Identity)| match other(told) {
            Some(other) => {
                RowPlacement::Error(Error::unreadable(format!("the row is about `{other}`, which was not asked for")))
            }
            None => RowPlacement::Row(index),
        };
        rows.reorder(told.iter().enumerate().map(place).collect());
        envelope::number(rows);
    }
}

/// Brings the rows into the order of the items, and makes errors of those that leave the outcome open.
fn settle(request: Request<'_>, code: &str, asked: &[Identity], told: &[Identity], rows: &mut dyn RowSink) {
    let Request { operation, items, .. } = request;
    // A code nobody described says nothing.
    rows.map_errors(&mut |_, error| {
        let nobody_knows_it = error.is_refused() && error.verdict().is_none();
        if nobody_knows_it { error.into_unknown() } else { error }
    });
    let each_has_one = if items.is_batch() { rows.reports_outcomes() } else { !operation.many_rows };
    let mut places = if each_has_one {
        let silent = vec![Identity::default(); rows.len()];
        by_item(operation, asked, if told.is_empty() { &silent } else { told }, rows)
    } else {
        about_the_only_item(asked, told, rows.len())
    };
    let tally = Tally::of(&places, items.len(), rows);
    for place in &mut places {
        if let Some(what) = tally.contradiction(code, place, rows) {
            *place = RowPlacement::Error(Error::unknown(what));
        }
    }
    if places.len() != rows.len() || !places.iter().enumerate().all(|(own, place)| place.is_row(own)) {
        rows.reorder(places);
        envelope::number(rows);
    }
}

/// What becomes the row of each item.
fn by_item(operation: &Operation, asked: &[Identity], told: &[Identity], rows: &dyn RowSink) -> Vec<RowPlacement> {
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
            call = operation.name,
            rows = rows.len() - used,
            "the reply has rows about something that was not sent"
        );
    }
    let place = |found| match found {
        Attributed::Row(row) => RowPlacement::Row(row),
        Attributed::Rows(several) => {
            let done = several.iter().filter(|row| rows.row(**row).is_ok()).count();
            let refused = several.iter().filter(|row| rows.row(**row).is_err_and(Error::is_refused)).count();
            let all_say_the_same = done == several.len() || refused == several.len();
            if all_say_the_same {
                RowPlacement::Row(several[0])
            } else {
                RowPlacement::Error(Error::unknown("the reply has several contradictory rows for this item"))
            }
        }
        Attributed::Other(other) => {
            RowPlacement::Error(Error::unknown(format!("the reply is about `{other}` instead")))
        }
        Attributed::Nothing => RowPlacement::Error(Error::unknown("the reply has no row for this item")),
    };
    attributed.into_iter().map(place).collect()
}

/// The rows of a reply that has any number of them: those about something else leave the outcome open.
fn about_the_only_item(asked: &[Identity], told: &[Identity], rows: usize) -> Vec<RowPlacement> {
    let other = |row: usize| match asked {
        [asked] => told.get(row).and_then(|told| is_about_another(asked, told)),
        _ => None,
    };
    let place = |row| match other(row) {
        Some(other) => RowPlacement::Error(Error::unknown(format!("the reply is about `{other}` instead"))),
        None => RowPlacement::Row(row),
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
pub(crate) fn complete(asked: Asked<'_>, may_be_done: bool, window: Option<ExecutionWindow>, rows: &mut dyn RowSink) {
    let Request { operation, items, .. } = asked.request;
    for index in rows.len()..expected(asked.request, rows) {
        let silence = Error::unknown("the reply says nothing about it");
        rows.add(&mut |_| Err(if items.len() > 1 { silence.clone().at_item(index) } else { silence.clone() }));
    }
    let ids: Vec<&str> = asked.ids.into_iter().flat_map(ClientOrderIds::all).collect();
    let named = ids.len() == rows.len();
    rows.map_errors(&mut |index, error| {
        let doubtful = error.is_unreadable() || may_be_done && error.is_refused();
        let error = if doubtful && !operation.only_reads { error.into_unknown() } else { error };
        let error = error.in_call(operation.name).with_execution_window(window);
        if named { error.with_client_order_ids([ids[index]]) } else { error }
    });
}

/// How many rows a reply must have to say what became of a request that changes something. A batch whose rows tell nothing of single
/// items may be answered as a whole, and a list that may be empty proves nothing.
fn expected(request: Request<'_>, rows: &dyn RowSink) -> usize {
    let Request { operation, items, .. } = request;
    if operation.only_reads {
        0
    } else if items.is_batch() && rows.reports_outcomes() {
        items.len()
    } else if !operation.many_rows || rows.reports_outcomes() {
        1
    } else {
        usize::from(!matches!(operation.repeat, Repeat::Always) && rows.has_fields())
    }
}
