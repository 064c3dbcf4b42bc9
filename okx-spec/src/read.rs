//! From files to a model: read, resolve, check.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::declared::{self, Declared};
use crate::diagnostic::Sink;
use crate::model::ChapterId;
use crate::parse;
use crate::parse::Raw;
use crate::{Diagnostic, Diagnostics, Law, Location, Model, Source, check, embedded, resolve};

/// The mistakes in a description.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{diagnostics}")]
pub struct Failure {
    /// All mistakes, in order.
    pub diagnostics: Diagnostics,
    /// Every declared type, whether or not it has mistakes.
    pub declared: Vec<Declared>,
}

/// The shipped description, read once per process.
///
/// # Errors
/// When its files have mistakes.
pub fn shipped() -> Result<&'static Model, &'static Failure> {
    shipped_parts().as_ref().map(|(_, model)| model)
}

/// Reads the description in a folder.
///
/// # Errors
/// When a file cannot be read or has mistakes.
pub fn read_tree(folder: &Path) -> Result<Model, Failure> {
    match Source::read_folder(folder) {
        Ok(sources) => read_sources(&sources),
        Err(error) => Err(unreadable(folder, &error)),
    }
}

/// Reads a description that is in memory.
///
/// # Errors
/// When its files have mistakes.
pub fn read_sources(sources: &[Source]) -> Result<Model, Failure> {
    read(sources).map(|(_, model)| model)
}

/// Reads a user's own file: a chapter that can use everything shipped. The model is the shipped one with this chapter
/// last.
///
/// # Errors
/// When the file has mistakes. Only its own are reported, unless the shipped description has mistakes: then those are
/// reported instead.
pub fn read_with_shipped(source: &Source) -> Result<(Model, ChapterId), Failure> {
    let (raw, _) = shipped_parts().as_ref().map_err(Failure::clone)?;
    read_beside(raw, source)
}

/// Reads a user's own file together with a description that was read before.
fn read_beside(raw: &Raw, source: &Source) -> Result<(Model, ChapterId), Failure> {
    let mut sink = Sink::new();
    let own = parse::own_chapter(source, &mut sink);
    sink.end_reading();
    let resolved = resolve::resolve(raw, own.as_ref(), &mut sink);
    check::check(&resolved, &mut sink);
    let chapter = ChapterId(raw.chapters.len());
    sink.finish((resolved.model, chapter)).map_err(|diagnostics| {
        let mut declared = Vec::new();
        if let Some(own) = &own {
            declared::chapter(own, &mut declared);
        }
        Failure { diagnostics, declared }
    })
}

fn shipped_parts() -> &'static Result<(Raw, Model), Failure> {
    static SHIPPED: OnceLock<Result<(Raw, Model), Failure>> = OnceLock::new();
    SHIPPED.get_or_init(|| read(&embedded::sources()))
}

/// The description as written, and its model.
pub(crate) fn read(sources: &[Source]) -> Result<(Raw, Model), Failure> {
    let mut sink = Sink::new();
    let raw = parse::description(sources, &mut sink);
    sink.end_reading();
    let resolved = resolve::resolve(&raw, None, &mut sink);
    check::check(&resolved, &mut sink);
    match sink.finish(resolved.model) {
        Ok(model) => Ok((raw, model)),
        Err(diagnostics) => Err(Failure { diagnostics, declared: declared::all(&raw) }),
    }
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Failure {
    let at = Location { file: Arc::from(folder.to_string_lossy().as_ref()), line: 1, column: 1 };
    let text = format!("the description cannot be read: {error}");
    Failure { diagnostics: Diagnostic { at, law: Law::Readable, text }.into(), declared: Vec::new() }
}
