//! Every law is broken at least once, and its messages are checked word for word.

mod asked_by;
mod calls;
mod fields;
mod files;
mod form;
mod gaps;
mod names;
mod pages;
mod precision;
mod pushes;
mod references;
mod rules;
mod sockets;
mod tree;

use std::collections::BTreeSet;

use okx_spec::{Law, Source};

use crate::tree::{Edit, Fixture, diagnostics, edited, reports, sources};

#[test]
fn the_tree_without_a_mistake_is_read() {
    assert_eq!(diagnostics(&sources()), "");
}

#[test]
fn mistakes_in_files() {
    reports(files::FIXTURES);
}

#[test]
fn mistakes_in_form() {
    reports(form::FIXTURES);
}

#[test]
fn mistakes_in_names() {
    reports(names::FIXTURES);
}

#[test]
fn mistakes_in_references() {
    reports(references::FIXTURES);
}

#[test]
fn mistakes_in_fields() {
    reports(fields::FIXTURES);
}

#[test]
fn mistakes_in_calls() {
    reports(calls::FIXTURES);
}

#[test]
fn mistakes_in_rules() {
    reports(rules::FIXTURES);
}

#[test]
fn mistakes_in_pages() {
    reports(pages::FIXTURES);
}

#[test]
fn mistakes_in_queries() {
    reports(asked_by::FIXTURES);
}

#[test]
fn mistakes_in_precision() {
    reports(precision::FIXTURES);
}

#[test]
fn mistakes_in_pushes() {
    reports(pushes::FIXTURES);
}

#[test]
fn mistakes_in_sockets() {
    reports(sockets::FIXTURES);
}

/// Every fixture, by theme.
const THEMES: &[&[Fixture]] = &[
    files::FIXTURES,
    form::FIXTURES,
    names::FIXTURES,
    references::FIXTURES,
    fields::FIXTURES,
    calls::FIXTURES,
    rules::FIXTURES,
    asked_by::FIXTURES,
    pages::FIXTURES,
    precision::FIXTURES,
    pushes::FIXTURES,
    sockets::FIXTURES,
];

#[test]
fn every_law_is_broken_by_a_fixture() {
    let broken: BTreeSet<Law> = THEMES.iter().copied().flatten().map(|fixture| fixture.law).collect();
    let unbroken: Vec<&Law> = Law::ALL.iter().filter(|law| !broken.contains(law)).collect();
    assert!(unbroken.is_empty(), "no fixture breaks {unbroken:?}");
}

/// Phrases that are hard to understand. Each has a plain alternative: `is not a`, `is given`, `sends`, `requires`.
const OBSCURE: &[&str] = &[
    " is no ",
    " stands ",
    "stand in",
    " door",
    "beside the",
    " told",
    " nobody ",
    " wants ",
    " lets ",
    " grid",
    "what it was meant",
    "lead nowhere",
];

/// Prints every message, so that all can be read at once:
/// `cargo test -p okx-spec --test laws every_message -- --nocapture`.
#[test]
fn every_message_is_plain() {
    let lines = THEMES.iter().copied().flatten().flat_map(|fixture| fixture.says.lines());
    let messages: BTreeSet<(&str, &str)> = lines.filter_map(message).collect();
    for (law, text) in &messages {
        println!("{law}: {text}");
        let text = text.replace("there is no ", "");
        let obscure = [" is no "].iter().chain(OBSCURE).find(|phrase| text.contains(**phrase));
        assert_eq!(obscure, None, "in the message: {text}");
    }
    assert!(messages.len() > Law::ALL.len(), "each law has a message");
}

/// The law and the text of a diagnostic.
fn message(line: &str) -> Option<(&str, &str)> {
    let (_, said) = line.split_once(": ")?;
    let (text, law) = said.rsplit_once(" [")?;
    Some((law.strip_suffix(']')?, text))
}

