//! `okx doctor`.

use clap::Args;
use okx_client::Printable;
use okx_client::doctor::{Finding, Severity};

use crate::connection::{Connection, ConnectionArguments, Uses, runtime};
use crate::ending::{Ending, Failure};
use crate::errors::in_flags;
use crate::output::{Output, hanging, message};
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
    let connection = Connection::open(&arguments.connection, Uses::Keys)?;
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
    let width = out.width().map(|_| out.columns());
    let findings = diagnosis.findings().iter().map(|finding| line(finding, screen, width));
    let heading = format!("{} at {}", in_flags(&diagnosis.environment().to_string()), diagnosis.origin());
    let lines: Vec<String> = std::iter::once(screen.bold(&heading)).chain(findings).collect();
    Ok(ending.after(out.line(&lines.join("\n"))))
}

/// A finding, in a column of its own. Only on a terminal its text is wrapped.
fn line(finding: &Finding, screen: Screen, width: Option<usize>) -> String {
    const INDENT: usize = 25;

    let severity = match finding.severity {
        Severity::Ok => screen.good("ok     "),
        Severity::Skipped => screen.dim("skipped"),
        Severity::Warning => screen.strong("warning"),
        Severity::Problem => screen.bad("problem"),
    };
    let text = |text: &str| hanging(&in_flags(&Printable(text).to_string()), width, INDENT);
    let below = |what: String| format!("\n{:INDENT$}{}", "", text(&what));
    let advice = finding.advice.clone().map(below).unwrap_or_default();
    let basis = finding.basis.as_ref().map(|basis| below(format!("This is a guess. It rests on this: {basis}.")));
    let basis = basis.unwrap_or_default();
    format!("{severity}  {:16}{}{advice}{basis}", finding.topic, text(&finding.found))
}
