//! The README names the dependencies that its programs need.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const README: &str = "../../README.md";
const MANIFEST: &str = "Cargo.toml";

#[test]
fn the_readme_names_the_dependencies_of_this_package() {
    let readme = read(README);
    let block = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let named = dependencies(block.expect("the README has a block of dependencies"));
    let used = dependencies(&read(MANIFEST));
    assert_eq!(named.keys().collect::<Vec<_>>(), used.keys().collect::<Vec<_>>());
    for (name, value) in named {
        // The path depends on the place of the program.
        if name != "okx-client" {
            assert_eq!(value, used[&name], "{name}");
        }
    }
}

#[test]
fn every_rust_block_of_the_readme_is_a_whole_program() {
    let readme = read(README);
    let programs: Vec<&str> = readme.split("```rust").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(programs.len() >= 3, "the README has {} programs", programs.len());
    for program in programs {
        assert!(program.contains("fn main()"), "not a whole program:\n{program}");
        assert!(!program.contains("\n# "), "hidden lines are visible outside rustdoc:\n{program}");
    }
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of the section `[dependencies]`, by name, without comments.
fn dependencies(manifest: &str) -> BTreeMap<String, String> {
    let section = manifest.split("[dependencies]\n").nth(1).unwrap_or_default();
    section
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, value)| (name.to_owned(), value.split(" #").next().unwrap_or(value).trim().to_owned()))
        .collect()
}
