//! The file operations of an import. The process may be killed after any of them.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Operations on files, as a trait so that a test can stop after any of them.
pub trait Files {
    /// Whether there is a file or a folder.
    fn exists(&self, path: &Path) -> bool;
    /// The contents of a file; `None` when it does not exist.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>>;
    /// Fails for a file that is read-only.
    ///
    /// # Errors
    /// When it is read-only.
    fn is_writable(&self, path: &Path) -> io::Result<()>;
    /// Creates a folder and its parents.
    ///
    /// # Errors
    /// When it cannot be created.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a whole file and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()>;
    /// Renames a file in one step.
    ///
    /// # Errors
    /// When it cannot be renamed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Replaces a file by another one in one step and keeps its permissions. The target of a link is replaced, not the link.
    ///
    /// # Errors
    /// When it cannot be replaced.
    fn replace(&self, with: &Path, target: &Path) -> io::Result<()>;
    /// Removes a file, if it exists.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder and its files, if it exists.
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

/// The name of a file is part of its folder, which is synced separately.
fn synced_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Windows cannot open folders and does not need this.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn if_there<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
