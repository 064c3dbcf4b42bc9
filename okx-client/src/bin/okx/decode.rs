//! `okx decode`.

use std::io::{self, BufRead as _, Read as _};

use clap::Args;
use okx_client::dynamic::{self, Decoded};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::ending::{Ending, Failure};
use crate::output::Output;

/// What to read.
#[derive(Debug, Args)]
pub(crate) struct DecodeArguments {
    /// The call whose reply stands on standard input: `trade.place_order` or `METHOD /path`.
    #[arg(required_unless_present = "jsonl")]
    endpoint: Option<String>,
    /// Read many, one JSON object a line, each of which names its call or channel.
    #[arg(long, conflicts_with = "endpoint")]
    jsonl: bool,
}

/// One reply.
#[derive(Deserialize)]
struct Line<'a> {
    endpoint: Option<String>,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// What the types make of it.
#[derive(Default, Serialize)]
struct Outcome {
    ok: bool,
    error: Option<String>,
    unknown: Vec<String>,
    value: Option<Box<RawValue>>,
}

/// Reads a reply, or many.
pub(crate) fn run(arguments: &DecodeArguments, out: &mut Output) -> Result<Ending, Failure> {
    let unreadable = |error: io::Error| Failure::Machine(format!("standard input cannot be read: {error}"));
    let mut stdin = io::stdin().lock();
    if let Some(endpoint) = &arguments.endpoint {
        let mut body = String::new();
        stdin.read_to_string(&mut body).map_err(unreadable)?;
        return write(&outcome(dynamic::decode(endpoint, &body).map_err(|error| error.to_string())), out);
    }
    let mut ending = Ending::Done;
    for line in stdin.lines() {
        let line = line.map_err(unreadable)?;
        if !line.trim().is_empty() {
            ending = ending.max(write(&outcome(decoded(&line)), out)?);
        }
    }
    Ok(ending)
}

fn decoded(line: &str) -> Result<Decoded, String> {
    let line: Line<'_> = serde_json::from_str(line).map_err(|error| {
        format!(r#"this line is not {{"endpoint":…,"body":…}} or {{"channel":…,"body":…}}: {error}"#)
    })?;
    match &line.endpoint {
        Some(endpoint) => dynamic::decode(endpoint, line.body.get()).map_err(|error| error.to_string()),
        None => Err("this line names neither an `endpoint` nor a `channel`".to_owned()),
    }
}

fn outcome(decoded: Result<Decoded, String>) -> Outcome {
    match decoded {
        Err(error) => Outcome { error: Some(error), ..Outcome::default() },
        Ok(decoded) => {
            let errors: Vec<String> = decoded.errors.iter().map(ToString::to_string).collect();
            Outcome {
                ok: errors.is_empty(),
                error: (!errors.is_empty()).then(|| errors.join("; ")),
                unknown: decoded.undescribed,
                value: RawValue::from_string(decoded.value.get().to_owned()).ok(),
            }
        }
    }
}

fn write(outcome: &Outcome, out: &mut Output) -> Result<Ending, Failure> {
    out.line(&serde_json::to_string(outcome).unwrap_or_default())?;
    Ok(if outcome.ok { Ending::Done } else { Ending::Failed })
}
