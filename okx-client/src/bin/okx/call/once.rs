//! One call.

use std::io::Write as _;

use okx_client::value::Json;
use okx_spec::Model;
use okx_spec::model::Endpoint;

use super::{CallOptions, answer};
use crate::connection::{Connection, runtime};
use crate::ending::{Ending, Failure};
use crate::indent::indented;
use crate::output::Output;

/// Makes a call, and writes OKX's reply as it came: with lines and indentation to a terminal.
pub(super) fn run(
    options: &CallOptions,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    out: &mut Output,
) -> Result<Ending, Failure> {
    let connection = Connection::open(&options.connection)?;
    let answer = runtime()?.block_on(answer::ask(&connection, model, endpoint, parameters, options.send_options()));
    // When nobody can be told, the exit code still tells.
    if let Some(error) = &answer.error {
        let _ = writeln!(std::io::stderr(), "okx: {error}");
    }
    if let Some(body) = &answer.body {
        out.line(&if out.is_terminal() && !options.json { indented(body) } else { body.clone() })?;
    }
    Ok(answer.ending)
}
