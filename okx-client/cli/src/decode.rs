//! `okx decode`.

use std::fmt;
use std::io::{self, Read as _, StdinLock};

use clap::Args;
use okx_client::Error;
use okx_client::dynamic::{reread, reread_push};
use okx_client::fields::KeptText;
use okx_client::value::Json;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::ending::{Ending, Failure};
use crate::errors::joined;
use crate::lines::Lines;
use crate::output::{Output, message};

/// What to decode.
#[derive(Debug, Args)]
pub(crate) struct DecodeArguments {
    /// The call whose reply is read from standard input: `trade.place_order` or `METHOD /path`.
    #[arg(required_unless_present_any = ["channel", "jsonl"])]
    endpoint: Option<String>,
    /// The channel whose push is read from standard input: `tickers`.
    #[arg(long, value_name = "NAME", conflicts_with = "endpoint")]
    channel: Option<String>,
    /// Read many, one JSON object per line, each with its call or channel.
    #[arg(long, conflicts_with_all = ["endpoint", "channel"])]
    jsonl: bool,
}

/// The maximum length of a line, which is also the client's limit for replies.
const LONGEST: usize = 64 * 1024 * 1024;

/// One reply or push, or a frame in a recording that is neither.
#[derive(Deserialize)]
struct Line<'a> {
    endpoint: Option<String>,
    channel: Option<String>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    frame: Option<IgnoredAny>,
}

/// The decoded reply.
#[derive(Serialize)]
struct Outcome {
    ok: bool,
    error: Option<String>,
    /// OKX's rejection of the request, if the reply is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<String>,
    unknown: Vec<String>,
    /// The fields whose values could not be read exactly. The value has them unchanged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept: Vec<String>,
    value: Option<Box<RawValue>>,
}

/// Decodes one reply, or many.
pub(crate) fn run(arguments: &DecodeArguments, out: &mut Output) -> Result<Ending, Failure> {
    let mut stdin = io::stdin().lock();
    let mut one = |of: fn(&str, &str) -> Outcome, name: &str, out: &mut Output| {
        let mut body = String::new();
        stdin.read_to_string(&mut body).map_err(|error| unreadable(&error))?;
        let outcome = of(name, &body);
        Ok(outcome.ending().after(outcome.write(out)))
    };
    match (&arguments.endpoint, &arguments.channel) {
        (Some(endpoint), _) => return one(of_reply, endpoint, out),
        (None, Some(channel)) => return one(of_push, channel, out),
        (None, None) => {}
    }
    many(Lines::new(stdin, LONGEST), out)
}

/// Decodes one line after the other. Frames that are no pushes are only counted.
fn many(lines: Lines<StdinLock<'_>>, out: &mut Output) -> Result<Ending, Failure> {
    let (mut ending, mut frames) = (Ending::Done, 0_u64);
    for line in lines {
        let line = line.map_err(|error| unreadable(&error))?;
        let outcome = match &line.text {
            Ok(text) => of_line(text),
            Err(why) => Some(Outcome::failed(format!("line {}: {why}", line.number))),
        };
        let Some(outcome) = outcome else {
            frames += 1;
            continue;
        };
        ending = ending.max(outcome.ending());
        let written = outcome.write(out);
        if written.is_err() {
            return Ok(ending.after(written));
        }
    }
    if frames > 0 {
        message(format_args!("{frames} recorded frames are not pushes and were passed over"));
    }
    Ok(ending)
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::Machine(format!("standard input cannot be read: {error}"))
}

/// The result of a line. `None` if it is a frame of a recording that is not a push.
fn of_line(line: &str) -> Option<Outcome> {
    const FORM: &str = r#"{"endpoint":…,"body":…} or {"channel":…,"body":…}"#;
    let failed = |why: &dyn fmt::Display| Some(Outcome::failed(format!("expected {FORM}: {why}")));
    match serde_json::from_str::<Line<'_>>(line) {
        Err(error) => failed(&error),
        Ok(Line { endpoint: None, channel: None, body: None, frame: Some(_) }) => None,
        Ok(Line { body: None, .. }) => failed(&"`body` is missing"),
        Ok(Line { endpoint: Some(endpoint), channel: None, body: Some(body), .. }) => {
            Some(of_reply(&endpoint, body.get()))
        }
        Ok(Line { endpoint: None, channel: Some(channel), body: Some(body), .. }) => {
            Some(of_push(&channel, body.get()))
        }
        Ok(_) => failed(&"give either `endpoint` or `channel`"),
    }
}

fn of_reply(endpoint: &str, body: &str) -> Outcome {
    match reread(endpoint, body) {
        Ok(reread) => {
            let refusal = reread.refusal().map(|refusal| refusal.to_string());
            let outcome = Outcome::read(reread.faults(), &reread.undescribed, &reread.kept, &reread.value);
            Outcome { refusal, ..outcome }
        }
        Err(error) => of_row(endpoint, body).unwrap_or_else(|| Outcome::failed(error.to_string())),
    }
}

/// A row without the rest of the reply, as the guide prints it for one call: an object whose members all belong to the row.
fn of_row(endpoint: &str, body: &str) -> Option<Outcome> {
    if !body.starts_with('{') || body.trim_matches(['{', '}', ' ']).is_empty() {
        return None;
    }
    let reread = reread(endpoint, &format!(r#"{{"code":"0","data":[{body}]}}"#)).ok()?;
    let [row] = reread.rows.as_slice() else { return None };
    let is_one = reread.undescribed.is_empty() && row.error.is_none();
    is_one.then(|| Outcome::read(std::iter::empty(), &[], &reread.kept, &row.value))
}

fn of_push(channel: &str, body: &str) -> Outcome {
    match reread_push(channel, body) {
        Ok(reread) => Outcome::read(reread.faults(), &reread.undescribed, &reread.kept, &reread.value),
        Err(error) => Outcome::failed(error.to_string()),
    }
}

impl Outcome {
    fn failed(error: String) -> Self {
        Self { ok: false, error: Some(error), refusal: None, unknown: Vec::new(), kept: Vec::new(), value: None }
    }

    fn read<'a>(
        faults: impl Iterator<Item = &'a Error>,
        undescribed: &[String],
        kept: &[KeptText],
        value: &Json,
    ) -> Self {
        let error = joined(faults);
        Self {
            ok: error.is_none(),
            error,
            refusal: None,
            unknown: undescribed.to_vec(),
            kept: kept.iter().map(|kept| kept.path.clone()).collect(),
            value: RawValue::from_string(value.get().to_owned()).ok(),
        }
    }

    fn ending(&self) -> Ending {
        if self.ok { Ending::Done } else { Ending::Failed }
    }

    fn write(&self, out: &mut Output) -> Result<(), Failure> {
        out.json(&serde_json::to_string(self).unwrap_or_default())
    }
}
