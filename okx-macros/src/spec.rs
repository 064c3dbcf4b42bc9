//! The description a call is about: the shipped one, or the shipped one with a user's own file.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use okx_spec::model::ChapterId;
use okx_spec::{Failure, Model, Source};
use proc_macro2::Span;
use syn::LitStr;

use crate::call::{Area, Call};
use crate::refusal::Refusal;

/// A description that was read and keeps to its laws.
pub(crate) struct Spec {
    pub(crate) model: Cow<'static, Model>,
    pub(crate) own: Option<OwnFile>,
}

/// A user's own file.
pub(crate) struct OwnFile {
    /// The chapter it is.
    pub(crate) chapter: ChapterId,
    /// Where it is, for the compiler to watch.
    pub(crate) path: String,
}

/// The description that the call is about. A user's own file is looked for in these folders, one after the other.
pub(crate) fn read(call: &Call, folders: &[PathBuf]) -> Result<Spec, Refusal> {
    match &call.area {
        Area::File(name) => {
            let (path, source) = find(name, folders)?;
            with_own_file(&source, path).map_err(|failure| refusal(call.span(), &failure))
        }
        _ => match okx_spec::shipped() {
            Ok(model) => Ok(Spec { model: Cow::Borrowed(model), own: None }),
            Err(failure) => Err(shipped_refusal(call, failure)),
        },
    }
}

/// The shipped description with a user's own file.
pub(crate) fn with_own_file(source: &Source, path: String) -> Result<Spec, Failure> {
    let (model, chapter) = okx_spec::read_with_shipped(source)?;
    Ok(Spec { model: Cow::Owned(model), own: Some(OwnFile { chapter, path }) })
}

fn find(name: &LitStr, folders: &[PathBuf]) -> Result<(String, Source), Refusal> {
    let named = name.value();
    let Some(path) = folders.iter().map(|folder| folder.join(&named)).find(|path| path.is_file()) else {
        let text =
            format!("there is no file `{named}`, neither beside this package's Cargo.toml nor beside this source file");
        return Err(Refusal::because(name.span(), text));
    };
    let unreadable = |error| Refusal::because(name.span(), format!("`{named}` cannot be read: {error}"));
    let source = Source::read(named.clone(), &path).map_err(unreadable)?;
    let path = absolute(&path).map_err(unreadable)?;
    Ok((path, source))
}

/// The compiler takes a relative path from the source file, and the folders are relative to where it was started.
fn absolute(path: &Path) -> std::io::Result<String> {
    Ok(fs::canonicalize(path)?.to_string_lossy().into_owned())
}

/// One module tells what is wrong with the shipped files; otherwise each complaint would come once from every module.
fn shipped_refusal(call: &Call, failure: &Failure) -> Refusal {
    let refusal = refusal(call.span(), failure);
    match call.area {
        Area::Environments => refusal,
        _ => Refusal { complaints: Vec::new(), ..refusal },
    }
}

fn refusal(span: Span, failure: &Failure) -> Refusal {
    Refusal {
        span,
        complaints: failure.complaints.iter().map(ToString::to_string).collect(),
        declared: failure.declared.clone(),
    }
}
