//! Generated texts to test readers with: JSON of any kind, and almost valid JSON.

use proptest::prelude::*;

/// JSON of any kind, up to three levels deep, with white space and all forms of strings and numbers.
pub(crate) fn json() -> impl Strategy<Value = String> {
    scalar().prop_recursive(3, 40, 6, |inner| {
        let member =
            (string(), blank(), inner.clone()).prop_map(|(name, blank, value)| format!("{name}{blank}:{value}"));
        prop_oneof![
            (prop::collection::vec(inner, 0..6), blank())
                .prop_map(|(all, blank)| format!("[{blank}{}{blank}]", all.join(","))),
            prop::collection::vec(member, 0..6).prop_map(|all| format!("{{{}}}", all.join(" ,"))),
        ]
    })
}

/// JSON, or JSON with a few characters removed or inserted.
pub(crate) fn nearly_json() -> impl Strategy<Value = String> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(character())), 0..3);
    (json(), changes).prop_map(|(text, changes)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (at, with) in changes {
            let at = at.index(characters.len() + 1);
            match with {
                Some(character) => characters.insert(at, character),
                None if at < characters.len() => drop(characters.remove(at)),
                None => {}
            }
        }
        characters.into_iter().collect()
    })
}

/// A JSON string, sometimes invalid.
pub(crate) fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z0-9.-]{1,9}",
        2 => "\\PC",
        2 => prop::sample::select(vec!["\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\b\\f\\r\\t"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\\ud83d", "\\ude00", "\\ud83d\\u0041", "\\x", "\\u12", "\\", "\n", "\u{1f}", "\u{7f}"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// A JSON number, often invalid.
pub(crate) fn number() -> impl Strategy<Value = String> {
    prop_oneof!["-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?", "[-+.eE0-9]{1,6}"]
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => string(),
        2 => number(),
        1 => prop::sample::select(vec!["null", "true", "false", "\"\"", "nul", "True"]).prop_map(str::to_owned),
    ]
}

fn blank() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "", " ", "\n", "\t\r "])
}

fn character() -> impl Strategy<Value = char> {
    prop_oneof![prop::sample::select(vec!['"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', ' ']), any::<char>()]
}
