//! What is recorded about the guide that a description was last checked against: its known mistakes, and the fingerprints of its texts.

use std::io;
use std::path::Path;

use okx_spec::{Diagnostics, Source, read_file};

use crate::slip::Slips;
use crate::wording::Wording;

const SLIPS: &str = "guide/slips.yaml";
/// The file of the fingerprints, within a description.
pub(crate) const WORDING: &str = "guide/wording.txt";

/// The two files in the folder `guide` of a description.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Differences that are mistakes of the guide.
    pub slips: Slips,
    /// Fingerprints of the guide's texts.
    pub wording: Wording,
}

/// A record could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A file exists and cannot be read.
    #[error("the record of the guide cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// The list of slips has mistakes.
    #[error("{0}")]
    Mistakes(Diagnostics),
}

impl Record {
    /// The record of the shipped description.
    ///
    /// # Errors
    /// When the list of slips has mistakes.
    pub fn shipped() -> Result<Self, RecordError> {
        let slips = Source::new(SLIPS, okx_spec::internals::SLIPS);
        Self::new(&slips, okx_spec::internals::WORDING)
    }

    /// The record of the description in a folder. A missing file counts as an empty one.
    ///
    /// # Errors
    /// When a file cannot be read, or the list of slips has mistakes.
    pub fn read(folder: &Path) -> Result<Self, RecordError> {
        let slips = if_there(read_text(&folder.join(SLIPS)))?;
        let wording = if_there(read_text(&folder.join(WORDING)))?.unwrap_or_default();
        match slips {
            Some(slips) => Self::new(&Source::new(SLIPS, slips), &wording),
            None => Ok(Self { slips: Slips::default(), wording: Wording::parse(&wording) }),
        }
    }

    fn new(slips: &Source, wording: &str) -> Result<Self, RecordError> {
        let slips = Slips::read(slips).map_err(RecordError::Mistakes)?;
        Ok(Self { slips, wording: Wording::parse(wording) })
    }
}

fn read_text(path: &Path) -> io::Result<String> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let bytes = read_file(path).map_err(named)?;
    String::from_utf8(bytes).map_err(|_| named(io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8")))
}

fn if_there(read: io::Result<String>) -> io::Result<Option<String>> {
    match read {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
