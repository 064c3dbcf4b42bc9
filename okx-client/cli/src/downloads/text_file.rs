//! A file of lines, which may already exist.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::found::{Found, Reading};
use super::lines;
use super::row::Row;
use crate::ending::Failure;
use crate::output::message;

/// A file of rows, the oldest first, to which newer ones are appended. It is locked while it is open, so that no other process writes it.
#[derive(Debug)]
pub(super) struct TextFile<'a> {
    path: PathBuf,
    file: File,
    reading: Reading<'a>,
    pub(super) first: Option<Row>,
    /// The newest row when the file was opened.
    pub(super) last: Option<Row>,
}

/// The number of bytes that contain the last lines of a file.
const TAIL: u64 = 16_384;

impl<'a> TextFile<'a> {
    /// Opens or creates a file. An existing file must contain such rows: its header, first row and last lines are checked before
    /// anything is changed. Then an incomplete last line is removed.
    pub(super) fn open(path: &Path, reading: Reading<'a>) -> Result<Self, Failure> {
        let opened = OpenOptions::new().read(true).append(true).create(true).open(path);
        let file = opened.map_err(|error| failed(path, &error))?;
        let mut opened = Self { path: path.to_owned(), file, reading, first: None, last: None };
        lock(&opened.file, path)?;
        let found = opened.look()?;
        opened.mend(&found)?;
        (opened.first, opened.last) = (found.first, found.last);
        Ok(opened)
    }

    /// Appends rows. If they cannot all be written, the file still ends with a complete line.
    pub(super) fn append(&mut self, rows: &[Row]) -> Result<(), Failure> {
        let Reading { columns, format, .. } = self.reading;
        let lines: String = rows.iter().map(|row| lines::write(columns, row, format) + "\n").collect();
        self.write(&lines)
    }

    /// All rows.
    pub(super) fn rows(&mut self) -> Result<Vec<Row>, Failure> {
        self.file.seek(SeekFrom::Start(0)).map_err(|error| failed(&self.path, &error))?;
        let mut rows = Vec::new();
        for line in BufReader::new(&self.file).lines() {
            let line = line.map_err(|error| failed(&self.path, &error))?;
            rows.extend(self.reading.row(&line));
        }
        Ok(rows)
    }

    /// Checks the beginning and the end of the file, without changing it.
    fn look(&self) -> Result<Found, Failure> {
        let failed = |error: std::io::Error| failed(&self.path, &error);
        let length = self.length()?;
        let read = |start: u64| {
            let mut bytes = Vec::new();
            (&self.file).seek(SeekFrom::Start(start)).map_err(failed)?;
            (&self.file).take(TAIL).read_to_end(&mut bytes).map_err(failed)?;
            Ok::<_, Failure>(bytes)
        };
        let (head, tail) = (read(0)?, read(length.saturating_sub(TAIL))?);
        Found::of(&head, &tail, length, self.reading).map_err(|why| wrong(&self.path, &why))
    }

    /// Removes an incomplete last line, and writes the header if it is missing.
    fn mend(&mut self, found: &Found) -> Result<(), Failure> {
        if found.cut > 0 {
            message(format_args!(
                "{} ended with an incomplete line, which was removed and is downloaded again",
                self.path.display()
            ));
            self.shorten(self.length()? - found.cut)?;
        }
        match lines::heading(self.reading.columns, self.reading.format) {
            Some(heading) if self.length()? == 0 => self.write(&(heading + "\n")),
            _ => Ok(()),
        }
    }

    fn length(&self) -> Result<u64, Failure> {
        self.file.metadata().map(|about| about.len()).map_err(|error| failed(&self.path, &error))
    }

    fn shorten(&self, length: u64) -> Result<(), Failure> {
        self.file.set_len(length).map_err(|error| failed(&self.path, &error))
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        let before = self.length()?;
        self.file.write_all(text.as_bytes()).map_err(|error| {
            // Complete lines stay, and an incomplete one is removed. If that fails too, the next run does it.
            let written = self.length().unwrap_or(before).saturating_sub(before);
            let written = text.get(..usize::try_from(written).unwrap_or(usize::MAX)).unwrap_or_default();
            let _ = self.shorten(before + written.rfind('\n').map_or(0, |end| end as u64 + 1));
            failed(&self.path, &error)
        })
    }
}

/// Locks a file, so that no other process writes it.
pub(super) fn lock(file: &File, path: &Path) -> Result<(), Failure> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::Usage(format!("{} is in use by another run of this command", path.display())))
        }
        Err(TryLockError::Error(error)) => {
            Err(Failure::Machine(format!("{} cannot be locked: {error}", path.display())))
        }
    }
}

/// Why a file cannot be continued.
pub(super) fn wrong(path: &Path, why: &str) -> Failure {
    Failure::Usage(format!("{} cannot be continued: {why}. It was not changed; use another file", path.display()))
}

/// Refuses paths that lead to a stream of this process. A file behind a stream is usually a log.
pub(super) fn refuse_names_of_streams(path: &Path) -> Result<(), Failure> {
    let is_stream = |path: &Path| {
        ["/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"].iter().any(|stream| path.starts_with(stream))
    };
    if links(path).iter().any(|path| is_stream(path)) {
        return Err(Failure::Usage(format!(
            "{} is not a file; without -o the rows go to standard output",
            path.display()
        )));
    }
    Ok(())
}

/// A path and all targets of its links. The last target is not enough, because a stream may lead to a file.
fn links(path: &Path) -> Vec<PathBuf> {
    /// Linux follows at most this many links.
    const MOST: usize = 40;

    let mut found = vec![path.to_owned()];
    let mut next = Some(path.to_owned());
    while let Some(path) = next.take().filter(|_| found.len() <= MOST) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (Ok(folder), Some(name)) = (folder.canonicalize(), path.file_name()) else { break };
        let path = folder.join(name);
        next = std::fs::read_link(&path).ok().map(|target| folder.join(target));
        found.push(path);
    }
    found
}

/// A failed operation on a file.
pub(super) fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Machine(format!("{}: {error}", path.display()))
}
