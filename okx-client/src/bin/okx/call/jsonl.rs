//! Many calls, one JSON object a line.

use std::io;

use okx_client::value::Json;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::answer::{self, Answer};
use super::{CallOptions, dry_run, parameters};
use crate::connection::{Connection, runtime};
use crate::ending::{Ending, Failure};
use crate::lines::lines;
use crate::output::Output;
use crate::spec;

/// One request.
#[derive(Deserialize)]
struct Line<'a> {
    endpoint: String,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
}

/// What came of it.
#[derive(Serialize)]
struct Outcome<'a> {
    ok: bool,
    status: Option<u16>,
    error: Option<&'a str>,
    body: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Box<RawValue>>,
}

/// Makes one call after the other, and writes a line for each. Ends with the worst of them.
pub(super) fn run(options: &CallOptions, out: &mut Output) -> Result<Ending, Failure> {
    let connection =
        if options.dry_run { Connection::offline(&options.connection) } else { Connection::open(&options.connection) }?;
    let runtime = runtime()?;
    let ended = runtime.block_on(all(options, &connection, out));
    // A line may be waited for in vain; nobody wants it any more.
    runtime.shutdown_background();
    ended
}

async fn all(options: &CallOptions, connection: &Connection, out: &mut Output) -> Result<Ending, Failure> {
    let mut lines = lines();
    let mut worst = Ending::Done;
    loop {
        let line = tokio::select! {
            line = lines.recv() => line,
            Ok(()) = tokio::signal::ctrl_c() => return Ok(worst.max(Ending::Interrupted)),
        };
        let Some(line) = line else { return Ok(worst) };
        let ending = one(options, connection, line, out).await?;
        worst = worst.max(ending);
        if ending == Ending::Interrupted {
            return Ok(worst);
        }
    }
}

async fn one(
    options: &CallOptions,
    connection: &Connection,
    line: io::Result<String>,
    out: &mut Output,
) -> Result<Ending, Failure> {
    let line = line.map_err(|error| Failure::Machine(format!("standard input cannot be read: {error}")))?;
    let (answer, request) = match made(options, connection, &line).await {
        Ok(made) => made,
        Err(failure) => (Answer::failed(&failure), None),
    };
    out.line(&written(&answer, request))?;
    Ok(answer.ending)
}

/// What came of a line, and in a dry run what would be sent.
async fn made(options: &CallOptions, connection: &Connection, line: &str) -> Result<(Answer, Option<String>), Failure> {
    let line: Line<'_> = serde_json::from_str(line)
        .map_err(|error| Failure::Usage(format!(r#"this line is not {{"endpoint":…,"params":…}}: {error}"#)))?;
    let model = spec::model()?;
    let endpoint = spec::call(model, &line.endpoint)?;
    let given = line.params.map_or("{}", RawValue::get);
    let parameters: Json = parameters::of_json(model, endpoint, given)?;
    let send_options = options.send_options();
    if options.dry_run {
        let request = dry_run::preview(connection, model, endpoint, &parameters, send_options).await?;
        let answer = Answer { ending: Ending::Done, status: None, error: None, body: None };
        return Ok((answer, Some(request.to_string())));
    }
    Ok((answer::ask(connection, model, endpoint, &parameters, send_options).await, None))
}

fn written(answer: &Answer, request: Option<String>) -> String {
    // Both were found to be JSON, or made so.
    let raw = |json: String| RawValue::from_string(json).ok();
    let outcome = Outcome {
        ok: answer.ending == Ending::Done,
        status: answer.status,
        error: answer.error.as_deref(),
        body: answer.body.clone().and_then(raw),
        request: request.and_then(raw),
    };
    serde_json::to_string(&outcome).unwrap_or_default()
}
