//! Reads replies, and matches their rows with the items of the request.

use super::attribution::{Identity, IdentityRecorder, MatchedRows, is_about_another, match_rows};
use super::client_order_ids::ClientOrderIds;
use super::contradiction::RowCounts;
use super::record::ExchangeRecord;
use crate::api::{Request, refused};
use crate::error::{Error, ExecutionWindow, Verdict};
use crate::facts::{Operation, Repeat, RowPlacement, RowSink};
use crate::fields::DecodePolicy;
use crate::judge::envelope;
use crate::judge::outcome::{AttemptOutcome, ReplySummary, RowsOutcome};
use crate::value::Timestamp;

/// Codes of replies whose rows report the outcome of each item: all, none and some were executed.
const ROW_LEVEL_CODES: [&str; 3] = ["0", "1", "2"];

/// A complete reply as a carrier received it, from OKX or from a server in between.
pub(crate) struct Reply {
    pub(crate) body: Vec<u8>,
    /// The HTTP status; 200 if the carrier has none.
    pub(crate) status: u16,
    /// When it was sent on the server's clock, in whole seconds.
    pub(crate) date: Option<Timestamp>,
}

/// A request with the client order IDs it was sent with.
#[derive(Clone, Copy)]
pub(crate) struct SentRequest<'a> {
    pub(crate) request: Request<'a>,
    /// The client order IDs generated for its items.
    pub(crate) ids: Option<&'a ClientOrderIds>,
}

/// Reads a reply into `rows`, and stores everything else it says in `record`. If the request changes something, each row is matched with
/// its item: the rows are put into the order of the items, and a row that is contradictory or about another item becomes an unknown outcome.
pub(crate) fn read(
    sent: SentRequest<'_>,
    reply: Reply,
    rows: &mut dyn RowSink,
    record: &mut ExchangeRecord,
    policy: &DecodePolicy,
) -> AttemptOutcome {
    let Reply { body, status, .. } = reply;
    let read = summary(sent, &body, rows, record, policy).map_err(|error| {
        let begins_like_okx = body.trim_ascii_start().starts_with(b"{");
        if begins_like_okx { error.in_damaged_reply() } else { error }
    });
    record.http_status = Some(status);
    record.body = Some(body);
    AttemptOutcome::Replied { status, read }
}

fn summary(
    sent: SentRequest<'_>,
    body: &[u8],
    rows: &mut dyn RowSink,
    record: &mut ExchangeRecord,
    policy: &DecodePolicy,
) -> Result<ReplySummary, Error> {
    rows.clear();
    let Request { operation, items, .. } = sent.request;
    let identities = Identity::of_items(sent.request, sent.ids);
    let (head, row_identities) = if identities.iter().all(Identity::is_empty) {
        (envelope::read(body, rows, policy)?, Vec::new())
    } else {
        let mut recorder = IdentityRecorder::new(rows, operation.identities);
        let head = envelope::read(body, &mut recorder, policy)?;
        (head, recorder.into_identities())
    };
    (record.in_time, record.out_time) = (head.in_time, head.out_time);
    let whole = refused(&head.code, None, &head.message);
    let rate_code = errors(rows).chain([&whole]).find(|error| error.is_rate_limited()).and_then(Error::code);
    let rate_code = rate_code.map(Into::into);
    if operation.only_reads {
        reject_rows_of_others(&identities, &row_identities, rows);
    } else if ROW_LEVEL_CODES.contains(&&*head.code) && rows.len() > 0 {
        arrange(sent.request, &head.code, &identities, &row_identities, rows);
    }
    Ok(ReplySummary {
        rate_code,
        code: head.code.as_str().into(),
        message: head.message.as_str().into(),
        rows: rows_outcome(rows, items.len()),
    })
}

/// A row about another item than the one that was requested is an error.
fn reject_rows_of_others(items: &[Identity], row_identities: &[Identity], rows: &mut dyn RowSink) {
    let [item] = items else { return };
    let other = |row: &Identity| is_about_another(item, row);
    if row_identities.iter().any(|row| other(row).is_some()) {
        let place = |(index, row): (usize, &Identity)| match other(row) {
            Some(other) => {
                RowPlacement::Error(Error::unreadable(format!("row is about `{other}`, which was not requested")))
            }
            None => RowPlacement::Row(index),
        };
        rows.reorder(row_identities.iter().enumerate().map(place).collect());
        envelope::number(rows);
    }
}

/// Puts the rows into the order of the items, and replaces those that leave the outcome open with errors.
fn arrange(
    request: Request<'_>,
    code: &str,
    identities: &[Identity],
    row_identities: &[Identity],
    rows: &mut dyn RowSink,
) {
    let Request { operation, items, .. } = request;
    // An undescribed code leaves the outcome open.
    rows.map_errors(&mut |_, error| {
        let is_undescribed = error.is_refused() && error.verdict().is_none();
        if is_undescribed { error.into_unknown() } else { error }
    });
    let one_row_each = if items.is_batch() { rows.reports_outcomes() } else { !operation.many_rows };
    let mut places = if one_row_each {
        let unidentified = vec![Identity::default(); rows.len()];
        let row_identities = if row_identities.is_empty() { &unidentified } else { row_identities };
        by_item(operation, identities, row_identities, rows)
    } else {
        of_single_item(identities, row_identities, rows.len())
    };
    let counts = RowCounts::of(&places, items.len(), rows);
    for place in &mut places {
        if let Some(what) = counts.contradiction(code, place, rows) {
            *place = RowPlacement::Error(Error::unknown(what));
        }
    }
    if places.len() != rows.len() || !places.iter().enumerate().all(|(own, place)| place.is_row(own)) {
        rows.reorder(places);
        envelope::number(rows);
    }
}

