//! Strings.

use std::borrow::Cow;

use super::{Read, Reader};

impl<'a> Reader<'a> {
    /// Consumes a string, which is next, and returns its content with escapes resolved. Without escapes, the content is borrowed.
    #[inline]
    pub(crate) fn string(&mut self) -> Read<Cow<'a, str>> {
        self.at += 1;
        let start = self.at;
        if self.plain()? == b'\\' {
            return self.resolved(start);
        }
        self.at += 1;
        Ok(Cow::Borrowed(&self.text[start..self.at - 1]))
    }

    /// The content of a string; `None` if the value is not a string or not valid text.
    pub(crate) fn string_of(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() == b'"' { self.string().ok() } else { None }
    }

    /// Consumes the rest of a string that began at `start` and whose first backslash is next.
    #[cold]
    fn resolved(&mut self, start: usize) -> Read<Cow<'a, str>> {
        let mut resolved = self.text[start..self.at].to_owned();
        loop {
            resolved.push(self.escaped()?);
            let start = self.at;
            let stop = self.plain()?;
            resolved.push_str(&self.text[start..self.at]);
            if stop == b'"' {
                self.at += 1;
                return Ok(Cow::Owned(resolved));
            }
        }
    }

    /// Skips a string, which is next. Half of a surrogate pair is accepted, because it is valid JSON although it is not valid text.
    pub(super) fn skip_string(&mut self) -> Read<()> {
        self.at += 1;
        while self.plain()? != b'"' {
            self.at += 1;
            if self.escape_letter()? == b'u' {
                self.four_hex_digits()?;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Advances to the quote or backslash that ends a run of plain characters, and returns it.
    #[inline]
    fn plain(&mut self) -> Read<u8> {
        self.at += plain_length(self.rest());
        match self.rest().first() {
            Some(stop @ (b'"' | b'\\')) => Ok(*stop),
            Some(_) => Err(self.not_json("no control character in a string")),
            None => Err(self.not_json("the end of the string")),
        }
    }

    /// Consumes an escape sequence, whose backslash is next.
    fn escaped(&mut self) -> Read<char> {
        let start = self.at;
        self.at += 1;
        let letter = match self.escape_letter()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(start),
            itself => itself.into(),
        };
        Ok(letter)
    }

    /// Consumes the letter of an escape sequence.
    fn escape_letter(&mut self) -> Read<u8> {
        match self.rest().first() {
            Some(letter @ (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u')) => {
                self.at += 1;
                Ok(*letter)
            }
            _ => Err(self.not_json("an escape sequence")),
        }
    }

    /// Consumes the digits of an escape sequence that began at `start`, and the second half of a surrogate pair.
    fn unicode(&mut self, start: usize) -> Read<char> {
        let unit = self.four_hex_digits()?;
        let code = match unit {
            0xD800..=0xDBFF if self.take(b"\\u") => match self.four_hex_digits()? {
                low @ 0xDC00..=0xDFFF => 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00),
                _ => unit,
            },
            _ => unit,
        };
        char::from_u32(code).ok_or_else(|| {
            self.at = start;
            self.not_json("both halves of a surrogate pair")
        })
    }

    fn four_hex_digits(&mut self) -> Read<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.rest().first().and_then(|byte| char::from(*byte).to_digit(16));
            code = (code << 4) | digit.ok_or_else(|| self.not_json("four hexadecimal digits"))?;
            self.at += 1;
        }
        Ok(code)
    }
}

/// How many bytes come before the first quote, backslash or control character. Eight bytes are tested at a time.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    let (steps, rest) = bytes.as_chunks::<8>();
    for (index, step) in steps.iter().enumerate() {
        let marks = stops(u64::from_le_bytes(*step));
        if marks != 0 {
            return index * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    steps.len() * 8 + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count()
}

/// Sets the highest bit of each byte that is a quote, a backslash or a control character. Only bytes above the first correct mark can be
/// marked wrongly, so the lowest mark is always correct.
#[inline]
fn stops(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;

    let below = |bytes: u64, limit: u8| bytes.wrapping_sub(ONES * u64::from(limit)) & !bytes & (ONES << 7);
    let is = |byte: u8| below(bytes ^ (ONES * u64::from(byte)), 1);
    is(b'"') | is(b'\\') | below(bytes, 0x20)
}
