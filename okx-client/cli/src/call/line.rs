//! One line of `okx call --jsonl`, as it comes in and as it goes out.

use okx_spec::nearest::suggestion;
use serde::Serialize;
use serde_json::value::RawValue;

use super::answer::{Answer, Name};
use super::parameters::Members;
use crate::ending::{Ending, Failure};

/// One request.
pub(super) struct Request {
    pub(super) endpoint: String,
    pub(super) params: Option<Box<RawValue>>,
}

/// What came of it.
#[derive(Serialize)]
struct Outcome<'a> {
    ok: bool,
    /// Which line of the input it was, from one.
    line: u64,
    status: Option<u16>,
    error: Option<&'a str>,
    body: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "<[Name]>::is_empty")]
    unresolved: &'a [Name],
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Box<RawValue>>,
}

/// Reads a request. A key that is not one of a request is refused: what it was meant to say would be lost.
pub(super) fn read(line: &str) -> Result<Request, Failure> {
    const KEYS: [&str; 2] = ["endpoint", "params"];

    let wrong = |why: &str| Failure::Usage(format!(r#"this line is not {{"endpoint":…,"params":…}}: {why}"#));
    let Members(members) = serde_json::from_str(line).map_err(|error| wrong(&error.to_string()))?;
    let (mut endpoint, mut params) = (None, None);
    for (key, value) in members {
        let place = match key.as_str() {
            "endpoint" => &mut endpoint,
            "params" => &mut params,
            _ => {
                let right = suggestion(&key, KEYS, "a line has `endpoint` and `params`");
                return Err(wrong(&format!("it has a key `{key}`; {right}")));
            }
        };
        if place.replace(value).is_some() {
            return Err(wrong(&format!("it has `{key}` twice")));
        }
    }
    let endpoint = endpoint.ok_or_else(|| wrong("it has no `endpoint`"))?;
    let endpoint = serde_json::from_str(endpoint.get()).map_err(|_| wrong("`endpoint` is not text"))?;
    Ok(Request { endpoint, params: params.filter(|params| params.get() != "null") })
}

/// The line that says what came of a request; `request` is what would be sent in a dry run.
pub(super) fn written(number: u64, answer: &Answer, request: Option<String>) -> String {
    // Both were found to be JSON, or made so. What OKX wrote may have line ends between its tokens, and a result is one line.
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
            (r#"{"endpoint":"a","parms":{}}"#, "it has a key `parms`; did you mean `params`?"),
            (r#"{"endpont":"a"}"#, "it has a key `endpont`; did you mean `endpoint`?"),
            (r#"{"endpoint":"a","zzzzzzz":1}"#, "it has a key `zzzzzzz`; a line has `endpoint` and `params`"),
            (r#"{"endpoint":"a","endpoint":"b"}"#, "it has `endpoint` twice"),
            (r#"{"params":{}}"#, "it has no `endpoint`"),
            (r#"{"endpoint":5}"#, "`endpoint` is not text"),
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
