//! A saved page of OKX's guide, and what is known about it.

use std::fs;
use std::path::Path;

use okx_spec::guide::GuideModel;
use okx_spec::record::Record;

use crate::Refusal;
use crate::screen::Progress;

/// Reads a page.
pub(crate) fn read(page: &Path, progress: Progress) -> Result<GuideModel, Refusal> {
    let text = fs::read(page).map_err(|error| Refusal::Request(format!("{}: {error}", page.display())))?;
    progress.step(&format!("reading {}", page.display()));
    let guide = GuideModel::read(&String::from_utf8_lossy(&text));
    progress.done();
    if guide.endpoints.is_empty() && guide.channels.is_empty() && guide.error_codes.is_empty() {
        let text = "holds no endpoint, channel or code; save the whole page of the guide, as HTML";
        return Err(Refusal::Request(format!("{} {text}", page.display())));
    }
    Ok(guide)
}

/// The record beside the description that is compared.
pub(crate) fn record(dir: Option<&Path>) -> Result<Record, Refusal> {
    let record = dir.map_or_else(Record::shipped, Record::read);
    record.map_err(|error| Refusal::Request(error.to_string()))
}
