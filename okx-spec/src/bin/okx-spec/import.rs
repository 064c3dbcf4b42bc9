//! `okx-spec import`.

use std::fs;
use std::path::{Path, PathBuf};

use okx_spec::Source;
use okx_spec::import::{Import, import};
use okx_spec::todo::todos;

use crate::screen::{Progress, Screen};
use crate::{Answer, Refusal, check, findings, guide};

/// Where this repository has its description.
const HERE: &str = "okx-spec/data";

/// What the guide would change, as a patch.
pub(crate) fn dry_run(page: &Path, dir: Option<&Path>, screen: Screen) -> Result<Answer, Refusal> {
    let import = planned(page, &folder(dir)?, screen)?;
    let patches: Vec<&str> = import.files.iter().map(|file| file.patch.as_str()).collect();
    Ok(patches.concat().into())
}

/// Writes what the guide says now into the description, and says what is left to do.
pub(crate) fn write(page: &Path, dir: Option<&Path>, screen: Screen) -> Result<Answer, Refusal> {
    let folder = folder(dir)?;
    let import = planned(page, &folder, screen)?;
    for file in &import.files {
        let path = folder.join(&file.name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &file.text));
        written.map_err(|error| Refusal::Request(format!("{}: {error}", path.display())))?;
    }
    Ok(report(&import, &folder, screen))
}

fn planned(page: &Path, folder: &Path, screen: Screen) -> Result<Import, Refusal> {
    let record = guide::record(Some(folder))?;
    let sources = sources(folder)?;
    let guide = guide::read(page, Progress::on_terminal())?;
    import(&sources, &guide, &record)
        .map_err(|failure| Refusal::Mistakes(check::mistakes(&failure.complaints, &sources, screen)))
}

fn sources(folder: &Path) -> Result<Vec<Source>, Refusal> {
    Source::read_folder(folder).map_err(|error| Refusal::Request(error.to_string()))
}

/// The description compiled in cannot be written to, so it must be one in a folder.
fn folder(dir: Option<&Path>) -> Result<PathBuf, Refusal> {
    let folder = dir.unwrap_or(Path::new(HERE));
    if folder.join("index.yaml").is_file() {
        return Ok(folder.to_owned());
    }
    let text = format!("{} holds no description; say with --dir where it is", folder.display());
    Err(Refusal::Request(text))
}

fn report(import: &Import, folder: &Path, screen: Screen) -> Answer {
    let names: Vec<&str> = import.files.iter().map(|file| file.name.as_str()).collect();
    let mut parts = vec![match names.as_slice() {
        [] => "Nothing differs, nothing was written".to_owned(),
        names => format!("{} written to {}", findings::counted(import.written), names.join(", ")),
    }];
    if !import.left.is_empty() {
        parts.push(screen.bold("Nothing could be written for these:"));
        parts.push(findings::to_text(&import.left, screen));
    }
    let is_right = match sources(folder).map(|sources| (okx_spec::read_sources(&sources), sources)) {
        Ok((Ok(model), _)) => {
            parts.push(check::to_do(&todos(&model), screen));
            true
        }
        Ok((Err(failure), sources)) => {
            parts.push(check::mistakes(&failure.complaints, &sources, screen));
            false
        }
        Err(_) => false,
    };
    parts.retain(|part| !part.is_empty());
    Answer { text: parts.join("\n\n"), is_good: is_right && import.left.is_empty() }
}
