//! A part of a file that cannot be read gives one diagnostic. Its consequences are not reported.

use okx_spec::{Diagnostics, Law, Source, read_sources, shipped_sources};

use crate::tree::{Edit, diagnostics, edited, sources};

fn heard(sources: &[Source]) -> Option<Diagnostics> {
    read_sources(sources).err().map(|failure| failure.diagnostics)
}

/// The sources with one of them replaced.
fn with_text(sources: &[Source], place: usize, text: String) -> Vec<Source> {
    let mut sources = sources.to_vec();
    sources[place] = Source::new(sources[place].name.clone(), text);
    sources
}

/// The small description and the shipped one, with the places where they are broken. Only one for the shipped one, because reading it takes time.
fn trees() -> [(Vec<Source>, &'static [usize]); 2] {
    [(sources(), &[0, 1, 2]), (shipped_sources(), &[1])]
}

#[test]
fn a_syntax_error_in_any_file_is_one_diagnostic() {
    for (tree, places) in trees() {
        for (file, source) in tree.iter().enumerate() {
            let text = String::from_utf8(source.bytes.to_vec()).unwrap();
            let middle = text.match_indices('\n').nth(text.lines().count() / 2).unwrap().0;
            for place in places {
                let (before, after) = text.split_at([0, middle, text.len()][*place]);
                let heard =
                    heard(&with_text(&tree, file, format!("{before}\n]{{: \"\n{after}"))).expect("it is broken");
                assert_eq!(heard.len(), 1, "{heard}");
                let diagnostic = heard.iter().next().unwrap();
                assert_eq!((&*diagnostic.at.file, diagnostic.law), (&*source.name, Law::Syntax));
            }
        }
    }
}

#[test]
fn a_file_without_a_map_is_one_diagnostic() {
    let tree = sources();
    for place in 0..tree.len() {
        for bytes in [b"\xff\xfe".as_slice(), b"", b"- a list\n", b"text\n"] {
            let mut broken = tree.clone();
            broken[place].bytes = bytes.into();
            let heard = heard(&broken).expect("the file is broken");
            assert_eq!(heard.len(), 1, "{}: {heard}", tree[place].name);
        }
    }
}

#[test]
fn a_file_that_is_missing_is_one_diagnostic() {
    let tree = sources();
    for place in 0..tree.len() {
        let mut broken = tree.clone();
        let gone = broken.remove(place);
        let heard = heard(&broken).expect("a file is missing");
        assert_eq!(heard.len(), 1, "{}: {heard}", gone.name);
    }
}

#[test]
fn a_misspelt_section_is_one_diagnostic() {
    for (file, section, misspelt) in [
        ("fields.yaml", "fields:\n", "feilds:\n"),
        ("ids.yaml", "ids:\n", "idz:\n"),
        ("enums.yaml", "enums:\n", "enum:\n"),
        ("objects.yaml", "objects:\n", "object:\n"),
        ("precision.yaml", "precision:\n", "precison:\n"),
        ("limits.yaml", "budgets:\n", "budget:\n"),
        ("errors.yaml", "errors:\n", "error:\n"),
        ("rest/public.yaml", "objects:\n", "object:\n"),
        ("rest/trade.yaml", "endpoints:\n", "endpoint:\n"),
        ("ws/public.yaml", "channels:\n", "chanels:\n"),
        ("ws/operations.yaml", "operations:\n", "operation:\n"),
    ] {
        let heard = diagnostics(&edited(sources(), file, &Edit::Swap(section, misspelt)));
        assert_eq!(heard.lines().count(), 1, "{heard}");
        assert!(heard.starts_with(file) && heard.contains("did you mean"), "{heard}");
    }
}

#[test]
fn a_section_of_another_form_is_one_diagnostic() {
    for (file, from, to) in [
        (
            "objects.yaml",
            "fields: {instId: InstId, instType: InstType, tickSz: Decimal, lotSz: Decimal, minSz: Decimal?}",
            "fields: none",
        ),
        ("objects.yaml", "{ordId: OrdId?, clOrdId: ClOrdId?, sCode: Text, sMsg: Text?}", "[ordId, sCode, sMsg]"),
        ("rest/public.yaml", "bare: {names: {type: \"InstId[]\", means: The names.}}", "bare: names"),
        (
            "rest/trade.yaml",
            "request: {instId: InstId, clOrdId: ClOrdId?}\n    response: Trade",
            "request: none\n    response: Trade",
        ),
        ("rest/trade.yaml", "draws: [order.place, sub_account.orders]", "draws: {order.place: 1}"),
        ("rest/trade.yaml", "repeat: by clOrdId\n    request", "repeat: [by clOrdId]\n    request"),
        ("precision.yaml", "cases:\n      - {unit: lots, step: szStep}", "cases: lots"),
        ("enums.yaml", "values:\n      buy: Buy.\n      sell: Sell.", "values: [buy, sell]"),
    ] {
        let heard = diagnostics(&edited(sources(), file, &Edit::Swap(from, to)));
        assert_eq!(heard.lines().count(), 1, "{heard}");
        assert!(heard.ends_with("[wrong-form]"), "{heard}");
    }
}

#[test]
fn mistakes_that_need_no_other_file_are_still_reported() {
    let tree = edited(sources(), "ids.yaml", &Edit::Whole(b"ids: [\n"));
    let tree = edited(tree, "enums.yaml", &Edit::Swap("buy: Buy.", "buy: ''"));
    let tree = edited(tree, "errors.yaml", &Edit::Swap("name: SideWrong", "name: side_wrong"));
    let tree = edited(tree, "rest/trade.yaml", &Edit::Swap("- require: [px]", "- require: [pxx]"));
    assert_eq!(
        diagnostics(&tree),
        "enums.yaml:10:12: `buy:` is empty; write a sentence [empty-text]\n\
         errors.yaml:14:3: `side_wrong` is not a name for an error; write it in PascalCase [unfit-name]\n\
         ids.yaml:1:6: this is not valid YAML: unclosed bracket '[' [syntax]"
    );
}
