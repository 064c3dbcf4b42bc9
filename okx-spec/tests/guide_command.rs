//! `okx-spec diff` and `okx-spec coverage` as people and scripts meet them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const PAGE: &str = include_str!("fixtures/toys.html");

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A file of this test run.
fn written(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the file can be written");
    path
}

fn run(arguments: &[&str], page: &Path) -> (Option<i32>, String, String) {
    let tree = fixtures().join("toys");
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_okx-spec"))
        .args(arguments)
        .arg(page)
        .arg("--dir")
        .arg(tree)
        .output()
        .expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn diff_says_that_nothing_differs() {
    let (code, stdout, stderr) = run(&["diff"], &fixtures().join("toys.html"));
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (Some(0), "Nothing differs\n", ""));
}

#[test]
fn diff_shows_what_differs_under_what_it_is_about() {
    let page = written(
        "diff.html",
        &PAGE.replace("<td>sz</td><td>String</td><td>No</td>", "<td>sz</td><td>String</td><td>Yes</td>"),
    );
    let (code, stdout, _) = run(&["diff"], &page);
    let expected = "POST /api/v5/toys/toy\n  breaking  required       request.sz: it must be given now  \
                    rest/toys.yaml:25:7 #toys-place-toy\n1 finding: 1 breaking, 0 additive, 0 wording\n";
    assert_eq!((code, stdout.as_str()), (Some(1), expected));
}

#[test]
fn diff_tells_machines() {
    let page = written("json.html", &PAGE.replace("<td>51000</td>", "<td>51001</td>"));
    let (code, stdout, _) = run(&["diff", "--format", "json"], &page);
    let value: Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(code, Some(1));
    assert_eq!(value["findings"][0]["subject"], "code 51001");
    assert_eq!(value["findings"][0]["grade"], "additive");
    assert_eq!(value["findings"][0]["new"]["anchor"], "codes-toys");
    assert_eq!(value["findings"][1]["old"]["file"], "errors.yaml");
}

#[test]
fn diff_compares_two_folders() {
    let tree = fixtures().join("toys");
    let (code, stdout, _) = run(&["diff", tree.to_str().expect("the path is text")], &tree);
    assert_eq!((code, stdout.as_str()), (Some(0), "Nothing differs\n"));
}

#[test]
fn coverage_is_complete() {
    let (code, stdout, _) = run(&["coverage"], &fixtures().join("toys.html"));
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.contains("endpoints         3        3  100.0 %"), "{stdout}");
}

#[test]
fn coverage_lists_what_is_missing() {
    let page = written("missing.html", &PAGE.replace("<td>ts</td>", "<td>uTime</td>"));
    let (code, stdout, _) = run(&["coverage"], &page);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("Missing reply fields\n  GET /api/v5/toys/toys response.uTime"), "{stdout}");
    let (_, stdout, _) = run(&["coverage", "--format", "json"], &page);
    let value: Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(value["coverage"][2]["permille"], 833);
}

#[test]
fn a_page_that_is_no_guide_is_refused() {
    let (code, stdout, stderr) = run(&["diff"], &written("no.html", "<p>Good morning</p>"));
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("holds no endpoint"), "{stderr}");
}
