//! An incomplete page is refused, and marks that were made because of one are removed by a complete one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use okx_importer::guide::GuideModel;
use okx_importer::guide::whole::{PageLimit, PageScan, missing};
use okx_importer::import::import;
use okx_importer::record::Record;
use okx_spec::Source;
use proptest::prelude::*;

mod toys;

use toys::{PAGE, seen, sources};

fn shared(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    let page = fs::read_to_string(&path).ok();
    if page.is_none() {
        println!("{name} is not there; skipped");
    }
    page
}

const PAGES: [&str; 3] =
    ["okx-v5/okx-docs-v5.html", "okx-v5-2026-10-02/okx-docs-v5.html", "okx-v5-authentic/okx-docs-v5-2025-08-17.html"];

/// The part of a page before a place that is given as a share of ten thousand.
fn cut(page: &str, share: usize) -> &str {
    let mut end = page.len() / 10_000 * share;
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    &page[..end]
}

#[test]
fn complete_pages_are_complete() {
    let (model, record) = (okx_spec::shipped().unwrap(), Record::shipped().unwrap());
    for name in PAGES {
        let Some(page) = shared(name) else { continue };
        assert_eq!(PageScan::of(&page).unwrap().faults(), [], "{name}");
        let faults = missing(&GuideModel::read(&page), model, &record);
        // The page of 2025 is older than much of the description, which looks like a gap: reading it needs `--allow-incomplete`.
        assert_eq!(faults.is_empty(), name != PAGES[2], "{name}: {faults:?}");
    }
    assert_eq!(PageScan::of(PAGE).unwrap().faults(), []);
}

/// Missing elements leave no tag open.
#[test]
fn a_page_without_neighbouring_sections_is_incomplete() {
    let Some(page) = shared(PAGES[0]) else { return };
    let (model, record) = (okx_spec::shipped().unwrap(), Record::shipped().unwrap());
    let refused = |start: usize, end: usize| {
        let holed = format!("{}{}", &page[..start], &page[end..]);
        assert_eq!(PageScan::of(&holed).unwrap().faults(), []);
        let faults = missing(&GuideModel::read(&holed), model, &record);
        assert!(!faults.is_empty(), "without what begins with {}", &page[start..start + 60]);
    };
    let places = |tag: &str| page.match_indices(tag).map(|(place, _)| place).collect::<Vec<usize>>();
    let sections = places("<h2");
    let fifth = sections.len() / 5;
    for first in [fifth, 3 * fifth] {
        refused(sections[first], sections[first + fifth]);
    }
    let parts = places("<h1");
    // The last parts are the smallest ones.
    for first in [4, parts.len() - 4, parts.len() - 3] {
        refused(parts[first], parts[first + 2]);
    }
}

#[test]
fn tags_in_scripts_style_sheets_and_comments_are_none() {
    for ignored in [
        "<script>var text = \"<table><div>\" + '</h1>';</script>",
        "<STYLE>td:after { content: \"<pre>\" }</Style>",
        "<!-- <table> -->",
    ] {
        let page = PAGE.replacen("<body>", &format!("<body>{ignored}"), 1);
        assert_ne!(page, PAGE, "the page has a body");
        assert_eq!(PageScan::of(&page).unwrap().faults(), [], "{ignored}");
    }
    let unclosed = format!("<script>{PAGE}");
    assert!(PageScan::of(&unclosed).unwrap().faults()[0].to_string().contains("</html>"));
    assert_eq!(PageScan::of(&"<script></script>".repeat(1_000)).unwrap(), PageScan::default());
}

/// Each of these has millions of letters. Reading must be linear; anything else would take minutes.
#[test]
fn a_page_of_bare_brackets_takes_one_step_for_each() {
    for text in ["<", "< ", "<1 ", "<!-", "</", "<script></", "<script><"] {
        let _ = PageScan::of(&text.repeat(3_000_000));
    }
}

#[test]
fn a_page_that_is_cut_anywhere_is_incomplete() {
    for (name, step) in PAGES.into_iter().zip([139, 1_390, 1_390]) {
        let Some(page) = shared(name) else { continue };
        for share in (0..10_000).step_by(step) {
            assert!(!PageScan::of(cut(&page, share)).unwrap().faults().is_empty(), "{name} cut at {share}");
        }
    }
}

/// A browser closes open elements when it saves a page that it loaded in part.
#[test]
fn half_a_page_that_a_browser_closed_is_incomplete() {
    let Some(page) = shared(PAGES[0]) else { return };
    let (model, record) = (okx_spec::shipped().unwrap(), Record::shipped().unwrap());
    let sections: Vec<usize> = page.match_indices("<h2").map(|(place, _)| place).collect();
    let half = format!("{}</div></div></body></html>", &page[..sections[sections.len() / 2]]);
    assert_eq!(PageScan::of(&half).unwrap().faults(), []);
    let faults = missing(&GuideModel::read(&half), model, &record);
    assert!(faults.iter().any(|fault| fault.to_string().contains("calls that were there before")), "{faults:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_small_page_cut_anywhere_is_incomplete(place in 0..PAGE.len() - "</html>".len()) {
        prop_assume!(PAGE.is_char_boundary(place));
        prop_assert!(!PageScan::of(&PAGE[..place]).unwrap().faults().is_empty());
    }
}

