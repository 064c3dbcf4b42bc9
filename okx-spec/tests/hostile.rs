//! For any input, the reader returns a model or diagnostics with places.

use okx_spec::{Diagnostics, Source, read_sources, read_with_shipped, shipped_sources};
use proptest::prelude::*;

/// The place of every diagnostic must be in a file, or at the beginning of a missing one.
fn every_place_exists(diagnostics: &Diagnostics, sources: &[Source]) {
    for diagnostic in diagnostics {
        let source = sources.iter().find(|source| *source.name == *diagnostic.at.file);
        let lines = source.map_or(1, |source| source.bytes.split(|byte| *byte == b'\n').count().max(1));
        assert!((1..=lines + 1).contains(&diagnostic.at.line) && diagnostic.at.column >= 1, "{diagnostic}");
    }
}

fn read_all(sources: &[Source]) {
    if let Err(failure) = read_sources(sources) {
        every_place_exists(&failure.diagnostics, sources);
    }
}

fn read_own(text: &str) {
    let source = Source::new("own.yaml", text);
    if let Err(failure) = read_with_shipped(&source) {
        every_place_exists(&failure.diagnostics, &[source]);
    }
}

#[test]
fn deep_nesting_is_rejected_quickly() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "a:\n ".repeat(10_000),
        "? ".repeat(100_000),
    ] {
        read_own(&text);
    }
    let block: Vec<String> = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    read_own(&block.concat());
}

#[test]
fn a_file_of_fifty_megabytes_is_rejected() {
    let line = "  key: {}\n";
    let source = Source::new("own.yaml", format!("endpoints:\n{}", line.repeat((50 << 20) / line.len())));
    let diagnostics = read_with_shipped(&source).unwrap_err().diagnostics.to_string();
    assert!(diagnostics.starts_with("own.yaml:1:1: the file has 52428"), "{diagnostics}");
    assert!(diagnostics.ends_with("the maximum is 4194304; split it [readable]"), "{diagnostics}");
}

#[test]
fn long_names_are_handled_quickly() {
    read_own(&format!("{}: 1\nendpoints: {{}}", "a".repeat(1_000_000)));
    read_own(&format!("objects: {{Thing: {{does: A thing., fields: {{px: {}}}}}}}", "a".repeat(1_000_000)));
}

/// Texts with a meaning in YAML or in the format.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "\n",
        "\t",
        "\r\n",
        "\u{feff}",
        ": ",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!t ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "|\n",
        ">\n",
        "'",
        "\"",
        "#",
        "<<: ",
        "~",
        "`",
        "@",
        "does",
        "type",
        "fields:",
        "Decimal",
        "(order_size)",
        "[]?",
        "not ",
        "0/0s",
        " by ",
        "x: {x: {x: }}",
    ];
    prop_oneof![4 => prop::sample::select(KNOWN).prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_result(pieces in prop::collection::vec(piece(), 0..40)) {
        read_own(&pieces.concat());
    }

    #[test]
    fn any_bytes_give_a_result(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let source = Source { name: "index.yaml".into(), bytes: bytes.into() };
        read_all(&[source]);
    }

    #[test]
    fn any_change_to_the_shipped_files_gives_a_result(
        file in any::<prop::sample::Index>(),
        start in any::<prop::sample::Index>(),
        length in 0_usize..60,
        piece in piece(),
    ) {
        let mut sources = shipped_sources();
        let source = file.get(&sources).clone();
        let mut bytes = source.bytes.to_vec();
        let start = start.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, piece.into_bytes());
        let place = file.index(sources.len());
        sources[place] = Source { name: source.name, bytes: bytes.into() };
        read_all(&sources);
    }
}
