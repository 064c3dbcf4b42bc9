//! Reading JSON: the grammar and nothing else. It knows no fields.
//!
//! It takes and refuses the same texts as `serde_json` does, which the tests hold it to, and reads straight into where a value
//! goes: no tree, no visitor, no text that is copied twice.

mod number;
mod string;

use std::borrow::Cow;

use super::Fault;

/// How deep arrays and objects may lie within each other, so that no text can use up the stack.
const MAX_DEPTH: usize = 127;

/// A place in a JSON text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
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
        Self { text, at: 0, depth: 0 }
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

    /// Enters an object or array, whose first byte is next, and tells whether anything is in it.
    pub(crate) fn open(&mut self, close: u8) -> Read<bool> {
        if self.depth == MAX_DEPTH {
            return Err(self.not_json("no more arrays and objects within each other"));
        }
        self.depth += 1;
        self.at += 1;
        Ok(!self.closes(close))
    }

    /// Goes on to the next entry or member, or leaves the array or object; tells whether there is another.
    pub(crate) fn more(&mut self, close: u8) -> Read<bool> {
        if self.peek() == b',' {
            self.at += 1;
            Ok(true)
        } else if self.closes(close) {
            Ok(false)
        } else {
            Err(self.not_json("a comma, or the end of the object or array"))
        }
    }

    /// Takes a member's name and the colon. `Ok(None)` means that it is the expected one, which costs a comparison only.
    pub(crate) fn name(&mut self, expected: Option<&str>) -> Read<Option<Cow<'a, str>>> {
        if self.peek() != b'"' {
            return Err(self.not_json("the name of a member"));
        }
        let name = match expected {
            Some(expected) if self.takes_quoted(expected) => None,
            _ => Some(self.string()?),
        };
        self.colon()?;
        Ok(name)
    }

    /// Takes `null` or `""`, if that is next.
    pub(crate) fn take_absent(&mut self) -> bool {
        let absent: &[u8] = match self.peek() {
            b'"' => b"\"\"",
            b'n' => b"null",
            _ => return false,
        };
        self.take(absent)
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

    fn takes_quoted(&mut self, name: &str) -> bool {
        let rest = &self.rest()[1..];
        let takes = rest.get(name.len()) == Some(&b'"') && rest.starts_with(name.as_bytes());
        if takes {
            self.at += name.len() + 2;
        }
        takes
    }

    fn colon(&mut self) -> Read<()> {
        if self.peek() != b':' {
            return Err(self.not_json("a colon"));
        }
        self.at += 1;
        Ok(())
    }

    fn closes(&mut self, close: u8) -> bool {
        let closes = self.peek() == close;
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
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
                let mut more = self.open(b'}')?;
                while more {
                    self.pass_name()?;
                    self.pass()?;
                    more = self.more(b'}')?;
                }
                Ok(())
            }
            b'[' => {
                let mut more = self.open(b']')?;
                while more {
                    self.pass()?;
                    more = self.more(b']')?;
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
