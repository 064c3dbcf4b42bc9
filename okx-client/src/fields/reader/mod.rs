//! Reading JSON: the grammar and nothing else. It knows no fields.
//!
//! It takes and refuses the same texts as `serde_json` does, which the tests hold it to, and reads straight into where a value
//! goes: no tree, no visitor, no text that is copied twice.

mod number;
mod string;

use std::borrow::Cow;

use super::{Fault, Lenient};

/// How deep arrays and objects may lie within each other, so that no text can use up the stack.
const MAX_DEPTH: usize = 127;

/// A place in a JSON text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How values are treated that their fields cannot hold; `None` where each of them is a fault.
    lenient: Option<&'a Lenient>,
    /// How many bytes the entries of lists may still take.
    room: usize,
    /// How many bytes may still be reserved for entries that are only expected.
    spare: usize,
}

/// How much memory the entries of lists may take for each byte of the text, and for any text. The largest rows take less than ten times
/// their text; a list of `{}` would take a thousand times its own.
const ROOM_PER_BYTE: usize = 16;
const ROOM: usize = 4 << 20;

/// How much memory may be reserved ahead for each byte of the text.
const SPARE_PER_BYTE: usize = 4;

/// An array or object that is being read.
pub(crate) struct Open {
    /// What stands before the next entry or member: the bracket at first, then a comma.
    separator: u8,
}

