//! `okx profile add`.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf, absolute};

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};
use okx_client::{LimitPolicy, Region};

use super::{document, keys_file};
use crate::configuration::{self, KeySource, Profile, Profiles, Trading, check_name};
use crate::connection::regions;
use crate::ending::{Ending, Failure};
use crate::output::message;

pub(super) const EXAMPLES: &str = "\
Examples:
  okx profile add demo --demo --credentials ~/okx-demo.env --default
  okx profile add demo --demo --ask-keys
  okx profile add main --live --region eea \\
      --credentials-command 'pass show okx/main'
  okx profile add sim --demo --base-url http://127.0.0.1:8080

With --ask-keys, the keys are asked for on the terminal, or read from standard input as lines of a credentials file. They are kept in a \
file of mode 0600 beside the file of profiles. The rest of the file of profiles stays as it is.";

/// A new profile.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("environment").args(["demo", "live"]).required(true))]
#[command(group = ArgGroup::new("keys").args(["credentials", "credentials_command", "ask_keys"]))]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct AddArguments {
    /// The name of the profile
    #[arg(value_parser = name)]
    name: String,
    /// For demo trading, with play money
    #[arg(long)]
    demo: bool,
    /// For live trading, with real funds
    #[arg(long)]
    live: bool,
    /// The region of the account; global if it is not given
    #[arg(long, value_parser = PossibleValuesParser::new(regions()), ignore_case = true)]
    region: Option<String>,
    /// The file with the keys, which other users cannot read
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// The program that prints the keys, and its arguments
    #[arg(long, value_name = "COMMAND", value_parser = command)]
    credentials_command: Option<Words>,
    /// Ask for the keys, and keep them in a file of mode 0600
    #[arg(long)]
    ask_keys: bool,
    /// Send requests to this URL instead of OKX
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Open sockets at this URL instead of OKX's
    #[arg(long, value_name = "URL")]
    ws_url: Option<String>,
    /// A name for the account, whose rate limits are counted together
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// What to do when a rate limit is used up: `wait`, `refuse`, or the longest wait, such as 5s
    #[arg(long, value_name = "POLICY", value_parser = configuration::limits)]
    limits: Option<LimitPolicy>,
    /// Use this profile when no other is named
    #[arg(long)]
    default: bool,
}

/// A command as its words.
#[derive(Clone, Debug)]
struct Words(Vec<String>);

fn command(text: &str) -> Result<Words, String> {
    configuration::words(text).map(Words)
}

fn name(text: &str) -> Result<String, String> {
    check_name(text).map(|()| text.to_owned())
}

pub(super) fn run(arguments: &AddArguments) -> Result<Ending, Failure> {
    let path = configuration::path()?;
    let exists = path.try_exists().unwrap_or(true);
    let old = if exists { configuration::text(&path)? } else { document::BEGINNING.to_owned() };
    let profiles = Profiles::parse(&path, &old)?;
    if profiles.all.iter().any(|(name, _)| *name == arguments.name) {
        return Err(Failure::Usage(format!(
            "there is a profile `{}` already; change it in {}",
            arguments.name,
            path.display()
        )));
    }
    // Asked for last, when nothing else can be wrong, but before the file is changed.
    let new = document::with(&path, &old, &profiles, &arguments.name, &profile(arguments, &path)?, arguments.default)?;
    if arguments.ask_keys {
        keys_file::ask(&keys_path(arguments, &path))?;
    }
    write(&path, &new)?;
    message(format_args!("added `{}` to {}", arguments.name, path.display()));
    Ok(Ending::Done)
}

/// The file for keys that are asked for.
fn keys_path(arguments: &AddArguments, path: &Path) -> PathBuf {
    path.with_file_name(format!("{}.env", arguments.name))
}

fn profile(arguments: &AddArguments, path: &Path) -> Result<Profile, Failure> {
    let file = |given: &PathBuf| {
        let failed = |error| Failure::Usage(format!("{} cannot be found: {error}", given.display()));
        absolute(given).map(KeySource::File).map_err(failed)
    };
    let keys = match (&arguments.credentials, &arguments.credentials_command) {
        (Some(given), _) => Some(file(given)?),
        (_, Some(Words(words))) => Some(KeySource::Command(words.clone())),
        _ => arguments.ask_keys.then(|| KeySource::File(keys_path(arguments, path))),
    };
    let region = arguments.region.as_deref().map(configuration::region).transpose().map_err(Failure::Usage)?;
    Ok(Profile {
        environment: if arguments.demo { Trading::Demo } else { Trading::Live },
        region: region.filter(|region| *region != Region::Global),
        base_url: arguments.base_url.clone(),
        ws_url: arguments.ws_url.clone(),
        account: arguments.account.clone(),
        limits: arguments.limits,
        keys,
    })
}

/// Replaces the file at once, so that no reader ever sees half of it.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::Machine(format!("{} cannot be written: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // The file may be a link into a folder of settings that are kept elsewhere. Then its target is replaced.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(failed(error)),
    };
    let mut next = target.clone().into_os_string();
    next.push(format!(".new-{}", std::process::id()));
    let next = PathBuf::from(next);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&next).map_err(failed)?;
    let permissions = fs::metadata(&target).map(|metadata| metadata.permissions());
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&next, permissions)))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&next, &target));
    written.map_err(|error| {
        let _ = fs::remove_file(&next);
        failed(error)
    })
}
