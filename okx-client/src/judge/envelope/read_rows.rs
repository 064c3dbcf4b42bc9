//! Reads the rows of a reply, within memory bounds.

use super::{RowSink, is_flat, number, row_outcome};
use crate::error::Error;
use crate::facts::Form;
use crate::fields::DecodeError;
use crate::fields::decode::{self, MemberOrder};
use crate::fields::reader::Reader;

/// The most unreadable rows that are kept as separate errors. A reply with a million of them would take hundreds of times its own size; the
/// rest are only counted.
const MOST_UNREADABLE: usize = 1_000;

/// The approximate size of an error in bytes.
const ERROR_SIZE: usize = 512;

/// Reads the rows of a reply.
pub(super) struct RowReader<'a> {
    pub(super) order: MemberOrder,
    /// The number of rows that could not be read.
    pub(super) unreadable: usize,
    /// The number of rows that are only counted.
    pub(super) left_out: usize,
    pub(super) rows: &'a mut dyn RowSink,
}

impl RowReader<'_> {
    /// Reads all rows: an array of rows, or a single one.
    pub(super) fn all(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if reader.take_absent() {
            return Ok(());
        }
        if reader.peek() != b'[' {
            return self.row(reader);
        }
        let start = reader.mark();
        let mut array = reader.open()?;
        let mut more = reader.entry(&mut array)?;
        if more && self.rows.form() == Form::Row && reader.peek() != b'[' {
            reader.go_back(start);
            let flat = is_flat(reader.any()?);
            reader.go_back(start);
            if flat {
                return self.row(reader);
            }
            array = reader.open()?;
            more = reader.entry(&mut array)?;
        }
        let size = self.rows.row_size();
        while more {
            if self.rows.len() == decode::ENTRIES_BEFORE_RESERVING {
                self.rows.reserve(decode::entries_to_reserve(reader, start, size));
            }
            if reader.take_room(size) {
                self.row(reader)?;
            } else {
                reader.any()?;
                self.left_out += 1;
            }
            more = reader.entry(&mut array)?;
        }
        Ok(())
    }

    /// Adds the index of each row to its error, and an error with the number of rows that are only counted.
    pub(super) fn end(self) {
        let Self { rows, left_out, .. } = self;
        number(rows);
        if left_out > 0 {
            let what =
                format!("{left_out} more rows omitted: they cannot be read, or need far more memory than their text");
            rows.add(&mut |_| Err(Error::unreadable(what.clone())));
        }
    }

    /// Reads and judges a row. A row of another structure is skipped, as long as it is JSON.
    fn row(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let start = reader.mark();
        let mut unread = None;
        let order = &mut self.order;
        let mut is_done = true;
        self.rows.add(&mut |fields| {
            let read = match decode::shape(reader, fields, order) {
                Ok(()) => row_outcome(fields),
                Err(fault) => Err(fault.into()),
            };
            is_done = read.is_ok();
            if read.as_ref().is_err_and(Error::is_unreadable) {
                reader.go_back(start);
                unread = Some(reader.any());
            }
            read
        });
        if is_done {
            return Ok(());
        }
        if let Some(text) = unread {
            let text = text?;
            self.unreadable += 1;
            if self.unreadable > MOST_UNREADABLE {
                self.rows.pop();
                self.left_out += 1;
                reader.return_room(self.rows.row_size());
                return Ok(());
            }
            self.rows.attach_text(text);
        }
        reader.take_room(ERROR_SIZE);
        Ok(())
    }
}
