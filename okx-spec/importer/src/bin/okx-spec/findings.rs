//! Findings for people and for machines.

use okx_importer::finding::{Finding, Grade, Part, Place};
use okx_importer::slip::Parted;
use okx_spec::Printable;
use serde_json::{Value, json};

use crate::screen::Screen;

/// Findings under the thing they are about, and how many there are of each grade.
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
        return "Nothing differs".to_owned();
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

/// Everything about findings, those that a slip explains included.
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
