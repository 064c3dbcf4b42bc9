//! A limit that stands outside every file, as on a request that a user wrote by hand.

use crate::diagnostic::Sink;
use crate::model::{KeyPart, Rate};
use crate::parse::{self, Node, Value};
use crate::{Diagnostics, Location, resolve};

/// Reads `COUNT/SECONDSs by KEY, KEY`, as the files have it.
///
/// # Errors
/// What is wrong with it and what would be right.
pub fn parse(text: &str) -> Result<(Rate, Vec<KeyPart>), String> {
    let mut sink = Sink::new();
    // Nobody sees the place: whoever asks knows where the text stands.
    let at = Location { file: "".into(), line: 1, column: 1 };
    let limit = parse::limit(&Node { at, value: Value::Scalar(text.to_owned()) }, &mut sink);
    let limit = (limit.rate, resolve::key_parts(&limit.keys));
    let texts =
        |diagnostics: Diagnostics| diagnostics.iter().map(|diagnostic| diagnostic.text.clone()).collect::<Vec<_>>();
    sink.finish(limit).map_err(|diagnostics| texts(diagnostics).join("; "))
}
