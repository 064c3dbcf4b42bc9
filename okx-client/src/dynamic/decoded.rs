//! Replies that were kept, read through the generated types as a whole.

use crate::error::Error;
use crate::fields::decode::{self, Order};
use crate::fields::reader::Reader;
use crate::fields::undescribed::undescribed;
use crate::fields::{Fault, Fields, Form, write};
use crate::value::Json;

/// A reply that was kept, as the generated types see it.
#[derive(Debug)]
pub struct Decoded {
    /// The reply with the same members in the same order, each row written again from its typed value: what is absent or empty is left
    /// out, numbers are as OKX writes them, what nobody described is there as it came. A row that could not be read is `null`.
    pub value: Json,
    /// Members that the description does not know, as in `data[0].details[1].newMember`.
    pub undescribed: Vec<String>,
    /// Why rows could not be read, each with its place as its field, as in `data[0].px`.
    pub errors: Vec<Error>,
}

/// The members of an envelope, and of those around all rows of some replies.
const ENVELOPE: [&str; 6] = ["code", "msg", "data", "inTime", "outTime", "totalPage"];

/// Reads a whole reply whose rows are of the type that `row` makes. What its code says does not matter here.
pub(super) fn decode(reply: &str, row: fn() -> Box<dyn Fields>) -> Result<Decoded, Error> {
    let mut reading =
        Reading { reader: Reader::new(reply), row, out: String::new(), undescribed: Vec::new(), errors: Vec::new() };
    let seen = reading.envelope()?;
    if !seen.contains(&"code") {
        return Err(Error::unreadable("the reply has no `code`, so it is not OKX's"));
    }
    Ok(Decoded { value: Json::from_valid(&reading.out), undescribed: reading.undescribed, errors: reading.errors })
}

/// A reply on its way through the types.
struct Reading<'a> {
    reader: Reader<'a>,
    row: fn() -> Box<dyn Fields>,
    out: String,
    undescribed: Vec<String>,
    errors: Vec<Error>,
}

impl Reading<'_> {
    /// Gives the members of the envelope that were there.
    fn envelope(&mut self) -> Result<Vec<&'static str>, Fault> {
        let mut seen = Vec::new();
        decode::begins(&mut self.reader, b'{', "an object")?;
        let mut object = self.reader.open()?;
        let mut before = '{';
        while let Some(name) = self.reader.member(&mut object)? {
            self.out.push(before);
            self.out.push_str(Json::from(&*name).get());
            self.out.push(':');
            before = ',';
            let known = ENVELOPE.into_iter().find(|known| *known == name);
            match known {
                Some(twice) if seen.contains(&twice) => return Err(Fault::twice(twice)),
                Some(known) => seen.push(known),
                None => self.undescribed.push(name.to_string()),
            }
            self.member(known.unwrap_or_default())?;
        }
        self.reader.end()?;
        self.out.push_str(if before == '{' { "{}" } else { "}" });
        Ok(seen)
    }

    fn member(&mut self, name: &'static str) -> Result<(), Fault> {
        match name {
            "data" => return self.data(),
            "code" => {
                let start = self.reader.mark();
                decode::text(&mut self.reader).map_err(|fault| fault.in_field(name))?;
                self.reader.go_back(start);
            }
            _ => {}
        }
        self.out.push_str(self.reader.any()?);
        Ok(())
    }

    /// The rows: an array of them, a single one that is no array, or none. One by position may stand alone as well.
    fn data(&mut self) -> Result<(), Fault> {
        let start = self.reader.mark();
        if self.reader.take_absent() {
            self.reader.go_back(start);
            self.out.push_str(self.reader.any()?);
            return Ok(());
        }
        let mut order = Order::default();
        if self.reader.peek() != b'[' || self.is_one_row()? {
            return self.row("data", &mut order, |fault| fault.in_field("data"));
        }
        let mut array = self.reader.open()?;
        let mut index = 0;
        self.out.push('[');
        while self.reader.entry(&mut array)? {
            if index > 0 {
                self.out.push(',');
            }
            self.row(&format!("data[{index}]"), &mut order, |fault| fault.in_entry(index).in_field("data"))?;
            index += 1;
        }
        self.out.push(']');
        Ok(())
    }

    /// Whether the array that comes next is one row by position, rather than a list of such rows.
    fn is_one_row(&mut self) -> Result<bool, Fault> {
        let start = self.reader.mark();
        let array = self.reader.any()?;
        self.reader.go_back(start);
        let is_flat = array.len() > 2 && !array[1..].contains('[');
        Ok(is_flat && (self.row)().shape().form == Form::Row)
    }

    /// A row; one that cannot be read is left behind, as long as it is JSON.
    fn row(&mut self, path: &str, order: &mut Order, place: impl FnOnce(Fault) -> Fault) -> Result<(), Fault> {
        let start = self.reader.mark();
        let mut fields = (self.row)();
        match decode::shape(&mut self.reader, &mut *fields, order) {
            Ok(()) => {
                self.undescribed.extend(undescribed(&*fields, path));
                self.out.push_str(&write::to_text(&*fields));
            }
            Err(fault) => {
                self.reader.go_back(start);
                self.reader.any()?;
                self.errors.push(place(fault).into());
                self.out.push_str("null");
            }
        }
        Ok(())
    }
}
