//! The file candles are kept in, which may be there already.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use okx_client::objects::Candle;
use okx_client::value::Timestamp;

use super::{Format, columns};
use crate::ending::Failure;

/// Candles, the oldest first.
pub(super) type Candles = Vec<Candle>;

/// A file of candles, the oldest first, to which younger ones are appended.
#[derive(Debug)]
pub(super) struct CandleFile {
    path: PathBuf,
    file: File,
    format: Format,
    last: Option<Candle>,
}

/// As much of a file's end as holds its last lines.
const TAIL: u64 = 4_096;

impl CandleFile {
    /// Opens a file, or makes it. What is there must be candles from `from` on or before: its heading, its first candle and its last lines
    /// are looked at, and a last line that was cut off is taken away.
    pub(super) fn open(path: &Path, format: Format, from: Timestamp) -> Result<Self, Failure> {
        let opened = OpenOptions::new().read(true).append(true).create(true).open(path);
        let mut opened =
            Self { path: path.to_owned(), file: opened.map_err(|error| failed(path, &error))?, format, last: None };
        opened.forget_cut_line()?;
        if opened.length()? == 0 {
            let heading = columns::heading(format).map(|heading| heading + "\n").unwrap_or_default();
            opened.write(&heading)?;
            return Ok(opened);
        }
        opened.check_begin(from)?;
        opened.last = opened.read_last()?;
        Ok(opened)
    }

    /// The youngest candle that was there when it was opened.
    pub(super) fn last(&self) -> Option<&Candle> {
        self.last.as_ref()
    }

    /// Appends candles, all at once, so that a break costs no more than the last line.
    pub(super) fn append(&mut self, candles: &Candles) -> Result<(), Failure> {
        let lines: String = candles.iter().map(|candle| columns::write(candle, self.format) + "\n").collect();
        self.write(&lines)
    }

    /// The candles in it from a time on.
    pub(super) fn candles(&mut self, from: Timestamp) -> Result<Candles, Failure> {
        self.file.seek(SeekFrom::Start(0)).map_err(|error| failed(&self.path, &error))?;
        let mut candles = Vec::new();
        for line in BufReader::new(&self.file).lines() {
            let line = line.map_err(|error| failed(&self.path, &error))?;
            candles.extend(columns::read(&line, self.format).filter(|candle| candle.ts >= from));
        }
        Ok(candles)
    }

    /// Takes away what stands behind the last line end: a line that was being written when something broke.
    fn forget_cut_line(&mut self) -> Result<(), Failure> {
        let (length, tail) = (self.length()?, self.tail()?);
        let kept = tail.rfind('\n').map_or(0, |end| end + 1);
        if kept == 0 && length > tail.len() as u64 {
            return Err(self.wrong("its last line is longer than that of a candle"));
        }
        let cut = (tail.len() - kept) as u64;
        if cut > 0 {
            self.file.set_len(length - cut).map_err(|error| failed(&self.path, &error))?;
        }
        Ok(())
    }

    /// Checks that the file begins as one of ours, and not later than it should.
    fn check_begin(&mut self, from: Timestamp) -> Result<(), Failure> {
        self.file.seek(SeekFrom::Start(0)).map_err(|error| failed(&self.path, &error))?;
        let mut lines = BufReader::new(&self.file).lines();
        let mut next = || lines.next().and_then(Result::ok);
        if let Some(heading) = columns::heading(self.format)
            && next().as_ref() != Some(&heading)
        {
            return Err(self.wrong("its first line is not the heading of candles"));
        }
        let Some(first) = next() else { return Ok(()) };
        match columns::read(&first, self.format) {
            None => Err(self.wrong("its first candle cannot be read")),
            Some(candle) if candle.ts > from => Err(self.wrong(&format!(
                "its first candle opened at {}, and {from} was asked for: what is older cannot be put in front",
                candle.ts
            ))),
            Some(_) => Ok(()),
        }
    }

    /// The last candle; the few before it must be older, each than the next.
    fn read_last(&mut self) -> Result<Option<Candle>, Failure> {
        let (length, tail) = (self.length()?, self.tail()?);
        // Where the tail does not begin with the file, its first line is a part of one.
        let whole = if length > tail.len() as u64 { tail.split_once('\n').map_or("", |(_, rest)| rest) } else { &tail };
        let heading = columns::heading(self.format);
        let lines = whole.lines().filter(|line| heading.as_deref() != Some(line));
        let mut last: Option<Candle> = None;
        for line in lines {
            let Some(candle) = columns::read(line, self.format) else {
                return Err(self.wrong(&format!("`{line}` is no candle")));
            };
            if last.as_ref().is_some_and(|last| last.ts >= candle.ts) {
                return Err(self.wrong(&format!("the candle of {} is not younger than the one before it", candle.ts)));
            }
            last = Some(candle);
        }
        Ok(last)
    }

    fn tail(&mut self) -> Result<String, Failure> {
        let start = self.length()?.saturating_sub(TAIL);
        let mut bytes = Vec::new();
        let read = self.file.seek(SeekFrom::Start(start)).and_then(|_| self.file.read_to_end(&mut bytes));
        read.map_err(|error| failed(&self.path, &error))?;
        String::from_utf8(bytes).map_err(|_| self.wrong("it is no text"))
    }

    fn length(&self) -> Result<u64, Failure> {
        self.file.metadata().map(|about| about.len()).map_err(|error| failed(&self.path, &error))
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.file.write_all(text.as_bytes()).map_err(|error| failed(&self.path, &error))
    }

    fn wrong(&self, why: &str) -> Failure {
        Failure::Usage(format!("{} cannot be continued: {why}. Name another file, or remove it", self.path.display()))
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Machine(format!("{}: {error}", path.display()))
}
