//! What is kept about the guide that a description was checked against: which of its differences are its own slips, and which words it used.

use std::path::Path;
use std::{fs, io};

use crate::slip::Slips;
use crate::wording::Wording;
use crate::{Complaints, Source};

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
    Mistakes(Complaints),
}

impl Record {
    /// The record of the shipped description.
    ///
    /// # Errors
    /// When the list of slips has mistakes.
    pub fn shipped() -> Result<Self, RecordError> {
        let slips = Source::new(SLIPS, include_str!("../data/guide/slips.yaml"));
        Self::new(&slips, include_str!("../data/guide/wording.txt"))
    }

    /// The record of the description in a folder. A file that is not there is an empty one.
    ///
    /// # Errors
    /// When a file cannot be read, or the list of slips has mistakes.
    pub fn read(folder: &Path) -> Result<Self, RecordError> {
        let slips = if_there(fs::read_to_string(folder.join(SLIPS)))?;
        let wording = if_there(fs::read_to_string(folder.join(WORDING)))?.unwrap_or_default();
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

fn if_there(read: io::Result<String>) -> io::Result<Option<String>> {
    match read {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
