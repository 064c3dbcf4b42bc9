//! One call.

use okx_client::value::Json;
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Method};

use super::CallOptions;
use super::answer::{self, Answer};
use super::names::Names;
use super::unresolved::Unresolved;
use crate::connection::{Connection, Uses, runtime};
use crate::ending::{Ending, Failure};
use crate::indent::indented;
use crate::output::{Output, message};
use crate::signals::Signals;

/// Makes a call and writes OKX's reply unchanged, or indented on a terminal.
pub(super) fn run(
    options: &CallOptions,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    names: &Names<'_>,
    out: &mut Output,
) -> Result<Ending, Failure> {
    let uses = if options.signed { Uses::Keys } else { Uses::of(endpoint.access) };
    let connection = Connection::open(&options.connection, uses)?;
    let runtime = runtime()?;
    let ending = runtime.block_on(async {
        let mut signals = Signals::new();
        let asked = answer::ask(&connection, model, endpoint, parameters, options, &mut signals);
        let answer = asked.await;
        tell(model, endpoint, &answer, names);
        let Some(body) = &answer.body else { return answer.ending };
        let text = match (options.json, out.is_terminal()) {
            (true, _) => body.replace(['\r', '\n'], " "),
            (false, true) => indented(body),
            (false, false) => body.clone(),
        };
        let written = out.json_unless_stopped(text, &mut signals).await;
        if written.is_err() && endpoint.method != Method::Get {
            message(format_args!("OKX's reply could not be written to standard output: {body}"));
        }
        answer.ending.after(written)
    });
    // A write to a reader that does not read may still be pending.
    runtime.shutdown_background();
    Ok(ending)
}

/// Reports the error and requests with an unknown outcome.
fn tell(model: &Model, endpoint: &Endpoint, answer: &Answer, names: &Names<'_>) {
    match &answer.error {
        // Only what was not sent is about flags. OKX's own messages stay as they are.
        Some(error) if answer.ending == Ending::Invalid => message(names.in_message(error)),
        Some(error) => message(error),
        None => {}
    }
    let mut unresolved = Unresolved::default();
    unresolved.add(&full_name(model, endpoint), answer);
    unresolved.tell();
}
