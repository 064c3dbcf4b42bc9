//! `okx profile check`.

use clap::Args;
use okx_client::Printable;

use crate::configuration::{KeySource, Profile, Profiles, Settings};
use crate::connection::configured;
use crate::ending::{Ending, Failure};
use crate::output::Output;

/// What to check.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The profile [default: all]
    name: Option<String>,
}

pub(super) fn run(arguments: &CheckArguments, out: &mut Output) -> Result<Ending, Failure> {
    let profiles = Profiles::load()?;
    let checked: Vec<(&str, &Profile)> = match &arguments.name {
        Some(name) => vec![(name, profiles.get(name)?)],
        None => profiles.all.iter().map(|(name, profile)| (name.as_str(), profile)).collect(),
    };
    let screen = out.screen();
    let mut ending = Ending::Done;
    for (name, profile) in checked {
        let line = match problem(name, profile) {
            None => format!("{}  {name}", screen.good("ok     ")),
            Some(problem) => {
                ending = Ending::Failed;
                format!("{}  {name}: {}", screen.bad("problem"), Printable(&problem))
            }
        };
        out.line(&line)?;
    }
    Ok(ending)
}

/// What is wrong with a profile.
fn problem(name: &str, profile: &Profile) -> Option<String> {
    let keys = match profile.keys.as_ref().map(KeySource::fetch) {
        Some(Err(failure)) => failure.text(),
        Some(Ok(Err(error))) => Some(error.to_string()),
        _ => None,
    };
    // The flags and the variables of this run do not count here.
    let settings = Settings::of_profile(name, profile);
    keys.or_else(|| configured(&settings).build().err().map(|error| error.to_string()))
}
