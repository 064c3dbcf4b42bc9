//! `okx doctor`.

use clap::Args;
use okx_client::Printable;
use okx_client::doctor::{Finding, Severity};

use crate::connection::{Connection, ConnectionArguments, runtime};
use crate::ending::{Ending, Failure};
use crate::output::{Output, message};
use crate::screen::Screen;
use crate::signals::Signals;

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// Checks host, clock, key and account, and explains how to fix problems.
pub(crate) fn run(arguments: &DoctorArguments, out: &mut Output) -> Result<Ending, Failure> {
    let connection = Connection::open(&arguments.connection)?;
    if let Some(error) = &connection.unsigned {
        message(format_args!("only public data is checked, because there are no credentials: {error}"));
    }
    let examined = runtime()?.block_on(async {
        let mut signals = Signals::new();
        tokio::select! {
            biased;
            diagnosis = connection.client.doctor() => Ok(diagnosis),
            why = signals.next() => Err(why),
        }
    });
    let diagnosis = match examined {
        Ok(diagnosis) => diagnosis,
        Err(why) => return Ok(Ending::Interrupted(why)),
    };
    let ending = if diagnosis.is_healthy() { Ending::Done } else { Ending::Failed };
    if arguments.json {
        return Ok(ending.after(out.json(&serde_json::to_string_pretty(&diagnosis).unwrap_or_default())));
    }
    let screen = out.screen();
    let findings = diagnosis.findings().iter().map(|finding| line(finding, screen));
    let heading = format!("{} at {}", diagnosis.environment(), diagnosis.origin());
    let lines: Vec<String> = std::iter::once(screen.bold(&heading)).chain(findings).collect();
    Ok(ending.after(out.line(&lines.join("\n"))))
}

fn line(finding: &Finding, screen: Screen) -> String {
    let severity = match finding.severity {
        Severity::Ok => screen.good("ok     "),
        Severity::Skipped => screen.dim("skipped"),
        Severity::Warning => screen.strong("warning"),
        Severity::Problem => screen.bad("problem"),
    };
    let advice = finding.advice.as_ref().map(|advice| format!("\n{:25}{}", "", Printable(advice))).unwrap_or_default();
    let basis = finding
        .basis
        .as_ref()
        .map(|basis| format!("\n{:25}This is a guess. It rests on this: {}.", "", Printable(basis)));
    let basis = basis.unwrap_or_default();
    format!("{severity}  {:16}{}{advice}{basis}", finding.topic, Printable(&finding.found))
}