#[test]
fn five_mistakes_in_five_places_are_five_sorted_diagnostics() {
    let mistakes = [
        ("rest/trade.yaml", Edit::Swap("- require: [px]", "- require: [pxx]")),
        ("objects.yaml", Edit::Swap("lotSz: Decimal,", "lotSz: Decmal,")),
        ("limits.yaml", Edit::Swap("60/2s by user, symbol", "60/2s")),
        ("enums.yaml", Edit::Swap("buy: Buy.", "buy: ''")),
        ("objects.yaml", Edit::Swap("{instId: InstId,", "{instId: InstId, instId: InstId,")),
    ];
    let broken = mistakes.iter().fold(sources(), |sources, (file, edit)| edited(sources, file, edit));
    assert_eq!(
        diagnostics(&broken),
        "enums.yaml:10:12: `buy:` is empty; write a sentence [empty-text]\n\
         limits.yaml:5:12: the limit `60/2s` has no key; add what it is counted by, such as `by user, symbol` or `by ip` [limit-without-key]\n\
         objects.yaml:4:30: the key `instId` is already given on line 4; remove one of the two [duplicate-key]\n\
         objects.yaml:4:90: there is no type `Decmal`; did you mean `Decimal`? [unknown-type]\n\
         rest/trade.yaml:25:19: there is no field `pxx` here; did you mean `px`? [unknown-field]"
    );
}

#[test]
fn conditions_need_plain_public_values() {
    let condition = |edit: Edit, ids: &Edit| {
        let tree = edited(edited(sources(), "rest/trade.yaml", &edit), "ids.yaml", ids);
        diagnostics(&edited(
            tree,
            "rest/trade.yaml",
            &Edit::Swap("when: {side: buy, instType: not OPTION}", "when: {kind: x}"),
        ))
    };
    let kind = "kind: {type: Text?,";
    let nothing = Edit::Swap("ids:\n", "ids:\n");
    assert_eq!(condition(Edit::Swap(kind, kind), &nothing), "");
    assert_eq!(
        condition(Edit::Swap(kind, "kind: {type: Json?,"), &nothing),
        "rest/trade.yaml:26:16: `kind` is an object; a condition needs a field with one plain value [condition-field]"
    );
    assert_eq!(
        condition(
            Edit::Swap(kind, "kind: {type: Pin?,"),
            &Edit::Swap("ids:\n", "ids:\n  Pin: {does: A secret., of: Text, secret: true}\n")
        ),
        "rest/trade.yaml:26:16: `kind` is secret; a condition needs a field with one plain value [condition-field]"
    );
    for (kind_of_field, right) in [
        ("Integer", "write a whole number"),
        ("Timestamp", "write a whole number"),
        ("Bool", "write `true` or `false`"),
    ] {
        let field: &'static str = format!("kind: {{type: {kind_of_field}?,").leak();
        assert_eq!(
            condition(Edit::Swap(kind, field), &nothing),
            format!("rest/trade.yaml:26:22: `x` is not a value of `{kind_of_field}`; {right} [unknown-value]")
        );
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = |source: Source| {
        let text = String::from_utf8(source.bytes.to_vec()).unwrap();
        Source::new(source.name, format!("\u{feff}{}", text.replace('\n', "\r\n")))
    };
    assert_eq!(diagnostics(&sources().into_iter().map(windows).collect::<Vec<_>>()), "");
    let broken = edited(sources(), "rest/trade.yaml", &Edit::Swap("- require: [px]", "- require: [pxx]"));
    assert_eq!(diagnostics(&broken), diagnostics(&broken.clone().into_iter().map(windows).collect::<Vec<_>>()));
}

#[test]
fn a_value_is_the_text_as_written() {
    let values = "    values: {no: No., yes: Yes., 1.0: {as: Whole, means: One.}, 0x1F: {as: Hex, means: Thirty-one.}, null: Null.}";
    let edit = Edit::Swap("    values:\n      buy: Buy.\n      sell: Sell.", values);
    let tree = edited(sources(), "enums.yaml", &edit);
    let tree = edited(tree, "precision.yaml", &Edit::Swap("{side: buy, instType: SPOT}", "{side: [1.0, null]}"));
    let tree = edited(tree, "rest/trade.yaml", &Edit::Swap("when: {side: buy, ", "when: {side: no, "));
    let model = okx_spec::read_sources(&tree).unwrap();
    let side = model.enums.iter().find(|entry| entry.name == "Side").unwrap();
    let wires: Vec<&str> = side.values.iter().map(|value| value.wire.as_str()).collect();
    assert_eq!(wires, ["no", "yes", "1.0", "0x1F", "null"]);
}
