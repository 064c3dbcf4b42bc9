//! A JSON reader. It knows the grammar of JSON and nothing about fields.
//!
//! It accepts the same texts as `serde_json`, which tests check. Values are read directly into their destination, without a tree or a
//! visitor, and text is copied at most once.

mod number;
mod string;

use std::borrow::Cow;

use super::{DecodeError, DecodePolicy};

/// The maximum nesting depth of arrays and objects, so that no text can overflow the stack.
const MAX_DEPTH: usize = 127;

/// A position in a JSON text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How values that do not fit their fields are treated; `None` if each of them is an error.
    policy: Option<&'a DecodePolicy>,
    /// How many more bytes the entries of lists may take.
    room: usize,
    /// How many more bytes may be reserved for entries that are only expected.
    spare: usize,
}

/// How much memory the entries of lists may take: per byte of the text, and for any text. The largest rows take less than ten times the
/// memory of their text; without a limit, a list of `{}` would take a thousand times as much.
const ROOM_PER_BYTE: usize = 16;
const MIN_ROOM: usize = 4 << 20;

/// How much memory may be reserved in advance per byte of the text.
const SPARE_PER_BYTE: usize = 4;

/// An array or object that is being read.
pub(crate) struct Open {
    /// The byte before the next entry or member: first the opening bracket, then a comma.
    separator: u8,
}

/// A position to return to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, DecodeError>;

impl<'a> Reader<'a> {
    /// A reader at the beginning of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            policy: None,
            room: text.len().saturating_mul(ROOM_PER_BYTE).saturating_add(MIN_ROOM),
            spare: text.len().saturating_mul(SPARE_PER_BYTE),
        }
    }

    /// A reader at the beginning of a reply, in which values that do not fit their fields are treated according to a policy.
    pub(crate) fn of_reply(text: &'a str, policy: &'a DecodePolicy) -> Self {
        Self { policy: Some(policy), ..Self::new(text) }
    }

    /// How values that do not fit their fields are treated; `None` if each of them is an error.
    pub(crate) fn policy(&self) -> Option<&'a DecodePolicy> {
        self.policy
    }

    /// Accounts for the memory of an entry of a list; `false` if the limit for this text is exceeded.
    #[inline]
    pub(crate) fn take_room(&mut self, bytes: usize) -> bool {
        let has_room = bytes <= self.room;
        if has_room {
            self.room -= bytes;
        }
        has_room
    }

    /// Skips white space and returns the next byte; 0 at the end, which no JSON value starts with.
    pub(crate) fn peek(&mut self) -> u8 {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                _ => return *byte,
            }
        }
        0
    }

    /// Enters an object or array, whose opening bracket is next.
    pub(crate) fn open(&mut self) -> Read<Open> {
        if self.depth == MAX_DEPTH {
            return Err(self.not_json("at most 127 levels of nesting"));
        }
        self.depth += 1;
        Ok(Open { separator: self.peek() })
    }

    /// Advances to the next entry of an array; `false` at the end of the array.
    pub(crate) fn entry(&mut self, array: &mut Open) -> Read<bool> {
        self.next(array, b']')
    }

    /// Advances to the value of the next member of an object, and returns its name; `None` at the end of the object.
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

    /// Advances to the value of the next member if it has this name and is written without white space. This is the usual case, in one step.
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

    /// Consumes `null` or `""` if it is next.
    pub(crate) fn take_absent(&mut self) -> bool {
        self.take_null() || self.take_empty_text()
    }

    /// Consumes `null` if it is next.
    pub(crate) fn take_null(&mut self) -> bool {
        self.peek() == b'n' && self.take(b"null")
    }

    /// Consumes `""` if it is next.
    pub(crate) fn take_empty_text(&mut self) -> bool {
        self.peek() == b'"' && self.take(b"\"\"")
    }

    /// Consumes these bytes if they are next.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> bool {
        let taken = self.rest().starts_with(bytes);
        if taken {
            self.at += bytes.len();
        }
        taken
    }

    /// The rest of the text.
    pub(crate) fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Consumes this many ASCII bytes.
    pub(crate) fn advance(&mut self, length: usize) {
        self.at += length;
    }

    /// Consumes a value of any kind and returns its text.
    pub(crate) fn any(&mut self) -> Read<&'a str> {
        self.peek();
        let start = self.at;
        self.skip_value()?;
        Ok(&self.text[start..self.at])
    }

    /// Checks that the text ends here.
    pub(crate) fn end(&mut self) -> Read<()> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(self.not_json("the end of the text")) }
    }

    /// Returns the memory of an entry that was removed.
    pub(crate) fn return_room(&mut self, bytes: usize) {
        self.room = self.room.saturating_add(bytes);
    }

    /// For how many more entries of `size` bytes to reserve memory, after `count` of them were read since a mark. It is the number of entries
    /// if the rest of the text holds nothing else, but at most `most`, and at most what is in proportion to the text.
    pub(crate) fn expected_entries(&mut self, count: usize, since: Mark, size: usize, most: usize) -> usize {
        let taken = self.at - since.at;
        let likely = (self.text.len() - self.at) / (taken / count.max(1)).max(1);
        let entries = likely.min(most).min(self.spare / size.max(1));
        self.spare -= entries * size;
        entries
    }

    /// The text that was consumed since a mark.
    pub(crate) fn since(&self, mark: Mark) -> &'a str {
        &self.text[mark.at..self.at]
    }

    /// The current position.
    pub(crate) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth }
    }

    /// Returns to a position.
    pub(crate) fn go_back(&mut self, mark: Mark) {
        Mark { at: self.at, depth: self.depth } = mark;
    }

    /// The error that the value at a mark is not the expected one, or not JSON at all.
    #[cold]
    pub(crate) fn unexpected(&mut self, expected: &'static str, mark: Mark) -> DecodeError {
        self.go_back(mark);
        match self.any() {
            Ok(found) => DecodeError::unexpected(expected, found),
            Err(error) => error,
        }
    }

    #[cold]
    fn not_json(&self, expected: &'static str) -> DecodeError {
        DecodeError::not_json(expected, self.at)
    }

    /// Consumes the bracket or comma before the next entry or member, or the closing bracket.
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

    /// Skips the name of a member and its colon.
    fn skip_name(&mut self) -> Read<()> {
        if self.peek() != b'"' {
            return Err(self.not_json("the name of a member"));
        }
        self.skip_string()?;
        self.colon()
    }

    /// Skips a value of any kind.
    fn skip_value(&mut self) -> Read<()> {
        match self.peek() {
            b'{' => {
                let mut object = self.open()?;
                while self.next(&mut object, b'}')? {
                    self.skip_name()?;
                    self.skip_value()?;
                }
                Ok(())
            }
            b'[' => {
                let mut array = self.open()?;
                while self.next(&mut array, b']')? {
                    self.skip_value()?;
                }
                Ok(())
            }
            b'"' => self.skip_string(),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            _ if self.take(b"null") || self.take(b"true") || self.take(b"false") => Ok(()),
            _ => Err(self.not_json("a value")),
        }
    }
}
