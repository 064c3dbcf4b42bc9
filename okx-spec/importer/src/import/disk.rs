//! The few things that an import does to files, each of which may be the last one before the process is killed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What is done to files, so that a test can stop anywhere.
pub trait Files {
    /// Whether there is a file or a folder.
    fn exists(&self, path: &Path) -> bool;
    /// What a file holds; `None` when it is not there.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>>;
    /// Refuses a file that nobody may write.
    ///
    /// # Errors
    /// When it may not be written.
    fn is_writable(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// When it cannot be made.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a whole file, and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()>;
    /// Gives a file another name in one step.
    ///
    /// # Errors
    /// When it cannot be renamed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Puts a file in the place of another one in one step, with the other one's rights. What a link leads to is replaced, not the link.
    ///
    /// # Errors
    /// When it cannot be put there.
    fn replace(&self, with: &Path, target: &Path) -> io::Result<()>;
    /// Removes a file that may not be there.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with the files in it.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The real files.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Files for Disk {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        if_there(fs::read(path))
    }

    fn is_writable(&self, path: &Path) -> io::Result<()> {
        let is_readonly = fs::metadata(path)?.permissions().readonly();
        if is_readonly { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(contents)?;
        file.sync_all()?;
        synced_folder(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        synced_folder(to)
    }

    fn replace(&self, with: &Path, target: &Path) -> io::Result<()> {
        let target = if target.exists() { fs::canonicalize(target)? } else { target.to_owned() };
        if let Some(there) = if_there(fs::metadata(&target))? {
            fs::set_permissions(with, there.permissions())?;
        }
        self.rename(with, &target)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        if_there(fs::remove_file(path)).map(|_| ())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        if_there(fs::remove_dir_all(path)).map(|_| ())
    }
}

/// Names are part of their folder, which is written separately.
fn synced_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Windows opens no folders, and needs no such thing.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn if_there<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
