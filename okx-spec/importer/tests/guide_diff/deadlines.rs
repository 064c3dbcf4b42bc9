//! A chapter of its own lists the calls that accept a deadline.

use std::path::Path;

use okx_importer::coverage::Coverage;
use okx_importer::diff::with_guide;
use okx_importer::finding::{Change, Grade};
use okx_importer::guide::GuideModel;
use okx_spec::{Source, read_sources};

use crate::{DROP, PAGE, changed, findings, finds, seen};

/// The page with a chapter that lists one call.
fn listed() -> String {
    changed(
        "<h1 id=\"codes\">",
        "<h1 id=\"late\">Late toys</h1><h4>Header</h4><table><tr><th>Parameter</th><th>Type</th><th>Required</th></tr>\
         <tr><td>expTime</td><td>String</td><td>No</td></tr></table><p>For these:</p>\
         <ul><li><a href=\"/docs-v5/en/#toys-drop-toy\">Drop toy</a> of a shelf</li></ul><h1 id=\"codes\">",
    )
}

#[test]
fn a_call_is_listed_that_takes_none_as_described() {
    let page = listed();
    finds(&page, &[(Grade::Additive, Change::Behaviour, DROP, "deadline")]);
    let coverage = Coverage::of(&GuideModel::read(&page), &findings(&page));
    let measure = coverage.measures.iter().find(|measure| measure.of == "deadlines").expect("it is there");
    assert_eq!((measure.total, measure.missing.as_slice()), (1, &[format!("{DROP} deadline")][..]));
}

#[test]
fn a_call_is_not_listed_that_takes_one_as_described() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    let mut sources = Source::read_folder(folder).expect("the description is there");
    let toys = sources.iter_mut().find(|source| source.name == "rest/toys.yaml").expect("it is there");
    let text = String::from_utf8_lossy(&toys.bytes).replace("toys/drop\n", "toys/drop\n    deadline: true\n");
    *toys = Source::new("rest/toys.yaml", text);
    let model = read_sources(&sources).unwrap_or_else(|failure| panic!("{failure}"));
    let found = |page: &str| with_guide(&GuideModel::read(page), &model, &seen());
    assert_eq!(found(&listed()), []);
    let findings = found(PAGE);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((findings[0].grade, findings[0].change()), (Grade::Breaking, Change::Behaviour));
}
