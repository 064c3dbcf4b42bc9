//! `okx-spec diff`.

use std::path::Path;

use okx_importer::diff::between;
use okx_importer::slip::{Parted, Slips};
use okx_spec::{Model, Source, read_sources};

use crate::guide::Compared;
use crate::screen::Screen;
use crate::{Answer, Refusal, check, findings};

/// What differs between the guide and the description.
pub(crate) fn against_guide(compared: &Compared, screen: Screen) -> Answer {
    answer(&compared.parted(), screen)
}

/// What differs between the descriptions in two folders.
pub(crate) fn between_trees(old: &Path, new: &Path, screen: Screen) -> Result<Answer, Refusal> {
    let (old, new) = (tree(old, screen)?, tree(new, screen)?);
    Ok(answer(&Slips::default().part(between(&old, &new)), screen))
}

fn tree(folder: &Path, screen: Screen) -> Result<Model, Refusal> {
    let sources = Source::read_folder(folder).map_err(|error| Refusal::Request(error.to_string()))?;
    read_sources(&sources).map_err(|failure| Refusal::Mistakes(check::mistakes(&failure.diagnostics, &sources, screen)))
}

fn answer(parted: &Parted<'_>, screen: Screen) -> Answer {
    let text = if screen.is_for_machines() {
        format!("{:#}", findings::to_json(parted))
    } else {
        findings::to_text(&parted.open, screen)
    };
    Answer { text, is_good: parted.open.is_empty() }
}
