//! The front page of okx-client's documentation lists every chapter and every guide.

use std::fs;
use std::path::Path;

#[test]
fn every_chapter_is_on_the_front_page() {
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let page = front_page();
    let missing: Vec<&str> = model
        .chapters
        .iter()
        .map(|chapter| chapter.name.as_str())
        .filter(|name| !page.contains(&format!("[`{name}`]")))
        .collect();
    assert!(missing.is_empty(), "chapters that okx-client/src/lib.rs does not list: {missing:?}");
}

#[test]
fn every_guide_is_on_the_front_page_and_in_the_list_of_guides() {
    let list = read("guides.rs");
    let page = front_page();
    let names: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(" {}")).collect();
    assert!(!names.is_empty(), "guides.rs has no guides");
    for name in names {
        assert!(page.contains(&format!("(guides::{name})")), "lib.rs does not list the guide `{name}`");
        assert!(list.contains(&format!("//! - [`{name}`]")), "guides.rs does not list the guide `{name}`");
    }
}

/// The documentation of the crate.
fn front_page() -> String {
    read("lib.rs").lines().filter(|line| line.starts_with("//!")).collect::<Vec<_>>().join("\n")
}

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../okx-client/src").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
