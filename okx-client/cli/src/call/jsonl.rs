//! Many calls, one JSON object per line.

use okx_client::value::Json;
use serde_json::value::RawValue;

use super::answer::{self, Answer};
use super::names::Names;
use super::unresolved::Unresolved;
use super::{CallOptions, dry_run, line, parameters};
use crate::connection::{Connection, Uses, runtime};
use crate::ending::{Ending, Failure, Interruption};
use crate::lines::{Line, lines};
use crate::output::{Output, message};
use crate::signals::Signals;
use crate::spec;

/// The maximum length of a line, far above the size of any request that OKX accepts.
const LONGEST: usize = 16 * 1024 * 1024;

/// Makes one call after the other and writes a line for each. The worst result decides how the command ends.
pub(super) fn run(options: &CallOptions, out: &mut Output) -> Result<Ending, Failure> {
    let connection = if options.dry_run {
        Connection::offline(&options.connection)
    } else {
        Connection::open(&options.connection, Uses::Keys)
    }?;
    let mut many = Many {
        options,
        connection,
        out,
        unresolved: Unresolved::default(),
        worst: Ending::Done,
        is_interrupted: false,
    };
    let runtime = runtime()?;
    let ended = runtime.block_on(many.all());
    // A thread may still wait for a line that is no longer needed.
    runtime.shutdown_background();
    many.unresolved.tell();
    Ok(many.worst.after(ended))
}

struct Many<'a> {
    options: &'a CallOptions,
    connection: Connection,
    out: &'a mut Output,
    unresolved: Unresolved,
    worst: Ending,
    is_interrupted: bool,
}

impl Many<'_> {
    async fn all(&mut self) -> Result<(), Failure> {
        let mut lines = lines(LONGEST);
        let mut signals = Signals::new();
        loop {
            // Lets the runtime process signals before anything more is sent.
            tokio::task::yield_now().await;
            let line = tokio::select! {
                biased;
                why = signals.stop() => {
                    self.interrupted(why);
                    return Ok(());
                }
                line = lines.recv() => line,
            };
            let Some(line) = line else { return Ok(()) };
            let line = line.map_err(|error| Failure::Machine(format!("standard input cannot be read: {error}")))?;
            match self.one(&line, &mut signals).await {
                Err(Failure::NobodyReads) => self.interrupted(Interruption::NobodyReads),
                done => done?,
            }
            if let Some(signal) = signals.first() {
                self.interrupted(signal);
            }
            if self.is_interrupted {
                return Ok(());
            }
        }
    }

    /// Starts nothing more. A request whose result nobody can read must not be sent.
    fn interrupted(&mut self, why: Interruption) {
        self.is_interrupted = true;
        self.worst = self.worst.max(Ending::Interrupted(why));
        if why == Interruption::NobodyReads {
            message("the reader of the results is gone, so no more requests are sent");
        }
    }

    async fn one(&mut self, line: &Line, signals: &mut Signals) -> Result<(), Failure> {
        let (answer, request) = match self.made(line, signals).await {
            Ok(made) => made,
            Err(failure) => {
                let error = failure.text().map(|text| format!("line {}: {text}", line.number));
                (Answer::without_reply(failure.ending(), error), None)
            }
        };
        self.worst = self.worst.max(answer.ending);
        self.unresolved.add(&format!("line {}", line.number), &answer);
        let written = line::written(line.number, &answer, request);
        self.out.json_unless_stopped(written.clone(), signals).await.inspect_err(|_| {
            message(format_args!("this result could not be written to standard output: {written}"));
        })
    }

    /// The result of a line and, in a dry run, the request.
    async fn made(&self, line: &Line, signals: &mut Signals) -> Result<(Answer, Option<String>), Failure> {
        let text = line.text.as_ref().map_err(|why| Failure::Usage(why.clone()))?;
        let request = line::read(text)?;
        let model = spec::model()?;
        let endpoint = spec::call(model, &request.endpoint)?;
        let given = request.params.as_deref().map_or("{}", RawValue::get);
        let parameters: Json = parameters::of_json(model, endpoint, given)?;
        for warning in parameters::check(model, endpoint, &parameters, &Names::of_json(model, endpoint))? {
            message(format_args!("line {}: {warning}", line.number));
        }
        if self.options.dry_run {
            let options = self.options.send_options();
            let request = dry_run::preview(&self.connection, model, endpoint, &parameters, options).await?;
            return Ok((Answer::without_reply(Ending::Done, None), Some(request.to_string())));
        }
        let asked = answer::ask(&self.connection, model, endpoint, &parameters, self.options, signals);
        Ok((asked.await, None))
    }
}