/// Where a reader was.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, Fault>;

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            lenient: None,
            room: text.len().saturating_mul(ROOM_PER_BYTE).saturating_add(ROOM),
            spare: text.len().saturating_mul(SPARE_PER_BYTE),
        }
    }

    /// At the beginning of the text of a reply, of which what cannot be read is left out.
    pub(crate) fn of_reply(text: &'a str, lenient: &'a Lenient) -> Self {
        Self { lenient: Some(lenient), ..Self::new(text) }
    }

    /// How values are treated that their fields cannot hold; `None` where each of them is a fault.
    pub(crate) fn lenient(&self) -> Option<&'a Lenient> {
        self.lenient
    }

    /// Takes memory for an entry of a list; `false` when the text has had its share.
    #[inline]
    pub(crate) fn take_room(&mut self, bytes: usize) -> bool {
        let has_room = bytes <= self.room;
        if has_room {
            self.room -= bytes;
        }
        has_room
    }

    /// The first byte of what comes next, white space aside; 0 at the end, which no JSON value begins with.
    pub(crate) fn peek(&mut self) -> u8 {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                _ => return *byte,
            }
        }
        0
    }

    /// Begins an object or array, whose bracket is next.
    pub(crate) fn open(&mut self) -> Read<Open> {
        if self.depth == MAX_DEPTH {
            return Err(self.not_json("no more arrays and objects within each other"));
        }
        self.depth += 1;
        Ok(Open { separator: self.peek() })
    }

    /// Goes to the next entry of an array; `false` when there is none, and the array is behind.
    pub(crate) fn entry(&mut self, array: &mut Open) -> Read<bool> {
        self.next(array, b']')
    }

    /// Goes to the value of the next member of an object, and gives its name; `None` when there is none, and the object is behind.
    pub(crate) fn member(&mut self, object: &mut Open) -> Read<Option<Cow<'a, str>>> {
        if !self.next(object, b'}')? {
            return Ok(None);
        }
        if self.peek() != b'"' {
            return Err(self.not_json("the name of a member"));
        }
        let name = self.string()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// Goes to the value of the next member, if it has this name and is written without white space: the usual case, in one step.
    #[inline]
    pub(crate) fn take_member(&mut self, object: &mut Open, name: &str) -> bool {
        let length = name.len() + 4;
        let takes = match self.rest().get(..length) {
            Some([separator, b'"', quoted @ .., b'"', b':']) => {
                *separator == object.separator && quoted == name.as_bytes()
            }
            _ => false,
        };
        if takes {
            self.at += length;
            object.separator = b',';
        }
        takes
    }

    /// Takes `null` or `""`, if that is next.
    pub(crate) fn take_absent(&mut self) -> bool {
        self.take_null() || self.take_empty_text()
    }

    /// Takes `null`, if that is next.
    pub(crate) fn take_null(&mut self) -> bool {
        self.peek() == b'n' && self.take(b"null")
    }

    /// Takes `""`, if that is next.
    pub(crate) fn take_empty_text(&mut self) -> bool {
        self.peek() == b'"' && self.take(b"\"\"")
    }

    /// Takes these bytes, if they are next.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> bool {
        let taken = self.rest().starts_with(bytes);
        if taken {
            self.at += bytes.len();
        }
        taken
    }

    /// The bytes that come next.
    pub(crate) fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Takes this many ASCII bytes.
    pub(crate) fn advance(&mut self, length: usize) {
        self.at += length;
    }

    /// Takes a value of any kind, and gives its text as it came.
    pub(crate) fn any(&mut self) -> Read<&'a str> {
        self.peek();
        let start = self.at;
        self.pass()?;
        Ok(&self.text[start..self.at])
    }

    /// Takes the end of the text.
    pub(crate) fn end(&mut self) -> Read<()> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(self.not_json("the end")) }
    }

    /// Gives back the memory of an entry that was removed.
    pub(crate) fn return_room(&mut self, bytes: usize) {
        self.room = self.room.saturating_add(bytes);
    }

    /// For how many more entries of `size` bytes to make room, when `count` of them have come since a mark: as many as there are if all of
    /// the rest is such entries, but no more than `most`, nor than is in proportion to the text.
    pub(crate) fn expected_entries(&mut self, count: usize, since: Mark, size: usize, most: usize) -> usize {
        let taken = self.at - since.at;
        let likely = (self.text.len() - self.at) / (taken / count.max(1)).max(1);
        let entries = likely.min(most).min(self.spare / size.max(1));
        self.spare -= entries * size;
        entries
    }

    /// What was taken since a mark.
    pub(crate) fn since(&self, mark: Mark) -> &'a str {
        &self.text[mark.at..self.at]
    }

    /// Where the reader is.
    pub(crate) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth }
    }

    /// Goes back to where it was.
    pub(crate) fn go_back(&mut self, mark: Mark) {
        Mark { at: self.at, depth: self.depth } = mark;
    }

    /// The fault that the value at a mark is not what was expected, or that it is not even JSON.
    #[cold]
    pub(crate) fn unexpected(&mut self, expected: &'static str, mark: Mark) -> Fault {
        self.go_back(mark);
        match self.any() {
            Ok(found) => Fault::unexpected(expected, found),
            Err(fault) => fault,
        }
    }

    #[cold]
    fn not_json(&self, expected: &'static str) -> Fault {
        Fault::not_json(expected, self.at)
    }

    /// Goes behind the bracket or comma before the next entry or member, or behind the closing bracket.
    fn next(&mut self, open: &mut Open, close: u8) -> Read<bool> {
        let first = open.separator != b',';
        let next = self.peek();
        if next == open.separator {
            self.at += 1;
            open.separator = b',';
            if !first || self.peek() != close {
                return Ok(true);
            }
        } else if next != close {
            return Err(self.not_json("a comma, or the end of the object or array"));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(false)
    }

    fn colon(&mut self) -> Read<()> {
        if self.peek() != b':' {
            return Err(self.not_json("a colon"));
        }
        self.at += 1;
        Ok(())
    }

    /// Goes behind a member's name and its colon.
    fn pass_name(&mut self) -> Read<()> {
        if self.peek() != b'"' {
            return Err(self.not_json("the name of a member"));
        }
        self.pass_string()?;
        self.colon()
    }

    /// Goes behind a value of any kind.
    fn pass(&mut self) -> Read<()> {
        match self.peek() {
            b'{' => {
                let mut object = self.open()?;
                while self.next(&mut object, b'}')? {
                    self.pass_name()?;
                    self.pass()?;
                }
                Ok(())
            }
            b'[' => {
                let mut array = self.open()?;
                while self.next(&mut array, b']')? {
                    self.pass()?;
                }
                Ok(())
            }
            b'"' => self.pass_string(),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            _ if self.take(b"null") || self.take(b"true") || self.take(b"false") => Ok(()),
            _ => Err(self.not_json("a value")),
        }
    }
}
