//! `okx-spec diff`.

use std::path::Path;

use okx_spec::diff::{between, with_guide};
use okx_spec::slip::{Parted, Slips};
use okx_spec::{Model, Source, read_sources};

use crate::screen::{Progress, Screen};
use crate::{Answer, Format, Refusal, check, findings, guide};

/// What differs between the guide and the description.
pub(crate) fn against_guide(
    model: &Model,
    dir: Option<&Path>,
    page: &Path,
    format: Format,
    screen: Screen,
) -> Result<Answer, Refusal> {
    let record = guide::record(dir)?;
    let guide = guide::read(page, Progress::on_terminal())?;
    Ok(answer(&record.slips.part(with_guide(&guide, model, &record.wording)), format, screen))
}

/// What differs between the descriptions in two folders.
pub(crate) fn between_trees(old: &Path, new: &Path, format: Format, screen: Screen) -> Result<Answer, Refusal> {
    let (old, new) = (tree(old, screen)?, tree(new, screen)?);
    Ok(answer(&Slips::default().part(between(&old, &new)), format, screen))
}

fn tree(folder: &Path, screen: Screen) -> Result<Model, Refusal> {
    let sources = Source::read_folder(folder).map_err(|error| Refusal::Request(error.to_string()))?;
    read_sources(&sources).map_err(|failure| Refusal::Mistakes(check::mistakes(&failure.complaints, &sources, screen)))
}

fn answer(parted: &Parted<'_>, format: Format, screen: Screen) -> Answer {
    let text = match format {
        Format::Json => format!("{:#}", findings::to_json(parted)),
        Format::Table => findings::to_text(&parted.open, screen),
    };
    Answer { text, is_good: parted.open.is_empty() }
}
