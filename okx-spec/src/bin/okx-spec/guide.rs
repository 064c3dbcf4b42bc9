//! A saved page of OKX's guide, and what is known about it.

use std::path::Path;

use okx_spec::diff::with_guide;
use okx_spec::finding::Finding;
use okx_spec::guide::GuideModel;
use okx_spec::record::Record;
use okx_spec::slip::Parted;
use okx_spec::{Model, read_file};

use crate::Refusal;
use crate::screen::Progress;

/// The guide against a description, and what was known about the guide before.
pub(crate) struct Compared {
    pub(crate) guide: GuideModel,
    record: Record,
    findings: Vec<Finding>,
}

impl Compared {
    /// How many sections the page lacks that were there when the description was last checked.
    pub(crate) fn sections_gone(&self) -> usize {
        self.record.wording.sections_gone(&self.guide)
    }

    /// What differs, parted by whether a slip explains it.
    pub(crate) fn parted(&self) -> Parted<'_> {
        self.record.slips.part(self.findings.clone())
    }
}

/// Compares a page with a description, the one in a folder or the one compiled in.
pub(crate) fn compare(model: &Model, dir: Option<&Path>, page: &Path) -> Result<Compared, Refusal> {
    let record = record(dir)?;
    let guide = read(page, Progress::on_terminal())?;
    let findings = with_guide(&guide, model, &record.wording);
    Ok(Compared { guide, record, findings })
}

/// Reads a page.
pub(crate) fn read(page: &Path, progress: Progress) -> Result<GuideModel, Refusal> {
    if page.is_dir() {
        let text = "is a folder and no saved page of the guide; two folders are two descriptions to compare with `okx-spec diff`";
        return Err(Refusal::Request(format!("{} {text}", page.display())));
    }
    let text = read_file(page).map_err(|error| Refusal::Request(format!("{}: {error}", page.display())))?;
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
