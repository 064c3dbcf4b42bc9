//! `okx-spec coverage`.

use comfy_table::{CellAlignment, Table, presets};
use okx_importer::coverage::{Coverage, Measure};
use okx_importer::slip::Parted;
use okx_spec::Printable;
use serde_json::{Value, json};

use crate::guide::Compared;
use crate::screen::Screen;
use crate::{Answer, findings};

/// How much of the guide the description covers, what is missing, and what a slip excuses.
pub(crate) fn of_guide(compared: &Compared, screen: Screen) -> Answer {
    let parted = compared.parted();
    let coverage = Coverage::of(&compared.guide, &parted.open);
    let gone = compared.sections_gone();
    let text = if screen.is_for_machines() {
        let mut value = to_json(&coverage, &parted);
        value["sections_gone"] = gone.into();
        format!("{value:#}")
    } else if gone > 0 {
        format!("{}\n\n{}", to_text(&coverage, &parted, screen), screen.bold(&incomplete(gone)))
    } else {
        to_text(&coverage, &parted, screen)
    };
    Answer { text, is_good: coverage.is_complete() && parted.idle.is_empty() && gone == 0 }
}

/// Without this, a page that was saved in part would look well covered.
fn incomplete(gone: usize) -> String {
    let what = if gone == 1 { "1 section is" } else { &format!("{gone} sections are") };
    format!(
        "{what} no longer on this page (`okx-spec diff` lists them). The page may be incomplete; if so, ignore the results above"
    )
}

fn to_text(coverage: &Coverage, parted: &Parted<'_>, screen: Screen) -> String {
    let mut parts = vec![table(coverage, screen)];
    for measure in coverage.measures.iter().filter(|measure| !measure.missing.is_empty()) {
        let heading = screen.bold(&format!("Missing {}", measure.of));
        let missing: Vec<String> = measure.missing.iter().map(|name| format!("\n  {}", Printable(name))).collect();
        parts.push(format!("{heading}{}", missing.concat()));
    }
    if !parted.excused.is_empty() {
        let lines = parted.excused.iter().map(|(finding, slip)| {
            let what = format!("{} {} ({}): {}", finding.subject, finding.part, finding.change(), slip.reason);
            format!("  {}", Printable(what))
        });
        let lines: Vec<String> = lines.collect();
        let heading = screen.bold(&format!("Excused mistakes of the guide: {}", lines.len()));
        parts.push(format!("{heading}\n{}", lines.join("\n")));
    }
    if !parted.idle.is_empty() {
        let lines: Vec<String> = parted.idle.iter().map(|slip| format!("  {}: {}", slip.at, slip.subject)).collect();
        let heading = screen.bold("Slips that no longer excuse anything; remove them");
        parts.push(format!("{heading}\n{}", lines.join("\n")));
    }
    parts.join("\n\n")
}

fn table(coverage: &Coverage, screen: Screen) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["WHAT", "GUIDE", "COVERED", "SHARE"]);
    for measure in &coverage.measures {
        let counts = [measure.total.to_string(), measure.covered().to_string(), share(measure)];
        table.add_row([measure.of.to_owned()].into_iter().chain(counts));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim().to_owned()).collect();
    let header = lines.first().map(|line| screen.bold(line)).unwrap_or_default();
    format!("{header}\n{}", lines.get(1..).unwrap_or_default().join("\n"))
}

/// `99.9 %`.
fn share(measure: &Measure) -> String {
    let permille = measure.permille();
    format!("{}.{} %", permille / 10, permille % 10)
}

fn to_json(coverage: &Coverage, parted: &Parted<'_>) -> Value {
    let measures = coverage.measures.iter().map(|measure| {
        json!({
            "of": measure.of,
            "total": measure.total,
            "covered": measure.covered(),
            "permille": measure.permille(),
            "missing": measure.missing,
        })
    });
    let mut value = findings::to_json(parted);
    value["coverage"] = measures.collect();
    value
}
