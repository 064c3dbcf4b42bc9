//! The file that frames are recorded to.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::ending::Failure;
use crate::files;

/// How long to wait at the end until everything is written.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A recording whose end can be waited for. The client writes it on a thread of its own.
pub(super) struct Recording(Receiver<()>);

/// The file. When it is dropped, everything has been written.
pub(super) struct RecordingWriter {
    file: File,
    /// Nothing is ever sent; the receiver notices that it is dropped.
    _done: Sender<()>,
}

impl Recording {
    /// Opens a file, to append to it.
    pub(super) fn open(path: &Path) -> Result<(RecordingWriter, Self), Failure> {
        files::refuse_others(path)?;
        let file = private().append(true).create(true).open(path);
        let file = file.map_err(|error| Failure::Usage(format!("{} cannot be written: {error}", path.display())))?;
        let (sender, receiver) = channel();
        Ok((RecordingWriter { file, _done: sender }, Self(receiver)))
    }

    /// Waits until everything is written. The client and its connections must be gone.
    pub(super) fn finish(self) {
        let _ = self.0.recv_timeout(LONGEST_WAIT);
    }
}

impl Write for RecordingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Options for a new file that other users cannot read.
#[cfg(unix)]
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}
