//! Files that are named on the command line.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::ending::Failure;

/// Refuses pipes, devices and directories. Reading one may never end, and data written to one is lost.
pub(crate) fn refuse_others(path: &Path) -> Result<(), Failure> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(Failure::Usage(format!("{} is not a regular file", path.display()))),
        _ => Ok(()),
    }
}

/// The contents of a small file.
pub(crate) fn read(path: &Path, largest: u64) -> Result<Vec<u8>, Failure> {
    refuse_others(path)?;
    let mut bytes = Vec::new();
    // One more byte shows whether the file is too large.
    let read = File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
    if bytes.len() as u64 > largest {
        return Err(Failure::Usage(format!("{} is larger than {largest} bytes", path.display())));
    }
    Ok(bytes)
}
