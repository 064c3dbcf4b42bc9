//! Whatever happens to a page of the guide, an import of it leaves YAML behind.

use okx_importer::guide::GuideModel;
use okx_importer::import::import;
use okx_spec::{Law, read_sources};
use proptest::prelude::*;

mod damage;
mod toys;

use damage::{damage, damaged};
use toys::{PAGE, seen, sources, with};

/// The mistakes in the description after an import of a page.
fn is_no_yaml(page: &str) -> Option<String> {
    let record = seen();
    let import = import(&sources(), &GuideModel::read(page), &record).unwrap_or_else(|failure| panic!("{failure}"));
    let (sources, _) = with(&import, sources(), &record);
    let mistakes = read_sources(&sources).err().map(|failure| failure.diagnostics);
    mistakes.iter().flatten().find(|mistake| mistake.law == Law::Syntax).map(ToString::to_string)
}

/// A key of YAML ends at 1,024 letters.
#[test]
fn a_name_that_swallowed_the_page_is_not_written() {
    let endless = format!("<code>{}</code>", "stock".repeat(300));
    let pages = [
        ("<code>stock</code><br><code>stock5</code>", endless.clone()),
        ("<td>toyId</td>", format!("<td>{endless}</td>")),
    ];
    for (name, swallowing) in pages {
        assert!(PAGE.contains(name), "`{name}` stands on the page");
        let wrong = is_no_yaml(&PAGE.replace(name, &swallowing));
        assert!(wrong.is_none(), "`{name}`: {wrong:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Whatever happens to a page, what is written is YAML, and lines that are not concerned stay.
    #[test]
    fn damaged_pages_leave_yaml_behind(damages in prop::collection::vec(damage(), 1..8)) {
        let wrong = is_no_yaml(&damaged(PAGE, &damages));
        prop_assert!(wrong.is_none(), "{wrong:?}");
    }
}
