//! Reads the file of profiles.

use std::path::{Path, PathBuf};
use std::time::Duration;

use okx_client::{LimitPolicy, Region};
use okx_spec::nearest::suggestion;
use serde::de::{DeserializeSeed as _, MapAccess};

use super::keys::KeySource;
use super::profiles::{Profile, Profiles, Trading, check_name};
use super::yaml::{Keys, Mapping, Words, owned, text, without_place};
use crate::watch::duration;

/// The profiles of a text.
pub(super) fn read(path: &Path, text: &str) -> Result<Profiles, String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let seed = Mapping { what: "`default` and `profiles`", keys: Top { folder, found: Profiles::default() } };
    let found = seed.deserialize(serde_yaml::Deserializer::from_str(text));
    let found = found.map_err(|error| {
        let place = error.location().map(|place| format!(":{}:{}", place.line(), place.column()));
        format!("{}{}: {}", path.display(), place.unwrap_or_default(), without_place(&error))
    })?;
    match &found.default {
        Some(name) if !found.all.iter().any(|(own, _)| own == name) => {
            let names = found.all.iter().map(|(name, _)| name.as_str());
            let right = suggestion(name, names, "`okx profile list` lists all");
            Err(format!("{}: the default profile `{name}` does not exist; {right}", path.display()))
        }
        _ => Ok(found),
    }
}

/// The whole file.
struct Top<'a> {
    folder: &'a Path,
    found: Profiles,
}

impl Keys for Top<'_> {
    type Made = Profiles;

    fn check(&self, key: &str) -> Result<(), String> {
        known(key, &["default", "profiles"])
    }

    fn set<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "default" {
            self.found.default = Some(map.next_value_seed(text(owned))?);
        } else {
            let keys = Named { folder: self.folder, all: Vec::new() };
            self.found.all = map.next_value_seed(Mapping { what: "a profile for each name", keys })?;
        }
        Ok(())
    }

    fn made(self) -> Result<Profiles, String> {
        Ok(self.found)
    }
}

/// The profiles by their names.
struct Named<'a> {
    folder: &'a Path,
    all: Vec<(String, Profile)>,
}

impl Keys for Named<'_> {
    type Made = Vec<(String, Profile)>;

    fn check(&self, key: &str) -> Result<(), String> {
        check_name(key)
    }

    fn set<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let keys = Members { folder: self.folder.to_owned(), ..Members::default() };
        let profile = map.next_value_seed(Mapping { what: "the settings of a profile", keys })?;
        self.all.push((key.to_owned(), profile));
        Ok(())
    }

    fn made(self) -> Result<Self::Made, String> {
        Ok(self.all)
    }
}

/// The settings of one profile.
#[derive(Default)]
struct Members {
    folder: PathBuf,
    environment: Option<Trading>,
    region: Option<Region>,
    base_url: Option<String>,
    ws_url: Option<String>,
    account: Option<String>,
    limits: Option<LimitPolicy>,
    keys: Option<KeySource>,
}

impl Keys for Members {
    type Made = Profile;

    fn check(&self, key: &str) -> Result<(), String> {
        const KEYS: [&str; 8] = [
            "environment",
            "region",
            "base_url",
            "ws_url",
            "account",
            "limits",
            "credentials_file",
            "credentials_command",
        ];
        let is_of_keys = key.starts_with("credentials_");
        if is_of_keys && self.keys.is_some() {
            return Err("give either `credentials_file` or `credentials_command`".to_owned());
        }
        let plain = key.to_ascii_lowercase().replace(['-', '_'], "");
        if ["apikey", "key", "apisecret", "secret", "secretkey", "passphrase", "apipassphrase"]
            .contains(&plain.as_str())
        {
            return Err(format!(
                "`{key}` does not belong in this file; name a file of mode 0600 with `credentials_file`, or a program that \
                 prints the keys with `credentials_command`"
            ));
        }
        known(key, &KEYS)
    }

    fn set<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "environment" => self.environment = Some(map.next_value_seed(text(Trading::parse))?),
            "region" => self.region = Some(map.next_value_seed(text(region))?),
            "base_url" => self.base_url = Some(map.next_value_seed(text(owned))?),
            "ws_url" => self.ws_url = Some(map.next_value_seed(text(owned))?),
            "account" => self.account = Some(map.next_value_seed(text(owned))?),
            "limits" => self.limits = Some(map.next_value_seed(text(limits))?),
            "credentials_file" => {
                let path = map.next_value_seed(text(owned))?;
                self.keys = Some(KeySource::File(absolute(&self.folder, &path)));
            }
            _ => self.keys = Some(KeySource::Command(map.next_value_seed(Words)?)),
        }
        Ok(())
    }

    fn made(self) -> Result<Profile, String> {
        let Self { environment, region, base_url, ws_url, account, limits, keys, .. } = self;
        // Never a default: real funds must not be traded because a line is missing.
        let environment =
            environment.ok_or("the profile has no `environment`; add `environment: demo` or `environment: live`")?;
        Ok(Profile { environment, region, base_url, ws_url, account, limits, keys })
    }
}

/// Refuses a key that is not known.
fn known(key: &str, keys: &[&str]) -> Result<(), String> {
    if keys.contains(&key) {
        return Ok(());
    }
    let all = format!("the keys are {}", keys.join(", "));
    Err(format!("unknown key `{key}`; {}", suggestion(key, keys.iter().copied(), &all)))
}

/// Reads the name of a region, in any case.
pub(crate) fn region(text: &str) -> Result<Region, String> {
    let names = || Region::ALL.iter().map(|region| region.hosts().region);
    let found = Region::ALL.iter().copied().find(|region| region.hosts().region.eq_ignore_ascii_case(text));
    let all = format!("the regions are {}", names().collect::<Vec<_>>().join(", "));
    found.ok_or_else(|| format!("`{text}` is not a region; {}", suggestion(text, names(), &all)))
}

/// Reads what to do when a rate limit is used up.
pub(crate) fn limits(text: &str) -> Result<LimitPolicy, String> {
    match text.to_ascii_lowercase().as_str() {
        "wait" => Ok(LimitPolicy::Wait),
        "refuse" => Ok(LimitPolicy::Refuse),
        time => match duration(time) {
            Ok(Duration::ZERO) => Ok(LimitPolicy::Refuse),
            Ok(time) => Ok(LimitPolicy::WaitUpTo(time)),
            Err(_) => Err(format!("`{text}` is neither `wait`, `refuse` nor a time such as 5s")),
        },
    }
}

/// A path of the file: `~/` is the home folder, and a relative path begins at the file's folder.
fn absolute(folder: &Path, path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => folder.join(path),
    }
}
