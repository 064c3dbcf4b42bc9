//! What a reply says as a whole, and what is known about its rows beyond what they say.

use super::client_order_ids::ClientOrderIds;
use crate::endpoint::{Call, Method, Repeat, Verdict};
use crate::envelope::{self, RowSink};
use crate::error::Error;
use crate::exchange::Record;
use crate::fields::Lenient;
use crate::outcome::{Doubt, RowsSay, Summary};

/// Reads the body of a reply to a request of so many items into rows.
pub(super) fn read(
    body: &[u8],
    items: usize,
    rows: &mut dyn RowSink,
    record: &mut Record,
    lenient: &Lenient,
) -> Result<Summary, Error> {
    rows.clear();
    let head = envelope::read(body, rows, lenient)?;
    (record.in_time, record.out_time) = (head.in_time, head.out_time);
    let whole = Error::refused(&head.code, None, &head.message);
    let rate_code = errors(rows).chain([&whole]).find(|error| error.is_rate_limited()).and_then(Error::code);
    Ok(Summary {
        rate_code: rate_code.map(Into::into),
        code: head.code.as_str().into(),
        message: head.message.as_str().into(),
        rows: say(rows, items),
    })
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

/// Completes the rows of an answer: every item of a request that makes things has a row, every item of a batch whose rows tell what became of
/// each has one (a batch may also be answered as a whole), and every error tells the name of what it is
/// about. `may_be_done` says that an earlier sending may have been done, so no refusal means that nothing was.
pub(super) fn complete(
    call: &Call,
    ids: &ClientOrderIds,
    items: usize,
    may_be_done: bool,
    doubt: Option<Doubt>,
    rows: &mut dyn RowSink,
) {
    if matches!(call.repeat, Repeat::By(_)) || call.up_to > 1 && rows.tells_outcomes() {
        for index in rows.len()..items {
            let silence = Error::unknown("OKX said nothing about it");
            rows.add(&mut |_| Err(if items > 1 { silence.clone().at_item(index) } else { silence.clone() }));
        }
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