#[test]
fn a_page_that_would_take_minutes_is_refused_at_once() {
    let open = "<div>".repeat(100_000);
    assert_eq!(PageScan::of(&open), Err(PageLimit::Depth(1)));
    assert_eq!(PageScan::of(&"<b class=x>".repeat(100_000)), Err(PageLimit::Depth(1)));
    assert_eq!(PageScan::of(&format!("\n<a {}>", "b ".repeat(100_000))), Err(PageLimit::Tag(2)));
    assert!(matches!(PageScan::of(&"x".repeat(50 << 20)), Err(PageLimit::Size(_))));
    for harmless in ["<p>", "<li>", "<td>", "</div>", "<br>", "<", "<!-- "] {
        assert!(PageScan::of(&harmless.repeat(100_000)).is_ok(), "{harmless}");
    }
    let guesses = GuideModel::read(&open).guesses;
    assert!(guesses[0].kind.to_string().contains("elements are open at once"), "{guesses:?}");
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole-page").join(name);
    let _ = fs::remove_dir_all(&folder);
    for source in sources() {
        let path = folder.join(&*source.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &source.bytes).unwrap();
    }
    fs::create_dir_all(folder.join("guide")).unwrap();
    fs::write(folder.join("guide/wording.txt"), seen().wording.to_text()).unwrap();
    folder
}

fn run(arguments: &[&str], folder: &Path) -> (Option<i32>, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_okx-spec")).args(arguments).arg("--dir").arg(folder).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn bytes(folder: &Path) -> Vec<Source> {
    let mut files = Source::read_folder(folder).unwrap();
    files.push(Source::read("guide/wording.txt", &folder.join("guide/wording.txt")).unwrap());
    files
}

#[test]
fn a_cut_page_is_refused_unless_allowed_and_a_complete_one_removes_its_marks() {
    let folder = folder("cut");
    let before = bytes(&folder);
    let pages = folder.with_extension("pages");
    fs::create_dir_all(&pages).unwrap();
    let (cut, whole) = (pages.join("cut.html"), pages.join("whole.html"));
    fs::write(&cut, &PAGE[..PAGE.find("<h3 id=\"toys-ws-drop-toy\">").unwrap()]).unwrap();
    fs::write(&whole, PAGE).unwrap();
    let (cut, whole) = (cut.to_str().unwrap(), whole.to_str().unwrap());
    for command in [&["diff", cut][..], &["import", cut, "--write"], &["import", cut, "--dry-run"]] {
        let (code, said) = run(command, &folder);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("cut.html is incomplete: it has no `</html>`"), "{said}");
        assert!(said.contains("--allow-incomplete"), "{said}");
        assert_eq!(bytes(&folder), before);
    }
    let (code, said) = run(&["import", cut, "--write", "--allow-incomplete"], &folder);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_ne!(bytes(&folder), before, "what is not on the page is marked");
    run(&["import", cut, "--write", "--allow-incomplete"], &folder);
    let (code, said) = run(&["import", whole, "--write"], &folder);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_eq!(bytes(&folder), before, "the complete page removes every mark");
}

/// Sections that are gone and come back leave the description as it was, byte for byte.
#[test]
fn what_is_gone_and_comes_back_leaves_no_trace() {
    let headings: Vec<usize> = PAGE.match_indices("<h3 ").map(|(place, _)| place).collect();
    for (index, start) in headings.iter().enumerate() {
        let end = headings.get(index + 1).copied().unwrap_or_else(|| PAGE.find("<h1 id=\"codes\">").unwrap());
        let page = format!("{}{}", &PAGE[..*start], &PAGE[end.max(*start)..]);
        back_and_forth(&page);
    }
    for gone in ["<tr><td>51000</td><td>200</td><td>No such toy</td></tr>\n", "<br><code>stock5</code>"] {
        assert!(PAGE.contains(gone), "{gone}");
        back_and_forth(&PAGE.replace(gone, ""));
    }
}

fn back_and_forth(page: &str) {
    let record = seen();
    let there = import(&sources(), &GuideModel::read(page), &record).unwrap();
    let (marked, seen) = toys::with(&there, sources(), &record);
    let back = import(&marked, &GuideModel::read(PAGE), &seen).unwrap();
    let mut after = marked.clone();
    for file in &back.files {
        if let Some(source) = after.iter_mut().find(|source| *source.name == file.name) {
            *source = Source::new(file.name.clone(), file.text.clone());
        }
    }
    for (after, before) in after.iter().zip(&sources()) {
        let text = |source: &Source| String::from_utf8_lossy(&source.bytes).into_owned();
        assert_eq!(text(after), text(before));
    }
}
