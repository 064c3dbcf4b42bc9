//! `okx profile list`.

use clap::Args;
use serde_json::{Value, json};

use super::show::{keys, region};
use crate::configuration::{Profile, Profiles, Settings, path};
use crate::connection::ConnectionArguments;
use crate::ending::{Ending, Failure};
use crate::output::{Output, message};

/// How to list profiles.
#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &ListArguments, out: &mut Output) -> Result<Ending, Failure> {
    let profiles = Profiles::load()?;
    // A profile that the environment names and that does not exist is no reason to list nothing.
    let used = Settings::resolve(&ConnectionArguments::default()).ok().and_then(|settings| settings.profile);
    let used = used.map(|chosen| chosen.name);
    if arguments.json {
        let all: Value =
            profiles.all.iter().map(|(name, profile)| to_json(name, profile, &profiles, used.as_deref())).collect();
        out.json(&format!("{all:#}"))?;
        return Ok(Ending::Done);
    }
    if profiles.all.is_empty() {
        let path = path()?;
        message(format_args!("{} has no profiles; `okx profile add demo --demo` adds one", path.display()));
        return Ok(Ending::Done);
    }
    let width = profiles.all.iter().map(|(name, _)| name.len()).max().unwrap_or_default().max("NAME".len());
    let screen = out.screen();
    let mut lines = vec![screen.bold(&format!("  {:width$}  ENVIRONMENT  REGION  KEYS", "NAME"))];
    for (name, profile) in &profiles.all {
        let mark = if used.as_ref() == Some(name) { "*" } else { " " };
        let environment = profile.environment.as_str();
        let keys = profile.keys.as_ref().map_or_else(|| "the environment".to_owned(), keys);
        lines.push(format!("{mark} {name:width$}  {environment:11}  {:6}  {keys}", region(profile)));
    }
    if used.is_some() {
        lines.push(String::new());
        lines.push(screen.dim("* is used when no other is named"));
    }
    out.line(&lines.join("\n"))?;
    Ok(Ending::Done)
}

fn to_json(name: &str, profile: &Profile, profiles: &Profiles, used: Option<&str>) -> Value {
    json!({
        "name": name,
        "environment": profile.environment.as_str(),
        "region": region(profile),
        "base_url": profile.base_url,
        "ws_url": profile.ws_url,
        "account": profile.account,
        "keys": profile.keys.as_ref().map(keys),
        "is_default": profiles.default.as_deref() == Some(name),
        "is_used": used == Some(name),
    })
}
