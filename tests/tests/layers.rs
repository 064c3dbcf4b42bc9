//! The layers of okx-client: each folder of its sources may only use the folders below it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of okx-client's sources, from the lowest layer to the highest.
const LAYERS: &[&str] = &[
    "value", "system", "error", "facts", "fields", "api", "check", "limits", "auth", "judge", "carriers", "engine",
    "streams", "client", "trading", "dynamic", "blocking",
];

/// The module that generated code uses. Generated code is part of `api` and reaches the rest of the crate only
/// through this module.
const GENERATED_CODE: &str = "__private";

#[test]
fn every_folder_uses_only_lower_layers() {
    let wrong = upward(&sources());
    assert!(wrong.is_empty(), "{} imports against the layers:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_folder_has_a_layer() {
    let folders: BTreeSet<String> = sources().into_iter().map(|source| source.layer).collect();
    let layers: BTreeSet<String> = LAYERS.iter().map(|layer| (*layer).to_owned()).collect();
    let unplaced: Vec<&String> = folders.symmetric_difference(&layers).filter(|name| *name != GENERATED_CODE).collect();
    assert!(unplaced.is_empty(), "folders without a layer, or layers without a folder: {unplaced:?}");
}

#[test]
fn an_import_of_a_higher_layer_is_detected() {
    let source =
        |layer: &str, text: &str| Source { layer: layer.to_owned(), path: "x.rs".into(), text: text.to_owned() };
    let found = |layer, text| upward(&[source(layer, text)]);
    assert_eq!(found("check", "use crate::client::Client;"), ["x.rs: `check` uses `client`, which is above it"]);
    assert_eq!(found("check", "fn a() -> crate::engine::A {}"), ["x.rs: `check` uses `engine`, which is above it"]);
    assert_eq!(found("check", "use crate::{\n    fields::A,\n    limits::{B, C},\n};").len(), 1);
    assert_eq!(
        found("check", "use crate::Client;"),
        ["x.rs: `check` uses `Client` of the crate's root; name its folder"]
    );
    assert_eq!(found("check", "use super::super::client::Client;").len(), 1);
    for allowed in
        ["use crate::fields::A;", "use crate::check::B;", "//! See [`crate::client::Client`].\n", "use std::fmt;"]
    {
        assert!(found("check", allowed).is_empty(), "{allowed}");
    }
    assert!(
        found("check", "use crate::api::A;\n#[cfg(test)]\nmod tests {\n    use crate::client::Client;\n}\n").is_empty()
    );
}

/// A source file of okx-client.
struct Source {
    /// The folder directly below `src` that contains it.
    layer: String,
    path: PathBuf,
    text: String,
}

/// All source files except tests, which may use any layer, and the crate root, which re-exports the public API.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../okx-client/src");
    let mut sources = Vec::new();
    for layer in entries(&root).into_iter().filter(|path| path.is_dir() && !path.ends_with("bin")) {
        let name = layer.file_name().expect("the entry has a name").to_string_lossy().into_owned();
        collect(&root, &name, &layer, &mut sources);
    }
    sources
}

fn collect(root: &Path, layer: &str, folder: &Path, sources: &mut Vec<Source>) {
    for path in entries(folder) {
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests" || stem == "sample");
        if path.is_dir() && !is_test {
            collect(root, layer, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            let text = fs::read_to_string(&path).expect("the source is UTF-8");
            let path = path.strip_prefix(root).expect("the path is in the folder").to_owned();
            sources.push(Source { layer: layer.to_owned(), path, text });
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder exists")
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    entries.sort();
    entries
}

/// The imports of a higher layer, and those whose target is not given by its folder.
fn upward(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for Source { layer, path, text } in sources {
        let own = place(if layer == GENERATED_CODE { "api" } else { layer });
        for used in used(text) {
            let what = match (place(&used), own) {
                _ if used == *layer || layer == GENERATED_CODE && used == "api" => continue,
                (Some(used), Some(own)) if used < own => continue,
                (Some(_), _) => "which is above it",
                (None, _) if used.starts_with("__") || used == "self" => continue,
                (None, _) => {
                    wrong.push(format!(
                        "{}: `{layer}` uses `{used}` of the crate's root; name its folder",
                        path.display()
                    ));
                    continue;
                }
            };
            wrong.push(format!("{}: `{layer}` uses `{used}`, {what}", path.display()));
        }
    }
    wrong
}

fn place(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|name| *name == layer)
}

/// The first path segment after `crate::`, or after enough `super::` to leave the layer's folder, ignoring comments
/// and tests.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    let outward = LAYERS.iter().map(|layer| format!("super::super::{layer}::"));
    used.extend(outward.filter(|path| code.contains(path)).filter_map(|path| path.split("::").nth(2).map(Into::into)));
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') || code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(names_of_group(group)),
            None => used.extend(name(rest)),
        }
    }
    used
}

/// The first path segment of each entry of an import group, which ends at its closing brace.
fn names_of_group(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let mut is_start = true;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_start = true,
            character if is_start && !character.is_whitespace() => {
                names.extend(name(&group[at..]));
                is_start = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> Option<String> {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}
