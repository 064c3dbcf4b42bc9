//! The files of a description, before they are parsed.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// One file: its name within the description, with `/` between folders, and its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name shown in diagnostics: `rest/trade.yaml`.
    pub name: Cow<'static, str>,
    /// Its contents. The parser checks whether they are text.
    pub bytes: Cow<'static, [u8]>,
}

impl Source {
    /// A file in memory.
    pub fn new(name: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Self {
        Self { name: name.into(), bytes: Cow::Owned(text.into().into_bytes()) }
    }

    /// A file on disk. Diagnostics show `name`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(name: impl Into<Cow<'static, str>>, path: &Path) -> io::Result<Self> {
        Ok(Self { name: name.into(), bytes: Cow::Owned(read_file(path)?) })
    }

    /// Every `.yaml` file in a folder and its subfolders, sorted by name. The top-level folder `guide` is left out: it is about OKX's guide,
    /// and not part of the description.
    ///
    /// # Errors
    /// When a folder or a file cannot be read: the message names it. When an import into the folder was interrupted: some files may then be
    /// new and others old.
    pub fn read_folder(folder: &Path) -> io::Result<Vec<Self>> {
        if fs::symlink_metadata(folder.join(JOURNAL)).is_ok() {
            let text = "an import was interrupted; run `okx-spec import --write` to finish it";
            return Err(naming(folder, &io::Error::other(text)));
        }
        let mut sources = Vec::new();
        // Folders that are still to be read. A list instead of recursion, so that no depth of folders can exhaust the stack.
        let mut waiting = vec![(folder.to_path_buf(), String::new())];
        while let Some((path, prefix)) = waiting.pop() {
            for entry in fs::read_dir(&path).map_err(|error| naming(&path, &error))? {
                let entry = entry.map_err(|error| naming(&path, &error))?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(|error| naming(&entry.path(), &error))?;
                if name == ABOUT_THE_GUIDE {
                    continue;
                }
                if kind.is_dir() {
                    waiting.push((entry.path(), format!("{name}/")));
                } else if has_yaml_ending(&entry.path()) {
                    let source = Self::read(name, &entry.path()).map_err(|error| naming(&entry.path(), &error))?;
                    sources.push(source);
                }
            }
        }
        sources.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(sources)
    }
}

/// The contents of a file. Only regular files are read: reading a pipe would wait, and a device may never end.
///
/// # Errors
/// When it is not a regular file, or cannot be read.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    fs::read(path)
}

const ABOUT_THE_GUIDE: &str = "guide";

/// The folder in which an import records what it writes, until everything is written. Its files do not end in `.yaml`.
pub const JOURNAL: &str = ".okx-spec-import";

fn has_yaml_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"))
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    let path: PathBuf = path.into();
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
