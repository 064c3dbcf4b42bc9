//! `okx-spec check`.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use okx_spec::model::ShapeId;
use okx_spec::todo::{Todo, todos};
use okx_spec::{Diagnostic, Diagnostics, Location, Model, Source};
use serde_json::{Map, Value, json};

use crate::Answer;
use crate::screen::Screen;

/// How much there is in a description without mistakes, and which TODOs are left.
pub(crate) fn report(model: &Model, screen: Screen) -> Answer {
    let todos = todos(model);
    let text = if screen.is_for_machines() {
        let counts: Map<String, Value> =
            counts(model).into_iter().map(|(what, count)| (what.replace(' ', "_"), count.into())).collect();
        format!(
            "{:#}",
            json!({ "guide": model.guide.date, "counts": counts, "complaints": [], "todos": todo_values(&todos) })
        )
    } else if todos.is_empty() {
        in_words(model)
    } else {
        format!("{}\n\n{}", to_do(&todos, screen), in_words(model))
    };
    Answer { text, is_good: todos.is_empty() }
}

/// The TODOs that are left; empty if there are none.
pub(crate) fn to_do(todos: &[Todo], screen: Screen) -> String {
    if todos.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = todos.iter().map(ToString::to_string).collect();
    let total = if lines.len() == 1 { "1 TODO left".to_owned() } else { format!("{} TODOs left", lines.len()) };
    format!("{}\n{}", lines.join("\n"), screen.bold(&total))
}

/// The TODOs as JSON.
pub(crate) fn todo_values(todos: &[Todo]) -> Value {
    todos.iter().map(|todo| placed(&todo.at, &todo.text)).collect()
}

/// A text and the place it is about.
fn placed(at: &Location, text: &str) -> Value {
    json!({ "file": &*at.file, "line": at.line, "column": at.column, "text": text })
}

/// How much there is in a description without mistakes.
fn in_words(model: &Model) -> String {
    let mut lines: Vec<String> = counts(model).iter().map(|(what, count)| format!("{count:>6} {what}")).collect();
    lines.push(format!("Checked against the guide of {}: no mistakes", model.guide.date));
    lines.join("\n")
}

fn counts(model: &Model) -> Vec<(&'static str, usize)> {
    let fields = |roots: &mut dyn Iterator<Item = ShapeId>| {
        model.parts_of(roots).into_iter().map(|shape| model[shape].fields.len()).sum::<usize>()
    };
    let objects = model.shapes.iter().filter(|shape| shape.is_object()).count();
    vec![
        ("endpoints", model.endpoints.len()),
        ("parameters", fields(&mut model.endpoints.iter().map(|endpoint| endpoint.request))),
        ("reply fields", fields(&mut model.endpoints.iter().map(|endpoint| endpoint.response.row))),
        ("channel sections", model.channels.len()),
        ("channels", model.channels.iter().map(|channel| channel.channels.len()).sum()),
        ("operations", model.operations.len()),
        ("push fields", fields(&mut model.channels.iter().map(|channel| channel.push.row))),
        ("objects", objects),
        ("ids", model.ids.len()),
        ("enums", model.enums.len()),
        ("precision rules", model.precision.len()),
        ("budgets", model.budgets.len()),
        ("errors", model.errors.len()),
        ("environments", model.environments.len()),
    ]
}

/// Every mistake: one line each, on a terminal with its line of source, or as JSON.
pub(crate) fn mistakes(diagnostics: &Diagnostics, sources: &[Source], screen: Screen) -> String {
    if screen.is_for_machines() {
        return format!("{:#}", json!({ "complaints": diagnostic_values(diagnostics) }));
    }
    let number = diagnostics.len();
    let total = if number == 1 { "1 mistake".to_owned() } else { format!("{number} mistakes") };
    if !screen.is_styled() {
        return format!("{diagnostics}\n{total}");
    }
    let shown: Vec<String> = diagnostics.iter().map(|diagnostic| with_source(diagnostic, sources)).collect();
    format!("{}\n\n{}", shown.join("\n\n"), screen.bold(&total))
}

/// Every mistake as JSON.
pub(crate) fn diagnostic_values(diagnostics: &Diagnostics) -> Value {
    let value = |diagnostic: &Diagnostic| {
        let mut value = placed(&diagnostic.at, &diagnostic.text);
        value["law"] = diagnostic.law.name().into();
        value
    };
    diagnostics.iter().map(value).collect()
}

fn with_source(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let source = sources.iter().find(|source| *source.name == *diagnostic.at.file);
    let text = String::from_utf8_lossy(source.map(|source| source.bytes.as_ref()).unwrap_or_default());
    let line = text.lines().nth(diagnostic.at.line - 1).unwrap_or_default();
    let letters = || line.char_indices().map(|(place, _)| place).chain([line.len()]);
    let start = letters().nth(diagnostic.at.column - 1).unwrap_or(line.len());
    let end = end_of_word(line, start);
    let snippet = Snippet::source(line)
        .path(diagnostic.at.file.as_ref())
        .line_start(diagnostic.at.line)
        .annotation(AnnotationKind::Primary.span(start..end));
    let title = Level::ERROR.primary_title(&diagnostic.text).id(diagnostic.law.name());
    Renderer::styled().render(&[title.element(snippet)])
}

/// The end of the key or the value that begins at a place, so that all of it is underlined.
fn end_of_word(line: &str, start: usize) -> usize {
    let rest = &line[start..];
    let stops = |letter: char| letter.is_whitespace() || ",:]}".contains(letter);
    let length = rest.char_indices().skip(1).find(|(_, letter)| stops(*letter)).map_or(rest.len(), |(place, _)| place);
    start + length
}

#[cfg(test)]
mod tests {
    use okx_spec::{Source, read_sources};

    use super::mistakes;
    use crate::screen::{Format, Screen};

    #[test]
    fn a_terminal_shows_the_line_of_source() {
        let index = "guide: {date: \"2026-06-27\", url: https://example.com/}\nenvironments: {}\nfiles: [ids.yaml]\n";
        let ids = "ids:\n  OrdId: {does: Name of an order., off: Text}\n";
        let sources = [Source::new("index.yaml", index), Source::new("ids.yaml", ids)];
        let diagnostics = read_sources(&sources).unwrap_err().diagnostics;
        let text = mistakes(&diagnostics, &sources, Screen::new(true, Format::Table));
        let plain = mistakes(&diagnostics, &sources, Screen::new(false, Format::Table));

        assert!(text.contains("OrdId: {does: Name of an order., off: Text}"), "{text}");
        assert!(text.contains("ids.yaml:2:36"), "{text}");
        assert!(text.contains("\u{1b}["), "{text}");
        assert!(plain.contains("ids.yaml:2:36: an id has no key `off`; did you mean `of`? [unknown-key]"), "{plain}");
        assert!(!plain.contains('\u{1b}'), "{plain}");
    }

    #[test]
    fn a_place_outside_of_every_line_is_shown_too() {
        let diagnostics = read_sources(&[]).unwrap_err().diagnostics;
        assert!(mistakes(&diagnostics, &[], Screen::new(true, Format::Table)).contains("there is no index.yaml"));
    }
}
