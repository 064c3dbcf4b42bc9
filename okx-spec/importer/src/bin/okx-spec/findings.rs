//! `okx-spec diff`, and how findings are printed.

use std::path::Path;

use okx_importer::diff::between;
use okx_importer::finding::{Finding, Grade, Part, Place};
use okx_importer::slip::{Parted, Slips};
use okx_spec::{Model, Printable, Source, read_sources};
use serde_json::{Value, json};

use crate::guide::Compared;
use crate::screen::Screen;
use crate::{Answer, Refusal, check};

/// What differs between the guide and the description.
pub(crate) fn against_guide(compared: &Compared, screen: Screen) -> Answer {
    answer(&compared.parted(), screen)
}

/// What differs between the descriptions in two folders.
pub(crate) fn between_folders(old: &Path, new: &Path, screen: Screen) -> Result<Answer, Refusal> {
    let (old, new) = (described(old, screen)?, described(new, screen)?);
    Ok(answer(&Slips::default().part(between(&old, &new)), screen))
}

fn described(folder: &Path, screen: Screen) -> Result<Model, Refusal> {
    let sources = Source::read_folder(folder).map_err(|error| Refusal::Request(error.to_string()))?;
    read_sources(&sources).map_err(|failure| Refusal::Mistakes(check::mistakes(&failure.diagnostics, &sources, screen)))
}

fn answer(parted: &Parted<'_>, screen: Screen) -> Answer {
    let text = if screen.is_for_machines() { format!("{:#}", to_json(parted)) } else { to_text(&parted.open, screen) };
    Answer { text, is_good: parted.open.is_empty() }
}

/// Findings below the subjects that they are about, and how many there are of each grade.
pub(crate) fn to_text(findings: &[Finding], screen: Screen) -> String {
    let mut lines = Vec::new();
    let mut subject = None;
    for finding in findings {
        if subject.replace(&finding.subject) != Some(&finding.subject) {
            lines.push(screen.bold(&Printable(&finding.subject).to_string()));
        }
        lines.push(line(finding, screen));
    }
    lines.push(totals(findings));
    lines.join("\n")
}

fn line(finding: &Finding, screen: Screen) -> String {
    let Finding { grade, subject: _, part, difference, old, new } = finding;
    let places: Vec<String> = [old, new].into_iter().flatten().map(|place| Printable(place).to_string()).collect();
    let grade = screen.grade(*grade, &format!("{grade:<8}"));
    let change = finding.change();
    let part = if *part == Part::Whole { String::new() } else { format!("{}: ", Printable(part)) };
    format!("  {grade}  {change:<13}  {part}{}  {}", Printable(difference), screen.dim(&places.join(" ")))
}

fn totals(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "No differences".to_owned();
    }
    let count = |grade: Grade| findings.iter().filter(|finding| finding.grade == grade).count();
    let grades = [Grade::Breaking, Grade::Additive, Grade::Wording];
    let counts: Vec<String> = grades.iter().map(|grade| format!("{} {grade}", count(*grade))).collect();
    format!("{}: {}", counted(findings.len()), counts.join(", "))
}

/// `1 finding`, `2 findings`.
pub(crate) fn counted(number: usize) -> String {
    if number == 1 { "1 finding".to_owned() } else { format!("{number} findings") }
}

/// Everything about findings, including those that a slip excuses.
pub(crate) fn to_json(parted: &Parted<'_>) -> Value {
    let excused = parted.excused.iter().map(|(finding, slip)| {
        let mut entry = finding_to_json(finding);
        entry["reason"] = json!(slip.reason);
        entry
    });
    json!({
        "findings": parted.open.iter().map(finding_to_json).collect::<Value>(),
        "excused": excused.collect::<Value>(),
        "idle_slips": parted.idle.iter().map(|slip| slip.at.to_string()).collect::<Value>(),
    })
}

/// One finding.
pub(crate) fn finding_to_json(finding: &Finding) -> Value {
    let place = |place: &Option<Place>| match place {
        Some(Place::File(at)) => json!({"file": &*at.file, "line": at.line, "column": at.column}),
        Some(Place::Guide(anchor)) => json!({"anchor": anchor}),
        None => Value::Null,
    };
    let Finding { grade, subject, part, difference, old, new } = finding;
    json!({
        "grade": grade.name(),
        "change": difference.change().name(),
        "subject": subject.to_string(),
        "part": part.to_string(),
        "text": difference.to_string(),
        "old": place(old),
        "new": place(new),
    })
}
