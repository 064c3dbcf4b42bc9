//! Detects replies whose code contradicts their rows.

use crate::facts::{RowPlacement, RowSink};

/// How many items were executed and rejected, according to the rows of a reply.
#[derive(Default)]
pub(super) struct RowCounts {
    done: usize,
    refused: usize,
    /// Items without a row, or whose row leaves the outcome open.
    open: usize,
}

/// What one row says about its item.
enum RowOutcome<'a> {
    Done,
    Refused(&'a str),
    /// Nothing certain.
    Open,
}

impl RowCounts {
    pub(super) fn of(places: &[RowPlacement], items: usize, rows: &dyn RowSink) -> Self {
        let mut counts = Self { open: items.saturating_sub(places.len()), ..Self::default() };
        for place in places {
            match outcome(place, rows) {
                RowOutcome::Done => counts.done += 1,
                RowOutcome::Refused(_) => counts.refused += 1,
                RowOutcome::Open => counts.open += 1,
            }
        }
        counts
    }

    /// Describes how the reply's code contradicts a row, if it does. The code says that all (`0`), none (`1`) or some (`2`) items were
    /// executed, and if a row says otherwise, either may be wrong. A rejected row among executed ones does not contradict `0`: that code
    /// is only imprecise.
    pub(super) fn contradiction(&self, code: &str, place: &RowPlacement, rows: &dyn RowSink) -> Option<String> {
        match (code, outcome(place, rows)) {
            ("0", RowOutcome::Refused(own)) if self.done + self.open == 0 => Some(format!(
                "contradictory reply: code 0 reports success, but the row reports rejection with code {own}"
            )),
            ("1", RowOutcome::Done) => Some(
                "contradictory reply: code 1 reports that nothing was executed, but the row reports success".to_owned(),
            ),
            ("2", RowOutcome::Done) if self.refused + self.open == 0 => {
                Some("contradictory reply: code 2 reports partial success, but every row reports success".to_owned())
            }
            ("2", RowOutcome::Refused(own)) if self.done + self.open == 0 => Some(format!(
                "contradictory reply: code 2 reports partial success, but every row reports rejection; the row's code is {own}"
            )),
            _ => None,
        }
    }
}

fn outcome<'a>(place: &RowPlacement, rows: &'a dyn RowSink) -> RowOutcome<'a> {
    let RowPlacement::Row(row) = place else { return RowOutcome::Open };
    match rows.row(*row) {
        Ok(row) if row.shape().outcome.is_some() => RowOutcome::Done,
        Err(error) if error.is_refused() => RowOutcome::Refused(error.code().unwrap_or_default()),
        _ => RowOutcome::Open,
    }
}
