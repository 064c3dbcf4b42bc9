//! Reads a saved page of OKX's guide and compares it with a description.

use std::path::Path;

use okx_importer::diff::with_guide;
use okx_importer::finding::Finding;
use okx_importer::guide::GuideModel;
use okx_importer::guide::whole::{PageFault, PageScan, missing};
use okx_importer::record::Record;
use okx_importer::slip::Parted;
use okx_spec::{Model, read_file};

use crate::Refusal;
use crate::screen::Progress;

/// The comparison of the guide with a description.
pub(crate) struct Compared {
    pub(crate) guide: GuideModel,
    record: Record,
    findings: Vec<Finding>,
}

impl Compared {
    /// How many sections the page lacks that it had at the last check.
    pub(crate) fn sections_gone(&self) -> usize {
        self.record.wording.sections_gone(&self.guide)
    }

    /// What differs, separated by whether a slip excuses it.
    pub(crate) fn parted(&self) -> Parted<'_> {
        self.record.slips.part(self.findings.clone())
    }
}

/// What is done with an incomplete page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incomplete {
    /// It is refused: what is missing would look as if OKX had removed it.
    Refused,
    /// It is read as it is.
    Allowed,
}

/// Compares a page with a description, in a folder or compiled in.
pub(crate) fn compare(
    model: &Model,
    dir: Option<&Path>,
    page: &Path,
    incomplete: Incomplete,
) -> Result<Compared, Refusal> {
    let record = record(dir)?;
    let guide = read(page, Progress::on_terminal(), incomplete)?;
    check_complete(page, &guide, model, &record, incomplete)?;
    let findings = with_guide(&guide, model, &record.wording);
    Ok(Compared { guide, record, findings })
}

/// Refuses a page that lacks too much of what it had before.
pub(crate) fn check_complete(
    page: &Path,
    guide: &GuideModel,
    model: &Model,
    record: &Record,
    incomplete: Incomplete,
) -> Result<(), Refusal> {
    if incomplete == Incomplete::Allowed { Ok(()) } else { refuse_faults(page, &missing(guide, model, record)) }
}

fn refuse_faults(page: &Path, faults: &[PageFault]) -> Result<(), Refusal> {
    if faults.is_empty() {
        return Ok(());
    }
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let right = "save the page again; if it is complete but older than the description, add --allow-incomplete";
    Err(Refusal::Request(format!("{} is incomplete: {}; {right}", page.display(), faults.join("; "))))
}

/// Reads a page.
pub(crate) fn read(page: &Path, progress: Progress, incomplete: Incomplete) -> Result<GuideModel, Refusal> {
    if page.is_dir() {
        let text =
            "is a folder, not a saved page of the guide; to compare two descriptions, give `okx-spec diff` two folders";
        return Err(Refusal::Request(format!("{} {text}", page.display())));
    }
    let text = read_file(page).map_err(|error| Refusal::Request(format!("{}: {error}", page.display())))?;
    let text = String::from_utf8_lossy(&text);
    let scan = PageScan::of(&text).map_err(|limit| Refusal::Request(format!("{}: {limit}", page.display())))?;
    progress.step(&format!("reading {}", page.display()));
    let guide = GuideModel::read(&text);
    progress.done();
    if guide.endpoints.is_empty() && guide.channels.is_empty() && guide.error_codes.is_empty() {
        let text = "has no endpoint, channel or code; save the complete page of the guide as HTML";
        return Err(Refusal::Request(format!("{} {text}", page.display())));
    }
    if incomplete == Incomplete::Refused {
        refuse_faults(page, &scan.faults())?;
    }
    Ok(guide)
}

/// The record of the description that is compared.
pub(crate) fn record(dir: Option<&Path>) -> Result<Record, Refusal> {
    let record = dir.map_or_else(Record::shipped, Record::read);
    record.map_err(|error| Refusal::Request(error.to_string()))
}
