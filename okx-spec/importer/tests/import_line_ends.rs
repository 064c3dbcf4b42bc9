//! An import writes line ends as the files have them.

use std::path::Path;

use okx_importer::guide::GuideModel;
use okx_importer::import::import;
use okx_importer::record::Record;
use okx_importer::wording::Wording;
use okx_spec::Source;

mod changes;

use changes::CHANGES;

const PAGE: &str = include_str!("fixtures/toys.html");

/// Files from Windows: what is written has the same line ends, and so has the patch.
#[test]
fn line_ends_stay_as_they_are() {
    let with_returns = |text: &str| text.replace('\n', "\r\n");
    let from_windows =
        |source: &Source| Source::new(source.name.clone(), with_returns(&String::from_utf8_lossy(&source.bytes)));
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    let shipped = Source::read_folder(folder).expect("the fixture is there");
    let sources: Vec<Source> = shipped.iter().map(from_windows).collect();
    let seen = Wording::of(&GuideModel::read(PAGE)).to_text();
    let record = Record { wording: Wording::parse(&with_returns(&seen)), ..Record::default() };
    let page = CHANGES.iter().fold(PAGE.to_owned(), |page, (_, from, to)| page.replace(from, to));
    let guide = GuideModel::read(&page);
    let import = import(&sources, &guide, &record).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(import.files.iter().any(|file| file.name == "guide/wording.txt") && import.files.len() > 3);
    for file in &import.files {
        let returns = |text: &str| (text.matches('\n').count(), text.matches("\r\n").count());
        let (all, own) = returns(&file.text);
        assert_eq!(all, own, "{}", file.name);
        let lines = file
            .patch
            .lines()
            .filter(|line| !line.starts_with("---") && !line.starts_with("+++") && !line.starts_with("@@"));
        assert_eq!(returns(&file.patch).1, lines.count(), "{}", file.patch);
    }
}
