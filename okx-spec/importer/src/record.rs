//! What is kept about the guide that a description was checked against: which of its differences are its own slips, and which words it used.

use std::io;
use std::path::Path;

use okx_spec::{Diagnostics, Source, read_file};

use crate::slip::Slips;
use crate::wording::Wording;

const SLIPS: &str = "guide/slips.yaml";
/// Where the fingerprints stand within a description.
pub(crate) const WORDING: &str = "guide/wording.txt";

/// The two files that stand in the folder `guide` of a description.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Differences that are the guide's own slips.
    pub slips: Slips,
    /// Fingerprints of the guide's texts.
    pub wording: Wording,
}

/// Why a record is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A file is there and cannot be read.
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

    /// The record of the description in a folder. A file that is not there is an empty one.
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
    String::from_utf8(bytes).map_err(|_| named(io::Error::new(io::ErrorKind::InvalidData, "it is not text in UTF-8")))
}

fn if_there(read: io::Result<String>) -> io::Result<Option<String>> {
    match read {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
