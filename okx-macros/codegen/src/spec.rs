//! The description that a call uses: the shipped one, or the shipped one with a user's own file.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use okx_spec::model::ChapterId;
use okx_spec::{Model, Source};
use proc_macro2::Span;
use syn::LitStr;

use crate::call::{Area, Call};
use crate::stub::Failure;

/// A description without mistakes.
pub(crate) struct Spec<'m> {
    pub(crate) model: Cow<'m, Model>,
    pub(crate) own: Option<OwnFile>,
}

/// A user's own file.
pub(crate) struct OwnFile {
    /// The chapter it is.
    pub(crate) chapter: ChapterId,
    /// Its path, so that the compiler watches it.
    pub(crate) path: String,
}

/// The description that the call uses. A user's own file is looked for in these folders, in this order.
pub(crate) fn read(call: &Call, folders: &[PathBuf]) -> Result<Spec<'static>, Failure> {
    match &call.area {
        Area::File(name) => {
            let (path, source) = find(name, folders)?;
            with_own_file(&source, path).map_err(|failure| from_spec(call.span(), &failure))
        }
        _ => match okx_spec::shipped() {
            Ok(model) => Ok(Spec { model: Cow::Borrowed(model), own: None }),
            Err(failure) => Err(from_shipped(call, failure)),
        },
    }
}

/// The shipped description with a user's own file.
pub(crate) fn with_own_file(source: &Source, path: String) -> Result<Spec<'static>, okx_spec::Failure> {
    let (model, chapter) = okx_spec::read_with_shipped(source)?;
    Ok(Spec { model: Cow::Owned(model), own: Some(OwnFile { chapter, path }) })
}

fn find(name: &LitStr, folders: &[PathBuf]) -> Result<(String, Source), Failure> {
    let named = name.value();
    let Some(path) = folders.iter().map(|folder| folder.join(&named)).find(|path| path.is_file()) else {
        let folders = "the folder of this package's Cargo.toml or of this source file";
        return Err(Failure::because(name.span(), format!("there is no file `{named}` in {folders}")));
    };
    let unreadable = |error| Failure::because(name.span(), format!("`{named}` cannot be read: {error}"));
    let source = Source::read(named.clone(), &path).map_err(unreadable)?;
    let path = absolute(&path).map_err(unreadable)?;
    Ok((path, source))
}

/// `include_bytes!` would take a relative path from the source file, but the folders may be relative to the current directory.
fn absolute(path: &Path) -> std::io::Result<String> {
    Ok(fs::canonicalize(path)?.to_string_lossy().into_owned())
}

/// One module reports the mistakes in the shipped files. Otherwise every module would report each of them.
fn from_shipped(call: &Call, failure: &okx_spec::Failure) -> Failure {
    let failure = from_spec(call.span(), failure);
    match call.area {
        Area::Environments => failure,
        _ => Failure { diagnostics: Vec::new(), ..failure },
    }
}

fn from_spec(span: Span, failure: &okx_spec::Failure) -> Failure {
    Failure {
        span,
        diagnostics: failure.diagnostics.iter().map(ToString::to_string).collect(),
        declared: failure.declared.clone(),
    }
}
