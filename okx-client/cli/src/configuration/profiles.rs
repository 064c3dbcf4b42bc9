//! The file of profiles.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy as _, choose_base_strategy};
use okx_client::{LimitPolicy, Region};
use okx_spec::nearest::suggestion;

use super::keys::KeySource;
use super::{read, variables};
use crate::ending::Failure;
use crate::files;

/// The name that stands for no profile.
pub(super) const NONE: &str = "none";

/// The largest file that is read. A file of a thousand profiles is smaller.
const LARGEST: u64 = 256 * 1024;

/// Demo or live trading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trading {
    Demo,
    Live,
}

impl Trading {
    const ALL: [Self; 2] = [Self::Demo, Self::Live];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Live => "live",
        }
    }

    /// Reads `demo` or `live`, in any case. The error says what is possible.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|one| one.as_str().eq_ignore_ascii_case(text));
        found.ok_or_else(|| format!("`{text}` is not an environment; it must be demo or live"))
    }
}

/// The settings of a profile.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    pub(crate) environment: Trading,
    pub(crate) region: Option<Region>,
    pub(crate) base_url: Option<String>,
    pub(crate) ws_url: Option<String>,
    /// The name of the account, under which its rate limits are counted.
    pub(crate) account: Option<String>,
    /// What to do when a rate limit is used up.
    pub(crate) limits: Option<LimitPolicy>,
    pub(crate) keys: Option<KeySource>,
}

/// The profiles of a file.
#[derive(Debug, Default)]
pub(crate) struct Profiles {
    /// The profile that is used when none is named.
    pub(crate) default: Option<String>,
    /// All profiles, in the order of the file.
    pub(crate) all: Vec<(String, Profile)>,
}

impl Profiles {
    /// Reads the file, if there is one.
    pub(crate) fn load() -> Result<Self, Failure> {
        let path = path()?;
        if path.try_exists().is_ok_and(|exists| !exists) {
            return Ok(Self::default());
        }
        Self::parse(&path, &text(&path)?)
    }

    /// Reads a text. `path` is used in errors, and files in the text are relative to its folder.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        read::read(path, text).map_err(Failure::Usage)
    }

    /// The profile with this name.
    pub(crate) fn get(&self, name: &str) -> Result<&Profile, Failure> {
        let found = self.all.iter().find(|(own, _)| own == name).map(|(_, profile)| profile);
        found.ok_or_else(|| Failure::Usage(self.absent(name)))
    }

    fn absent(&self, name: &str) -> String {
        let names = || self.all.iter().map(|(name, _)| name.as_str());
        let place = path().map(|path| path.display().to_string()).unwrap_or_default();
        let otherwise = match names().collect::<Vec<_>>().as_slice() {
            [] => format!("{place} has none. `okx profile add {name} --demo` adds it"),
            known => format!("{place} has {}", known.join(", ")),
        };
        format!("there is no profile `{name}`; {}", suggestion(name, names(), &otherwise))
    }
}

/// The text of the file of profiles.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(files::read(path, LARGEST)?)
        .map_err(|_| Failure::Usage(format!("{} is not valid UTF-8", path.display())))
}

/// Where the file of profiles is.
pub(crate) fn path() -> Result<PathBuf, Failure> {
    if let Some(path) = variables::value(variables::CONFIG)? {
        return Ok(path.into());
    }
    let folders = choose_base_strategy();
    let folders = folders.map_err(|_| {
        Failure::Usage(format!("there is no home folder to keep profiles in; set {} to a file", variables::CONFIG))
    })?;
    Ok(folders.config_dir().join("okx").join("config.yaml"))
}

/// Whether a profile can have this name.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if name == NONE {
        return Err(format!("`{NONE}` stands for no profile; use another name"));
    }
    if name.is_empty() || name.starts_with('-') || !name.chars().all(is_plain) {
        return Err(format!("`{name}` cannot be the name of a profile; use letters, digits, `-`, `_` and `.`"));
    }
    Ok(())
}
