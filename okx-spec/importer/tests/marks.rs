//! What a page no longer has is marked and listed by `okx-spec check`, and is restored, byte for byte, when the page has it again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use okx_importer::guide::GuideModel;
use okx_importer::import::import;
use okx_importer::record::Record;
use okx_spec::todo::todos;
use okx_spec::{Source, read_sources};

mod toys;

fn text(source: &Source) -> String {
    String::from_utf8_lossy(&source.bytes).into_owned()
}

/// Imports a page that lacks something, then one that lacks nothing, and gives the number of marks between them. The second import knows the
/// texts of the complete page: texts of a field that were not there at the last check are searched for new values too.
fn marked_and_restored(sources: &[Source], record: &Record, less: &GuideModel, whole: &GuideModel) -> usize {
    let there = import(sources, less, record).unwrap();
    let (marked, seen) = toys::with(&there, sources.to_vec(), record);
    let model = read_sources(&marked).unwrap_or_else(|failure| panic!("{failure}"));
    let marks: usize = marked.iter().map(|source| text(source).matches("\"TODO").count()).sum();
    assert_eq!(marks, marked.iter().map(|source| text(source).matches("TODO").count()).sum::<usize>());
    assert_eq!(todos(&model).len(), marks, "`check` lists every mark");
    let again = import(&marked, less, &seen).unwrap();
    assert_eq!(again.files.iter().map(|file| &file.patch).collect::<Vec<_>>(), [""; 0], "what is marked stays marked");
    let back = import(&marked, whole, record).unwrap();
    let (back, _) = toys::with(&back, marked, &seen);
    for (after, before) in back.iter().zip(sources) {
        if after != before {
            let (after, before) = (text(after), text(before));
            let differs = after.lines().zip(before.lines()).find(|(after, before)| after != before);
            panic!("{differs:?}");
        }
    }
    marks
}

/// Every way to write a text in YAML.
const STYLES: [&str; 7] = [
    "Buys toys.",
    "'Buys toys: it''s \"quick\"'",
    "\"Buys \\\"toys\\\"\"",
    ">-\n      Buys toys > for\n      money.",
    "> # a remark\n\n      Buys toys.\n\n      More.\n",
    "|2-\n      Buys\n      # toys",
    "Buys toys\n      for money",
];

#[test]
fn a_text_is_marked_and_comes_back_however_it_is_written() {
    let (whole, record) = (GuideModel::read(toys::PAGE), toys::seen());
    let mut less = whole.clone();
    less.endpoints.clear();
    for style in STYLES {
        let mut sources = toys::sources();
        let file = sources.iter_mut().find(|source| source.name == "rest/toys.yaml").unwrap();
        let lines: Vec<String> = text(file)
            .split_inclusive('\n')
            .map(|line| match line.strip_prefix("    does:") {
                Some(_) => format!("    does: {style}\n"),
                None => line.to_owned(),
            })
            .collect();
        *file = Source::new("rest/toys.yaml", lines.concat());
        let calls = read_sources(&sources).unwrap_or_else(|failure| panic!("{style}: {failure}")).endpoints.len();
        assert_eq!(marked_and_restored(&sources, &record, &less, &whole), calls, "{style}");
    }
}
