//! `okx profile show`.

use clap::Args;
use okx_client::LimitPolicy;
use serde_json::{Value, json};

use crate::configuration::{KeySource, Origin, Profile, Setting, Settings, Trading};
use crate::connection::ConnectionArguments;
use crate::ending::{Ending, Failure};
use crate::output::Output;

/// Which settings to show.
#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// The profile [default: the one that is used]
    #[arg(conflicts_with = "profile")]
    name: Option<String>,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// A setting as it is shown.
struct Row {
    name: &'static str,
    value: String,
    origin: String,
}

pub(super) fn run(arguments: &ShowArguments, out: &mut Output) -> Result<Ending, Failure> {
    let mut connection = arguments.connection.clone();
    if let Some(name) = &arguments.name {
        connection.profile = Some(name.clone());
    }
    let rows = rows(&Settings::resolve(&connection)?);
    if arguments.json {
        let member = |row: &Row| (row.name.to_owned(), json!({ "value": row.value, "from": row.origin }));
        let members: Value = Value::Object(rows.iter().map(member).collect());
        out.json(&format!("{members:#}"))?;
        return Ok(Ending::Done);
    }
    let screen = out.screen();
    let line = |row: &Row| format!("{:11}  {}  {}", row.name, row.value, screen.dim(&format!("({})", row.origin)));
    out.line(&rows.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    Ok(Ending::Done)
}

fn rows(settings: &Settings) -> Vec<Row> {
    let row =
        |name, value: &str, origin: &dyn ToString| Row { name, value: value.to_owned(), origin: origin.to_string() };
    let hosts = settings.region.value.hosts();
    let is_demo = settings.environment.as_ref().is_some_and(|environment| environment.value == Trading::Demo);
    let url = |name, setting: Option<&Setting<String>>, own: &str| match setting {
        Some(setting) => row(name, &setting.value, &setting.origin),
        None => row(name, own, &"the region"),
    };
    let profile = settings.profile.as_ref();
    let mut rows = vec![
        match profile {
            Some(chosen) if chosen.origin == Origin::Profile => {
                row("profile", &chosen.name, &"the default of the file")
            }
            Some(chosen) => row("profile", &chosen.name, &chosen.origin),
            None => row("profile", "none", &Origin::Default),
        },
        match &settings.environment {
            Some(environment) => row("environment", environment.value.as_str(), &environment.origin),
            None => row("environment", "live, only to read", &Origin::Default),
        },
        row("region", hosts.region, &settings.region.origin),
        url("requests", settings.base_url.as_ref(), hosts.rest),
        url("sockets", settings.ws_url.as_ref(), if is_demo { hosts.demo_socket } else { hosts.socket }),
    ];
    if let Some(account) = &settings.account {
        rows.push(row("account", account, &Origin::Profile));
    }
    let limits = settings.limits.map_or(Origin::Default, |_| Origin::Profile);
    rows.push(row("limits", &policy(settings.limits.unwrap_or_default()), &limits));
    rows.push(match settings.keys.origin {
        Origin::Default => row("keys", "none", &"`okx help keys` explains them"),
        origin => row("keys", &keys(&settings.keys.value), &origin),
    });
    rows
}

/// Where keys come from, without any of them.
pub(super) fn keys(source: &KeySource) -> String {
    source.to_string()
}

pub(super) fn region(profile: &Profile) -> &'static str {
    profile.region.unwrap_or(okx_client::Region::Global).hosts().region
}

/// What happens when a rate limit is used up, as it is written in a profile.
pub(super) fn policy(limits: LimitPolicy) -> String {
    match limits {
        LimitPolicy::Refuse => "refuse".to_owned(),
        LimitPolicy::WaitUpTo(time) => format!("{}ms", time.as_millis()),
        _ => "wait".to_owned(),
    }
}