/// The row of each item.
fn by_item(
    operation: &Operation,
    identities: &[Identity],
    row_identities: &[Identity],
    rows: &dyn RowSink,
) -> Vec<RowPlacement> {
    let matched = match_rows(identities, row_identities);
    let used: usize = matched
        .iter()
        .map(|found| match found {
            MatchedRows::One(_) => 1,
            MatchedRows::Several(rows) => rows.len(),
            MatchedRows::Other(_) | MatchedRows::None => 0,
        })
        .sum();
    if used < rows.len() {
        let surplus = rows.len() - used;
        tracing::warn!(call = operation.name, rows = surplus, "the reply has rows about items that were not sent");
    }
    let place = |found| match found {
        MatchedRows::One(row) => RowPlacement::Row(row),
        MatchedRows::Several(several) => {
            let done = several.iter().filter(|row| rows.row(**row).is_ok()).count();
            let refused = several.iter().filter(|row| rows.row(**row).is_err_and(Error::is_refused)).count();
            let all_agree = done == several.len() || refused == several.len();
            if all_agree {
                RowPlacement::Row(several[0])
            } else {
                RowPlacement::Error(Error::unknown("the reply has contradictory rows for this item"))
            }
        }
        MatchedRows::Other(other) => RowPlacement::Error(about_other(&other)),
        MatchedRows::None => RowPlacement::Error(Error::unknown("the reply has no row for this item")),
    };
    matched.into_iter().map(place).collect()
}

fn about_other(other: &str) -> Error {
    Error::unknown(format!("the reply is about `{other}`, not about this item"))
}

/// The rows of a reply that may have any number of them: those about another item leave the outcome open.
fn of_single_item(identities: &[Identity], row_identities: &[Identity], rows: usize) -> Vec<RowPlacement> {
    let other = |row: usize| match identities {
        [item] => row_identities.get(row).and_then(|row| is_about_another(item, row)),
        _ => None,
    };
    let place = |row| match other(row) {
        Some(other) => RowPlacement::Error(about_other(&other)),
        None => RowPlacement::Row(row),
    };
    (0..rows).map(place).collect()
}

/// The outcome that the rows report.
fn rows_outcome(rows: &dyn RowSink, items: usize) -> RowsOutcome {
    let refused = |index: usize| rows.row(index).err().filter(|error| error.is_refused());
    let has_outcome = |index: usize| match rows.row(index) {
        Ok(row) => row.shape().outcome.is_some(),
        Err(error) => !error.is_unreadable(),
    };
    let verdicts = (0..rows.len()).filter_map(refused).map(|error| error.verdict().unwrap_or(Verdict::Never));
    match verdicts.clone().max_by_key(|verdict| caution(*verdict)) {
        // An item without a row may have been executed.
        Some(verdict) if verdicts.count() == rows.len() && rows.len() >= items => RowsOutcome::Refused(verdict),
        _ if (0..rows.len()).any(has_outcome) => RowsOutcome::Done,
        _ => RowsOutcome::Nothing,
    }
}

/// Rows are retried together, so the most cautious of their verdicts applies.
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

/// Completes the rows of a result: items that the reply does not mention get an error, and every error names its item. If `may_be_done`,
/// an earlier attempt may have been executed, so a rejection does not mean that the item was not executed.
pub(crate) fn complete(
    sent: SentRequest<'_>,
    may_be_done: bool,
    window: Option<ExecutionWindow>,
    rows: &mut dyn RowSink,
) {
    let Request { operation, items, .. } = sent.request;
    for index in rows.len()..expected_rows(sent.request, rows) {
        let missing = Error::unknown("the reply does not mention this item");
        rows.add(&mut |_| Err(if items.len() > 1 { missing.clone().at_item(index) } else { missing.clone() }));
    }
    let ids: Vec<&str> = sent.ids.into_iter().flat_map(ClientOrderIds::all).collect();
    let named = ids.len() == rows.len();
    rows.map_errors(&mut |index, error| {
        let is_uncertain = error.is_unreadable() || may_be_done && error.is_refused();
        let error = if is_uncertain && !operation.only_reads { error.into_unknown() } else { error };
        let error = error.in_call(operation.name).with_execution_window(window);
        if named { error.with_client_order_ids([ids[index]]) } else { error }
    });
}

/// The least number of rows that a reply must have to determine the outcome of a request that changes something. A batch without results
/// per item may be answered as a whole, and a list that may be empty proves nothing.
fn expected_rows(request: Request<'_>, rows: &dyn RowSink) -> usize {
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
