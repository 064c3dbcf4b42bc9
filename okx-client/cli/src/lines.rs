//! Lines of standard input.

use std::io::{self, BufRead, ErrorKind};
use std::thread;

use tokio::sync::mpsc::{Receiver, channel};

/// A line that is not blank.
#[derive(Debug)]
pub(crate) struct Line {
    /// The line number, counted from 1.
    pub(crate) number: u64,
    /// The text, or why it cannot be read. The lines after it can still be read.
    pub(crate) text: Result<String, String>,
}

/// Reads lines one by one, each with a bounded amount of memory.
pub(crate) struct Lines<R> {
    input: R,
    longest: usize,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R, longest: usize) -> Self {
        Self { input, longest, number: 0 }
    }

    /// The bytes of the next line, cut at the maximum, and its whole length. `None` at the end.
    fn bytes(&mut self) -> io::Result<Option<(Vec<u8>, u64)>> {
        let (mut line, mut length) = (Vec::new(), 0_u64);
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                return Ok((length > 0).then_some((line, length)));
            }
            let end = available.iter().position(|byte| *byte == b'\n');
            let part = &available[..end.unwrap_or(available.len())];
            line.extend_from_slice(&part[..part.len().min(self.longest - line.len())]);
            length += part.len() as u64;
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some((line, length)));
            }
        }
    }

    fn text(&self, bytes: Vec<u8>, length: u64) -> Result<String, String> {
        if length > self.longest as u64 {
            return Err(format!("the line has {length} bytes; the maximum is {}", self.longest));
        }
        String::from_utf8(bytes)
            .map_err(|error| format!("the line is not valid UTF-8 at byte {}", error.utf8_error().valid_up_to() + 1))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (bytes, length) = match self.bytes() {
                Ok(line) => line?,
                Err(error) => return Some(Err(error)),
            };
            self.number += 1;
            let text = self.text(bytes, length);
            if !text.as_ref().is_ok_and(|text| text.trim().is_empty()) {
                return Some(Ok(Line { number: self.number, text }));
            }
        }
    }
}

/// The lines of standard input. A separate thread reads them, so that waiting can be interrupted. At most one line is read ahead.
pub(crate) fn lines(longest: usize) -> Receiver<io::Result<Line>> {
    let (sender, receiver) = channel(1);
    thread::spawn(move || {
        for line in Lines::new(io::stdin().lock(), longest) {
            let is_last = line.is_err();
            if sender.blocking_send(line).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[track_caller]
    fn reads(input: &[u8], expected: &[(u64, Result<&str, &str>)]) {
        // The smallest buffer there is, so that every line is read in pieces.
        let lines = Lines::new(std::io::BufReader::with_capacity(1, input), 8);
        let read: Vec<_> = lines.map(|line| line.expect("memory can be read")).collect();
        let read: Vec<_> =
            read.iter().map(|line| (line.number, line.text.as_deref().map_err(String::as_str))).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn lines_are_numbered_and_a_bad_one_ends_nothing() {
        reads(b"", &[]);
        reads(b"a\n\n \nb", &[(1, Ok("a")), (4, Ok("b"))]);
        reads(b"a\xff\nb\n", &[(1, Err("the line is not valid UTF-8 at byte 2")), (2, Ok("b"))]);
        reads(b"123456789\n12345678\n", &[(1, Err("the line has 9 bytes; the maximum is 8")), (2, Ok("12345678"))]);
        reads("é\n".as_bytes(), &[(1, Ok("é"))]);
    }
}
