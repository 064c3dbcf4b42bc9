//! Where rows go: into a file that may already exist.

use std::path::Path;

use super::arguments::Format;
use super::found::Reading;
use super::list::{Columns, List};
#[cfg(feature = "parquet")]
use super::parquet_file::ParquetFile;
use super::row::Row;
use super::text_file::{TextFile, refuse_names_of_streams};
use crate::ending::Failure;
use crate::files;

/// A file of rows.
pub(super) enum Target<'a> {
    Text(TextFile<'a>),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetFile<'a>>),
}

impl<'a> Target<'a> {
    /// Opens or creates a file.
    pub(super) fn open(path: &Path, list: &'a List, columns: &'a Columns, format: Format) -> Result<Self, Failure> {
        refuse_names_of_streams(path)?;
        files::refuse_others(path)?;
        match format.of_lines() {
            Some(format) => TextFile::open(path, Reading { list, columns, format }).map(Self::Text),
            #[cfg(feature = "parquet")]
            None => ParquetFile::open(path, list, columns).map(|file| Self::Parquet(Box::new(file))),
            #[cfg(not(feature = "parquet"))]
            None => Err(Failure::Usage(
                "this build cannot write Parquet files; build it with the feature `parquet`".to_owned(),
            )),
        }
    }

    /// The oldest and the newest row when the file was opened.
    pub(super) fn ends(&self) -> (Option<&Row>, Option<&Row>) {
        match self {
            Self::Text(file) => (file.first.as_ref(), file.last.as_ref()),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => (file.first.as_ref(), file.last.as_ref()),
        }
    }

    pub(super) fn append(&mut self, rows: &[Row]) -> Result<(), Failure> {
        match self {
            Self::Text(file) => file.append(rows),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.append(rows),
        }
    }

    /// Completes the file after the last row.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        match self {
            Self::Text(_) => Ok(()),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.finish(),
        }
    }

    /// All rows of the file.
    pub(super) fn rows(&mut self) -> Result<Vec<Row>, Failure> {
        match self {
            Self::Text(file) => file.rows(),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.rows(),
        }
    }
}
