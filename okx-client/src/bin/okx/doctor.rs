//! `okx doctor`.

use std::io::Write as _;

use clap::Args;
use okx_client::doctor::{Finding, Severity};

use crate::connection::{Connection, ConnectionArguments, runtime};
use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::screen::Screen;

/// Whom to examine.
#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// Says what is wrong with host, clock, key and account, and what to do about it.
pub(crate) fn run(arguments: &DoctorArguments, out: &mut Output) -> Result<Ending, Failure> {
    let connection = Connection::open(&arguments.connection)?;
    if let Some(error) = &connection.unsigned {
        let _ = writeln!(
            std::io::stderr(),
            "okx: only what is public is looked at, because there are no credentials: {error}"
        );
    }
    let diagnosis = runtime()?.block_on(connection.client.doctor());
    let text = if arguments.json {
        serde_json::to_string_pretty(&diagnosis).unwrap_or_default()
    } else {
        let screen = out.screen();
        let findings = diagnosis.findings().iter().map(|finding| line(finding, screen));
        let heading = format!("{} at {}", diagnosis.environment(), diagnosis.origin());
        std::iter::once(screen.bold(&heading)).chain(findings).collect::<Vec<_>>().join("\n")
    };
    out.line(&text)?;
    Ok(if diagnosis.is_healthy() { Ending::Done } else { Ending::Failed })
}

fn line(finding: &Finding, screen: Screen) -> String {
    let severity = match finding.severity {
        Severity::Ok => screen.good("ok     "),
        Severity::Skipped => screen.dim("skipped"),
        Severity::Warning => screen.strong("warning"),
        Severity::Problem => screen.bad("problem"),
    };
    let advice = finding.advice.as_ref().map(|advice| format!("\n{:25}{advice}", "")).unwrap_or_default();
    format!("{severity}  {:16}{}{advice}", finding.topic, finding.found)
}
