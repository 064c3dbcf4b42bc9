//! Files put where others are, all of them or none: each is written beside the one it replaces before any takes its place.

use std::path::{Path, PathBuf};
use std::{fs, io};

use okx_spec::import::ImportedFile;

/// A file that could not be put there, and why.
type Failed = (PathBuf, io::Error);

/// Puts every file into the folder. When one cannot be written, none is.
pub(super) fn all(folder: &Path, files: &[ImportedFile]) -> Result<(), Failed> {
    let mut staged = Vec::new();
    for file in files {
        let path = folder.join(&file.name);
        match stage(&path, &file.text) {
            Ok(one) => staged.push(one),
            Err(error) => {
                forget(&staged);
                return Err((path, error));
            }
        }
    }
    for one in &staged {
        fs::rename(&one.beside, &one.target).map_err(|error| {
            forget(&staged);
            (one.target.clone(), error)
        })?;
    }
    Ok(())
}

/// A file that is written, and the one whose place it will take.
struct Staged {
    beside: PathBuf,
    target: PathBuf,
}

fn stage(path: &Path, text: &str) -> io::Result<Staged> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    // What a link leads to is replaced, not the link.
    let target = if path.exists() { fs::canonicalize(path)? } else { path.to_owned() };
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let one = Staged { beside: target.with_file_name(format!(".{name}.new")), target };
    let written = fs::write(&one.beside, text).and_then(|()| keep_rights(&one));
    if written.is_err() {
        forget(std::slice::from_ref(&one));
    }
    written.map(|()| one)
}

/// A file that nobody may write stays as it is.
fn keep_rights(one: &Staged) -> io::Result<()> {
    if !one.target.exists() {
        return Ok(());
    }
    let rights = fs::metadata(&one.target)?.permissions();
    if rights.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    fs::set_permissions(&one.beside, rights)
}

/// Takes away what was written for nothing; what is left of it is in nobody's way.
fn forget(staged: &[Staged]) {
    for one in staged {
        let _ = fs::remove_file(&one.beside);
    }
}
