//! The spans of the tree of a YAML file: an editor replaces exactly these bytes.

use okx_spec::internals::Sink;
use okx_spec::yaml::{Entry, Node, Value, tree};
use okx_spec::{Source, shipped_sources};

#[track_caller]
fn read(bytes: &[u8]) -> Node {
    let mut sink = Sink::new();
    let root = tree(&"file.yaml".into(), bytes, &mut sink);
    sink.finish(root).expect("the file has no mistake").expect("the file is not empty")
}

/// A scalar as written, without its quotes, its indicator and its line breaks.
fn plain(written: &str) -> String {
    let unquoted = written.strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\''])).unwrap_or(written);
    let text = unquoted.trim_start_matches(['>', '|', '-']).replace("''", "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The span of every scalar and every key covers its text, and lies within the span of what holds it. Texts with escapes are left out.
fn check(text: &str, node: &Node) {
    match &node.value {
        Value::Scalar(value) => {
            let written = &text[node.span.clone()];
            assert!(plain(written) == plain(value) || written.contains('\\'), "{}: {written}", node.at);
        }
        Value::List(items) => items.iter().for_each(|item| contains(node, item)),
        Value::Map(entries) => {
            for Entry { key, key_span, node: value } in entries {
                let written = &text[key_span.clone()];
                assert_eq!(written.trim_matches(['"', '\'']), key.value, "the key at {}", key.at);
                assert!(node.span.start <= key_span.start && key_span.end <= value.span.start);
                contains(node, value);
            }
        }
        Value::Broken => panic!("there is no mistake"),
    }
    node.items().iter().chain(node.entries().iter().map(|entry| &entry.node)).for_each(|inner| check(text, inner));
}

fn contains(outer: &Node, inner: &Node) {
    assert!(outer.span.start <= inner.span.start && inner.span.end <= outer.span.end, "{}", inner.at);
}

#[test]
fn every_span_of_the_shipped_files_covers_its_text() {
    for Source { name, bytes } in shipped_sources() {
        let text = std::str::from_utf8(&bytes).unwrap_or_else(|_| panic!("{name} is UTF-8"));
        check(text, &read(&bytes));
    }
}

#[track_caller]
fn covers(text: &str, key: &str, expected: &str) {
    let root = read(text.as_bytes());
    let node = root.get(key).expect("the key is there");
    assert_eq!(&text[node.span.clone()], expected);
}

#[test]
fn a_span_has_no_space_around_it() {
    covers("a: one # why\nb: 2\n", "a", "one");
    covers("a: 'one'\n", "a", "'one'");
    covers("a: {b: [c, d]} # why\n", "a", "{b: [c, d]}");
    covers("a:\n  b: c\n\n# the end\nd: e\n", "a", "b: c");
    covers("a:\n  - b\n  - c # why\nd: e\n", "a", "- b\n  - c");
    covers("a: >\n  long\n  text\nb: c\n", "a", ">\n  long\n  text");
    covers("a: | # why\n  long\n  text\nb: c\n", "a", "| # why\n  long\n  text");
    covers("a:\nb: c\n", "a", "");
}

#[test]
fn a_byte_order_mark_counts() {
    let text = "\u{feff}a: one\nb: >\n  two\n";
    covers(text, "a", "one");
    covers(text, "b", ">\n  two");
}

#[test]
fn an_entry_spans_key_and_value() {
    let text = "a: {b: c, d: }\n";
    let root = read(text.as_bytes());
    let map = root.get("a").expect("the key is there");
    let spans: Vec<&str> = map.entries().iter().map(|entry| &text[entry.span()]).collect();
    assert_eq!(spans[0], "b: c");
    assert!(spans[1].starts_with('d'));
    assert!(map.is_flow && !root.is_flow);
    assert_eq!(root.scalars().len(), 2);
}
