//! A saved page of OKX's guide, and what is known about it.

use std::path::Path;

use okx_importer::diff::with_guide;
use okx_importer::finding::Finding;
use okx_importer::guide::GuideModel;
use okx_importer::guide::whole::{PageScan, missing};
use okx_importer::record::Record;
use okx_importer::slip::Parted;
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

/// What is done with a page that is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incomplete {
    /// It is refused: what was cut off would look as if OKX had removed it.
    Refused,
    /// It is read as it is.
    Allowed,
}

/// Compares a page with a description, the one in a folder or the one compiled in.
pub(crate) fn compare(
    model: &Model,
    dir: Option<&Path>,
    page: &Path,
    incomplete: Incomplete,
) -> Result<Compared, Refusal> {
    let record = record(dir)?;
    let guide = read(page, Progress::on_terminal(), incomplete)?;
    is_whole(page, &guide, model, &record, incomplete)?;
    let findings = with_guide(&guide, model, &record.wording);
    Ok(Compared { guide, record, findings })
}

/// Refuses a page that lacks too much of what was there before.
pub(crate) fn is_whole(
    page: &Path,
    guide: &GuideModel,
    model: &Model,
    record: &Record,
    incomplete: Incomplete,
) -> Result<(), Refusal> {
    if incomplete == Incomplete::Allowed { Ok(()) } else { refuse_faults(page, &missing(guide, model, record)) }
}

fn refuse_faults(page: &Path, faults: &[String]) -> Result<(), Refusal> {
    if faults.is_empty() {
        return Ok(());
    }
    let right = "save the page again, or add --allow-incomplete to read it as it is, for one that is older than the description";
    Err(Refusal::Request(format!(
        "{} is not a whole page of the guide: {}; {right}",
        page.display(),
        faults.join("; ")
    )))
}

/// Reads a page.
pub(crate) fn read(page: &Path, progress: Progress, incomplete: Incomplete) -> Result<GuideModel, Refusal> {
    if page.is_dir() {
        let text = "is a folder and no saved page of the guide; two folders are two descriptions to compare with `okx-spec diff`";
        return Err(Refusal::Request(format!("{} {text}", page.display())));
    }
    let text = read_file(page).map_err(|error| Refusal::Request(format!("{}: {error}", page.display())))?;
    let text = String::from_utf8_lossy(&text);
    let scan = PageScan::of(&text).map_err(|limit| Refusal::Request(format!("{}: {limit}", page.display())))?;
    progress.step(&format!("reading {}", page.display()));
    let guide = GuideModel::read(&text);
    progress.done();
    if guide.endpoints.is_empty() && guide.channels.is_empty() && guide.error_codes.is_empty() {
        let text = "holds no endpoint, channel or code; save the whole page of the guide, as HTML";
        return Err(Refusal::Request(format!("{} {text}", page.display())));
    }
    if incomplete == Incomplete::Refused {
        refuse_faults(page, &scan.faults())?;
    }
    Ok(guide)
}

/// The record beside the description that is compared.
pub(crate) fn record(dir: Option<&Path>) -> Result<Record, Refusal> {
    let record = dir.map_or_else(Record::shipped, Record::read);
    record.map_err(|error| Refusal::Request(error.to_string()))
}
