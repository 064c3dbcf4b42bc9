//! One call.

use okx_client::value::Json;
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Method};

use super::CallOptions;
use super::answer::{self, Answer};
use super::unresolved::Unresolved;
use crate::connection::{Connection, runtime};
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
    out: &mut Output,
) -> Result<Ending, Failure> {
    let connection = Connection::open(&options.connection)?;
    let runtime = runtime()?;
    let ending = runtime.block_on(async {
        let mut signals = Signals::new();
        let asked = answer::ask(&connection, model, endpoint, parameters, options, &mut signals);
        let answer = asked.await;
        tell(model, endpoint, &answer);
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
fn tell(model: &Model, endpoint: &Endpoint, answer: &Answer) {
    if let Some(error) = &answer.error {
        message(error);
    }
    let mut unresolved = Unresolved::default();
    unresolved.add(&full_name(model, endpoint), answer);
    unresolved.tell();
}
