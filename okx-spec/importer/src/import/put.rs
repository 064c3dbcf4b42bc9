//! Replaces several files, all of them or none, even if the process is killed at any point.
//!
//! Before any file is touched, a folder beside them, the journal, gets their new and their old contents. A mark in the journal, which is
//! renamed into place in one step, says whether the files are to get the new contents or the old ones. Whoever finds a journal completes it.

use std::io;
use std::path::{Path, PathBuf};

use okx_spec::internals::JOURNAL;

use super::ImportedFile;
pub use super::disk::{Disk, Files};

/// The name of a journal that is complete and about to be removed.
const DONE: &str = ".okx-spec-import-done";
/// The file of a journal that has the names of the files, one per line.
const NAMES: &str = "names";
/// The mark of a journal that was written completely: the files get their new contents.
const FORWARD: &str = "forward";
/// The mark of a journal whose files get back their old contents.
const BACK: &str = "back";

/// Files could not be replaced.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}; {state}", path.display())]
pub struct PutError {
    path: PathBuf,
    error: io::Error,
    state: PutState,
}

/// What an error left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutState {
    /// Every file is as it was.
    Unchanged,
    /// Every file was written. Only the journal could not be removed.
    JournalLeft,
    /// Some files were written. The next import restores them.
    Unfinished,
}

impl std::fmt::Display for PutState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unchanged => "no file was changed",
            Self::JournalLeft => "every file was written, but this folder could not be removed",
            Self::Unfinished => "some files were written; the next import restores them",
        })
    }
}

/// What was done with the journal of an import that was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// All files have their new contents.
    Finished,
    /// All files have their old contents.
    TakenBack,
}

impl std::fmt::Display for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Finished => "it is now complete",
            Self::TakenBack => "it was undone; no file is changed",
        })
    }
}

/// Writes every file into the folder. When one cannot be written, every file stays as it was.
///
/// # Errors
/// When a file cannot be written.
pub fn put(disk: &impl Files, folder: &Path, files: &[ImportedFile]) -> Result<(), PutError> {
    let unchanged = |path: &Path, error| PutError { path: path.to_owned(), error, state: PutState::Unchanged };
    if files.is_empty() {
        return Ok(());
    }
    recover(disk, folder).map_err(|error| unchanged(folder, error))?;
    let journal = Journal { disk, folder, path: folder.join(JOURNAL) };
    if let Err((path, error)) = journal.prepare(files) {
        let _ = journal.forget();
        return Err(unchanged(&path, error));
    }
    match journal.forward() {
        Ok(()) => journal.forget().map_err(|error| PutError {
            path: journal.path.clone(),
            error,
            state: PutState::JournalLeft,
        }),
        Err((path, error)) => match journal.turn_back() {
            Ok(()) => Err(unchanged(&path, error)),
            Err(_) => Err(PutError { path, error, state: PutState::Unfinished }),
        },
    }
}

/// Completes a journal that an interrupted import left, and says what that did.
///
/// # Errors
/// When a file cannot be written; the journal stays.
pub fn recover(disk: &impl Files, folder: &Path) -> io::Result<Option<Recovered>> {
    let journal = Journal { disk, folder, path: folder.join(JOURNAL) };
    disk.remove_folder(&journal.done())?;
    if !disk.exists(&journal.path) {
        return Ok(None);
    }
    let goes_forward = disk.exists(&journal.path.join(FORWARD));
    if goes_forward {
        journal.forward().map_err(|(_, error)| error)?;
    } else if disk.exists(&journal.path.join(BACK)) {
        journal.back()?;
    }
    // Without a mark, no file was touched yet.
    journal.forget()?;
    Ok(Some(if goes_forward { Recovered::Finished } else { Recovered::TakenBack }))
}

struct Journal<'a, F> {
    disk: &'a F,
    folder: &'a Path,
    path: PathBuf,
}

type Failed = (PathBuf, io::Error);

impl<F: Files> Journal<'_, F> {
    /// Writes the new and the old contents of the files, and then the mark.
    fn prepare(&self, files: &[ImportedFile]) -> Result<(), Failed> {
        let in_journal = |error| (self.path.clone(), error);
        self.disk.create_folder(&self.path).map_err(in_journal)?;
        let mut names = String::new();
        for (place, file) in files.iter().enumerate() {
            let target = self.folder.join(&file.name);
            self.prepare_file(place, &target, &file.text).map_err(|error| (target, error))?;
            names.push_str(&file.name);
            names.push('\n');
        }
        self.disk.write(&self.path.join(NAMES), names.as_bytes()).map_err(in_journal)?;
        let draft = self.path.join("mark");
        self.disk.write(&draft, b"").map_err(in_journal)?;
        self.disk.rename(&draft, &self.path.join(FORWARD)).map_err(in_journal)
    }

    fn prepare_file(&self, place: usize, target: &Path, text: &str) -> io::Result<()> {
        if let Some(folder) = target.parent() {
            self.disk.create_folder(folder)?;
        }
        if let Some(old) = self.disk.read(target)? {
            self.disk.is_writable(target)?;
            self.disk.write(&self.old(place), &old)?;
        }
        self.disk.write(&self.staged(place), text.as_bytes())
    }

    /// Gives every file its new contents.
    fn forward(&self) -> Result<(), Failed> {
        for (place, target) in self.targets().map_err(|error| (self.path.clone(), error))?.into_iter().enumerate() {
            let new = self.disk.read(&self.staged(place)).and_then(|new| new.ok_or(io::ErrorKind::NotFound.into()));
            new.and_then(|new| self.give(&target, &new)).map_err(|error| (target, error))?;
        }
        Ok(())
    }

    /// Changes the mark, and gives every file its old contents.
    fn turn_back(&self) -> io::Result<()> {
        self.disk.rename(&self.path.join(FORWARD), &self.path.join(BACK))?;
        self.back()?;
        self.forget()
    }

    fn back(&self) -> io::Result<()> {
        for (place, target) in self.targets()?.into_iter().enumerate() {
            match self.disk.read(&self.old(place))? {
                Some(old) => self.give(&target, &old)?,
                None => self.disk.remove(&target)?,
            }
        }
        Ok(())
    }

    /// Replaces the contents of a file in one step, if they differ.
    fn give(&self, target: &Path, contents: &[u8]) -> io::Result<()> {
        if self.disk.read(target)?.as_deref() == Some(contents) {
            return Ok(());
        }
        let draft = self.path.join("draft");
        self.disk.write(&draft, contents)?;
        self.disk.replace(&draft, target)
    }

    /// Removes the journal. It is renamed first, in one step, so that a partly removed one is not mistaken for a journal.
    fn forget(&self) -> io::Result<()> {
        self.disk.remove_folder(&self.done())?;
        self.disk.rename(&self.path, &self.done())?;
        self.disk.remove_folder(&self.done())
    }

    fn done(&self) -> PathBuf {
        self.folder.join(DONE)
    }

    fn targets(&self) -> io::Result<Vec<PathBuf>> {
        let names = self.disk.read(&self.path.join(NAMES))?.unwrap_or_default();
        let names = String::from_utf8_lossy(&names).into_owned();
        Ok(names.lines().map(|name| self.folder.join(name)).collect())
    }

    fn staged(&self, place: usize) -> PathBuf {
        self.path.join(format!("{place}.new"))
    }

    fn old(&self, place: usize) -> PathBuf {
        self.path.join(format!("{place}.old"))
    }
}
