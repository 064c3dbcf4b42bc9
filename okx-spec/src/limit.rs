//! A limit outside a file, such as that of a request that a user wrote by hand.

use crate::diagnostic::Sink;
use crate::model::{KeyPart, Rate};
use crate::parse::{self, Node, Value};
use crate::{Diagnostics, Location, resolve};

/// Reads a limit as it is written in the files: `COUNT/SECONDSs by KEY, KEY`.
///
/// # Errors
/// What is wrong with it and how to correct it.
pub fn parse(text: &str) -> Result<(Rate, Vec<KeyPart>), String> {
    let mut sink = Sink::new();
    // The place is not shown: the caller knows where the text is.
    let at = Location { file: "".into(), line: 1, column: 1 };
    let limit = parse::limit(
        &Node { at, span: 0..text.len(), is_flow: false, value: Value::Scalar(text.to_owned()) },
        &mut sink,
    );
    let limit = (limit.rate, resolve::key_parts(&limit.keys));
    let texts =
        |diagnostics: Diagnostics| diagnostics.iter().map(|diagnostic| diagnostic.text.clone()).collect::<Vec<_>>();
    sink.finish(limit).map_err(|diagnostics| texts(diagnostics).join("; "))
}
