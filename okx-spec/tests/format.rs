//! The README documents the format that the parser accepts.

use std::collections::BTreeSet;

use okx_spec::{Diagnostics, Law, Source, read_sources};

const README: &str = include_str!("../README.md");

/// The laws that the examples break, because they are not whole descriptions.
const INCOMPLETE: &[Law] = &[
    Law::MissingFile,
    Law::UnlistedFile,
    Law::Unused,
    Law::UnknownEndpoint,
    Law::UnknownType,
    Law::UnknownField,
    Law::UnknownChannel,
    Law::UnknownCode,
    Law::UnexplainedField,
    Law::PrecisionAttribute,
];

/// The files named in headings, each with the example under it.
fn examples() -> Vec<Source> {
    let sections = README.split("\n## ").skip(1);
    let examples = sections.filter_map(|section| {
        let (heading, rest) = section.split_once('\n')?;
        let name = heading.split(':').next()?.replace("<chapter>", "trade").replace("<socket>", "public");
        let (_, rest) = rest.split_once("```yaml\n")?;
        let (example, _) = rest.split_once("```")?;
        Some(Source::new(name, example))
    });
    // Files about the guide are not part of a description.
    examples.filter(|source| !source.name.starts_with("guide/")).collect()
}

fn diagnostics(sources: &[Source]) -> Option<Diagnostics> {
    read_sources(sources).err().map(|failure| failure.diagnostics)
}

#[test]
fn the_examples_are_well_formed() {
    let examples = examples();
    let names: Vec<&str> = examples.iter().map(|source| &*source.name).collect();
    let shared = ["index", "fields", "ids", "enums", "objects", "precision", "limits", "errors"];
    let all: Vec<&str> = shared.into_iter().chain(["rest/trade", "ws/public", "ws/operations"]).collect();
    assert_eq!(names, all.iter().map(|name| format!("{name}.yaml")).collect::<Vec<_>>());
    let diagnostics = diagnostics(&examples).expect("the examples are incomplete");
    let wrong: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| !INCOMPLETE.contains(&diagnostic.law))
        .map(ToString::to_string)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text of a file with an unknown key, once for each of its maps.
fn with_unknown_key(text: &str) -> Vec<String> {
    let in_braces = text.match_indices('{').map(|(place, _)| {
        let (before, after) = text.split_at(place + 1);
        format!("{before}nobody_knows_this_key: [1], {after}")
    });
    let lines: Vec<&str> = text.lines().collect();
    let in_blocks = (0..lines.len()).filter(|line| !lines[*line].trim_start().starts_with("- ")).map(|line| {
        let indentation = lines[line].len() - lines[line].trim_start().len();
        let key = format!("{}nobody_knows_this_key: [1]", " ".repeat(indentation));
        [&lines[..line], &[&key], &lines[line..]].concat().join("\n")
    });
    in_braces.chain(in_blocks).collect()
}

/// The keys of each sort of map, which the parser lists when it finds an unknown one.
fn keys_of_the_format() -> BTreeSet<String> {
    let tree =
        Source::read_folder(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tree").as_ref()).expect("the tree is there");
    let mut keys = BTreeSet::new();
    for (place, source) in tree.iter().enumerate() {
        let text = String::from_utf8(source.bytes.to_vec()).expect("the tree is UTF-8");
        for text in with_unknown_key(&text) {
            let mut sources = tree.clone();
            sources[place] = Source::new(source.name.clone(), text);
            let diagnostics = diagnostics(&sources);
            let unknown = diagnostics.iter().flatten().filter(|diagnostic| diagnostic.law == Law::UnknownKey);
            for list in unknown.filter_map(|diagnostic| diagnostic.text.split_once("its keys are ")) {
                keys.extend(list.1.split('`').skip(1).step_by(2).map(str::to_owned));
            }
        }
    }
    keys
}

#[test]
fn every_key_is_on_the_page() {
    let keys = keys_of_the_format();
    for expected in [
        "guide",
        "files",
        "max_length",
        "values",
        "outcome",
        "sub_code",
        "cases",
        "lead_trader",
        "advice",
        "up_to",
        "forbid",
    ] {
        assert!(keys.contains(expected), "`{expected}` was not found by looking: {keys:?}");
    }
    let missing: Vec<&String> = keys.iter().filter(|key| !README.contains(&format!("{key}:"))).collect();
    assert!(missing.is_empty(), "the README does not name {missing:?}");
}
