//! One call.

use okx_client::value::Json;
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Method};

use super::unresolved::Unresolved;
use super::{CallOptions, answer};
use crate::connection::{Connection, runtime};
use crate::ending::{Ending, Failure};
use crate::indent::indented;
use crate::output::{Output, message};
use crate::signals::Signals;

/// Makes a call, and writes OKX's reply as it came: with lines and indentation to a terminal.
pub(super) fn run(
    options: &CallOptions,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    out: &mut Output,
) -> Result<Ending, Failure> {
    let connection = Connection::open(&options.connection)?;
    let answer = runtime()?.block_on(async {
        let mut signals = Signals::new();
        answer::ask(&connection, model, endpoint, parameters, options.send_options(), &mut signals).await
    });
    if let Some(error) = &answer.error {
        message(error);
    }
    let mut unresolved = Unresolved::default();
    unresolved.add(&full_name(model, endpoint), &answer);
    unresolved.tell();
    let Some(body) = &answer.body else { return Ok(answer.ending) };
    let text = if out.is_terminal() && !options.json { indented(body) } else { body.clone() };
    let written = out.json(&text);
    if written.is_err() && endpoint.method != Method::Get {
        message(format_args!("OKX's reply, which could not be written to standard output: {body}"));
    }
    Ok(answer.ending.after(written))
}
