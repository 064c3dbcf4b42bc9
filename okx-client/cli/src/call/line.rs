//! The input and output lines of `okx call --jsonl`.

use okx_spec::nearest::suggestion;
use serde::Serialize;
use serde_json::value::RawValue;

use super::answer::{Answer, Name};
use crate::ending::{Ending, Failure};
use crate::members::Members;

/// One request.
pub(super) struct Request {
    pub(super) endpoint: String,
    pub(super) params: Option<Box<RawValue>>,
}

/// The result of a request.
#[derive(Serialize)]
struct Outcome<'a> {
    ok: bool,
    /// The line number of the input, counted from 1.
    line: u64,
    status: Option<u16>,
    error: Option<&'a str>,
    body: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "<[Name]>::is_empty")]
    unresolved: &'a [Name],
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Box<RawValue>>,
}

/// Reads a request. Unknown keys are refused, because their values would be lost.
pub(super) fn read(line: &str) -> Result<Request, Failure> {
    const KEYS: [&str; 2] = ["endpoint", "params"];

    let wrong = |why: &str| Failure::Usage(format!(r#"expected {{"endpoint":…,"params":…}}: {why}"#));
    let Members(members) = serde_json::from_str(line).map_err(|error| wrong(&error.to_string()))?;
    let (mut endpoint, mut params) = (None, None);
    for (key, value) in members {
        let place = match key.as_str() {
            "endpoint" => &mut endpoint,
            "params" => &mut params,
            _ => {
                let right = suggestion(&key, KEYS, "the keys are `endpoint` and `params`");
                return Err(wrong(&format!("unknown key `{key}`; {right}")));
            }
        };
        if place.replace(value).is_some() {
            return Err(wrong(&format!("`{key}` is given twice")));
        }
    }
    let endpoint = endpoint.ok_or_else(|| wrong("`endpoint` is missing"))?;
    let endpoint = serde_json::from_str(endpoint.get()).map_err(|_| wrong("`endpoint` must be a string"))?;
    Ok(Request { endpoint, params: params.filter(|params| params.get() != "null") })
}

/// The output line of a request. In a dry run, `request` is what would be sent.
pub(super) fn written(number: u64, answer: &Answer, request: Option<String>) -> String {
    // Both are JSON. A reply may have line breaks between its tokens, but a result must be one line.
    let raw = |json: String| RawValue::from_string(json.replace(['\r', '\n'], " ")).ok();
    let outcome = Outcome {
        ok: answer.ending == Ending::Done,
        line: number,
        status: answer.status,
        error: answer.error.as_deref(),
        body: answer.body.clone().and_then(raw),
        unresolved: &answer.unresolved,
        request: request.and_then(raw),
    };
    serde_json::to_string(&outcome).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_not_known_is_refused_with_the_nearest() {
        for (line, why) in [
            (r#"{"endpoint":"a","parms":{}}"#, "unknown key `parms`; did you mean `params`?"),
            (r#"{"endpont":"a"}"#, "unknown key `endpont`; did you mean `endpoint`?"),
            (r#"{"endpoint":"a","zzzzzzz":1}"#, "unknown key `zzzzzzz`; the keys are `endpoint` and `params`"),
            (r#"{"endpoint":"a","endpoint":"b"}"#, "`endpoint` is given twice"),
            (r#"{"params":{}}"#, "`endpoint` is missing"),
            (r#"{"endpoint":5}"#, "`endpoint` must be a string"),
        ] {
            let refusal = read(line).err().and_then(|failure| failure.text()).unwrap_or_default();
            assert!(refusal.ends_with(why), "{line}: {refusal}");
        }
        assert!(read(r#"{"endpoint":"a","params":null}"#).is_ok_and(|request| request.params.is_none()));
    }

    #[test]
    fn a_result_is_one_line_whatever_okx_wrote() {
        let mut answer = Answer::without_reply(Ending::Done, None);
        answer.body = Some("{\r\n \"code\": \"0\\n\"\n}".to_owned());
        assert_eq!(
            written(7, &answer, None),
            r#"{"ok":true,"line":7,"status":null,"error":null,"body":{   "code": "0\n" }}"#
        );
    }
}
