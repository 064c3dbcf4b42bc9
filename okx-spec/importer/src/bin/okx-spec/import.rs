//! `okx-spec import`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use okx_importer::import::put::{Disk, put, recover};
use okx_importer::import::{Import, import};
use okx_spec::todo::{Todo, todos};
use okx_spec::{Diagnostics, Failure, Source, read_sources};
use serde_json::{Value, json};

use crate::guide::Incomplete;
use crate::output::message;
use crate::screen::{Progress, Screen};
use crate::{Answer, Refusal, check, findings, guide};

/// The description of this repository.
const HERE: &str = "okx-spec/data";

/// The heading of findings that need a person.
const LEFT: &str = "These findings could not be written:";

/// What the guide would change, as a patch.
pub(crate) fn dry_run(
    page: &Path,
    dir: Option<&Path>,
    screen: Screen,
    incomplete: Incomplete,
) -> Result<Answer, Refusal> {
    let import = planned(page, &folder(dir)?, screen, incomplete)?;
    let is_good = import.left.is_empty();
    if screen.is_for_machines() {
        return Ok(Answer { text: format!("{:#}", to_json(&import)), is_good });
    }
    if !is_good {
        // On standard error, because standard output is a patch for a program.
        message(format_args!("{LEFT}\n{}", findings::to_text(&import.left, Screen::plain())));
    }
    let patches: Vec<&str> = import.files.iter().map(|file| file.patch.as_str()).collect();
    Ok(Answer { text: patches.concat(), is_good })
}

/// Writes what the guide says now into the description, and reports what is left to do.
pub(crate) fn write(
    page: &Path,
    dir: Option<&Path>,
    screen: Screen,
    incomplete: Incomplete,
) -> Result<Answer, Refusal> {
    let folder = folder(dir)?;
    recovered(&folder)?;
    let import = planned(page, &folder, screen, incomplete)?;
    put(&Disk, &folder, &import.files).map_err(|error| Refusal::Request(error.to_string()))?;
    Ok(report(&import, &folder, screen))
}

fn planned(page: &Path, folder: &Path, screen: Screen, incomplete: Incomplete) -> Result<Import, Refusal> {
    let record = guide::record(Some(folder))?;
    let sources = sources(folder)?;
    let guide = guide::read(page, Progress::on_terminal(), incomplete)?;
    let mistakes = |failure: Failure| Refusal::Mistakes(check::mistakes(&failure.diagnostics, &sources, screen));
    let model = read_sources(&sources).map_err(mistakes)?;
    guide::check_complete(page, &guide, &model, &record, incomplete)?;
    import(&sources, &guide, &record).map_err(mistakes)
}

fn sources(folder: &Path) -> Result<Vec<Source>, Refusal> {
    Source::read_folder(folder).map_err(|error| Refusal::Request(error.to_string()))
}

/// The folder of the description. The one that is compiled in cannot be written to.
fn folder(dir: Option<&Path>) -> Result<PathBuf, Refusal> {
    let folder = dir.unwrap_or(Path::new(HERE));
    if folder.join("index.yaml").is_file() {
        return Ok(folder.to_owned());
    }
    let text = format!("{} has no description; give its folder with --dir", folder.display());
    Err(Refusal::Request(text))
}

/// Completes or undoes an import into the folder that was interrupted, and prints which.
fn recovered(folder: &Path) -> Result<(), Refusal> {
    let unreadable = |error| Refusal::Request(format!("{}: {error}", folder.display()));
    if let Some(what) = recover(&Disk, folder).map_err(unreadable)? {
        // A closed standard error is no reason to stop.
        let _ = writeln!(io::stderr(), "okx-spec: an import into {} was interrupted; {what}", folder.display());
    }
    Ok(())
}

fn report(import: &Import, folder: &Path, screen: Screen) -> Answer {
    let written = Written::of(folder);
    let is_good = matches!(written, Written::Right(_)) && import.left.is_empty();
    let text = if screen.is_for_machines() {
        let mut value = to_json(import);
        match &written {
            Written::Right(todos) => value["todos"] = check::todo_values(todos),
            Written::Wrong(diagnostics, _) => value["complaints"] = check::diagnostic_values(diagnostics),
            Written::Gone => {}
        }
        format!("{value:#}")
    } else {
        in_words(import, &written, screen)
    };
    Answer { text, is_good }
}

/// What a description is after an import.
enum Written {
    /// It has no mistakes; these TODOs are left.
    Right(Vec<Todo>),
    Wrong(Diagnostics, Vec<Source>),
    /// It can no longer be read.
    Gone,
}

impl Written {
    fn of(folder: &Path) -> Self {
        let Ok(sources) = sources(folder) else { return Self::Gone };
        match read_sources(&sources) {
            Ok(model) => Self::Right(todos(&model)),
            Err(failure) => Self::Wrong(failure.diagnostics, sources),
        }
    }
}

fn in_words(import: &Import, written: &Written, screen: Screen) -> String {
    let names: Vec<&str> = import.files.iter().map(|file| file.name.as_str()).collect();
    let mut parts = vec![match names.as_slice() {
        [] => "No differences; nothing was written".to_owned(),
        names => format!("{} written to {}", findings::counted(import.written), names.join(", ")),
    }];
    if !import.left.is_empty() {
        parts.push(screen.bold(LEFT));
        parts.push(findings::to_text(&import.left, screen));
    }
    parts.push(match written {
        Written::Right(todos) => check::to_do(todos, screen),
        Written::Wrong(diagnostics, sources) => check::mistakes(diagnostics, sources, screen),
        Written::Gone => String::new(),
    });
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn to_json(import: &Import) -> Value {
    let files = import.files.iter().map(|file| json!({ "name": file.name, "patch": file.patch }));
    let left = import.left.iter().map(findings::finding_to_json);
    json!({ "files": files.collect::<Value>(), "written": import.written, "left": left.collect::<Value>() })
}
