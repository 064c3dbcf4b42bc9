//! A small guide and the description that follows it, for what an import does to them.

use std::path::Path;

use okx_importer::guide::GuideModel;
use okx_importer::import::Import;
use okx_importer::record::Record;
use okx_importer::wording::Wording;
use okx_spec::Source;

pub(crate) const PAGE: &str = include_str!("../fixtures/toys.html");

pub(crate) fn sources() -> Vec<Source> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    Source::read_folder(folder).expect("the fixture is there")
}

pub(crate) fn seen() -> Record {
    Record { wording: Wording::of(&GuideModel::read(PAGE)), ..Record::default() }
}

/// A description with everything of an import in it, and the record beside it.
pub(crate) fn with(import: &Import, mut sources: Vec<Source>, record: &Record) -> (Vec<Source>, Record) {
    let mut record = record.clone();
    for file in &import.files {
        match sources.iter_mut().find(|source| *source.name == file.name) {
            Some(source) => *source = Source::new(file.name.clone(), file.text.clone()),
            None => record.wording = Wording::parse(&file.text),
        }
    }
    (sources, record)
}
