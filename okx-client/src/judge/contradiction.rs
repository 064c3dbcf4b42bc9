//! Replies whose code says something else than their rows.

use crate::facts::{RowPlacement, RowSink};

/// What the rows of a reply say.
#[derive(Default)]
pub(super) struct Tally {
    done: usize,
    refused: usize,
    /// How many items no row speaks of, or one that leaves it open.
    open: usize,
}

/// What one row says.
enum Said<'a> {
    Done,
    Refused(&'a str),
    /// Nothing, or nothing certain.
    Open,
}

impl Tally {
    pub(super) fn of(places: &[RowPlacement], items: usize, rows: &dyn RowSink) -> Self {
        let mut tally = Self { open: items.saturating_sub(places.len()), ..Self::default() };
        for place in places {
            match said(place, rows) {
                Said::Done => tally.done += 1,
                Said::Refused(_) => tally.refused += 1,
                Said::Open => tally.open += 1,
            }
        }
        tally
    }

    /// What contradicts a row: the code of the reply says that all (`0`), none (`1`) or a part (`2`) was done. Nobody can tell which of
    /// the two is right. A refused row among done ones is only told too roughly by `0`.
    pub(super) fn contradiction(&self, code: &str, place: &RowPlacement, rows: &dyn RowSink) -> Option<String> {
        match (code, said(place, rows)) {
            ("0", Said::Refused(own)) if self.done + self.open == 0 => {
                Some(format!("the reply's code 0 says that it was done, and the row's code {own} that it was not"))
            }
            ("1", Said::Done) => {
                Some("the reply's code 1 says that nothing was done, and the row that it was".to_owned())
            }
            ("2", Said::Done) if self.refused + self.open == 0 => {
                Some("the reply's code 2 says that a part was refused, and every row that it was done".to_owned())
            }
            ("2", Said::Refused(own)) if self.done + self.open == 0 => Some(format!(
                "the reply's code 2 says that a part was done, and every row that it was refused; the row's code is {own}"
            )),
            _ => None,
        }
    }
}

fn said<'a>(place: &RowPlacement, rows: &'a dyn RowSink) -> Said<'a> {
    let RowPlacement::Row(row) = place else { return Said::Open };
    match rows.row(*row) {
        Ok(row) if row.shape().outcome.is_some() => Said::Done,
        Err(error) if error.is_refused() => Said::Refused(error.code().unwrap_or_default()),
        _ => Said::Open,
    }
}
