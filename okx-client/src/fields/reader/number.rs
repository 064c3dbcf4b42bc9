//! Bare numbers.

use super::{Read, Reader};

impl<'a> Reader<'a> {
    /// Consumes a bare number and returns its text. `-` or a digit is next.
    pub(crate) fn number(&mut self) -> Read<&'a str> {
        let start = self.at;
        if self.rest().first() == Some(&b'-') {
            self.at += 1;
        }
        match self.digits()? {
            // JSON does not allow leading zeros.
            more @ 2.. if self.text.as_bytes()[self.at - more] == b'0' => {
                self.at -= more - 1;
                return Err(self.not_json("no digit after a leading zero"));
            }
            _ => {}
        }
        if self.rest().first() == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.rest().first() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.rest().first() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    /// Consumes one or more digits and returns how many.
    fn digits(&mut self) -> Read<usize> {
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return Err(self.not_json("a digit"));
        }
        self.at += count;
        Ok(count)
    }
}
