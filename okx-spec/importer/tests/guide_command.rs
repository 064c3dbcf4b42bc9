//! `okx-spec diff` and `okx-spec coverage` as people and scripts meet them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use okx_spec::Source;
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
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (Some(0), "No differences\n", ""));
}

#[test]
fn diff_prints_findings_below_their_subject() {
    let page = written(
        "diff.html",
        &PAGE.replace("<td>sz</td><td>String</td><td>No</td>", "<td>sz</td><td>String</td><td>Yes</td>"),
    );
    let (code, stdout, _) = run(&["diff"], &page);
    let expected = "POST /api/v5/toys/toy\n  breaking  required       request.sz: it is now required  \
                    rest/toys.yaml:25:7 #toys-place-toy\n1 finding: 1 breaking, 0 additive, 0 wording\n";
    assert_eq!((code, stdout.as_str()), (Some(1), expected));
}

#[test]
fn diff_prints_json() {
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
    let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
    let output = command.arg("diff").arg(&tree).arg(&tree).output().expect("the command starts");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), b"No differences\n".as_slice()));
}

/// Of a page that was saved in part everything is covered, which must not look like success.
#[test]
fn coverage_warns_of_an_incomplete_page() {
    let folder = copy("not-whole");
    let coverage = |page: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
        let output = command.arg("coverage").arg(page).arg("--dir").arg(&folder).output().expect("the command starts");
        (output.status.code(), String::from_utf8(output.stdout).expect("the output is UTF-8"))
    };
    import(&fixtures().join("toys.html"), "--write", &folder);
    assert_eq!(coverage(&fixtures().join("toys.html")).0, Some(0));
    let half = &PAGE[..PAGE.find("<h3 id=\"toys-ws-stock-channel\">").expect("it is there")];
    let (code, stdout) = coverage(&written("half.html", half));
    assert_eq!(code, Some(1));
    assert!(stdout.contains("4 sections are no longer on this page"), "{stdout}");
}

#[test]
fn coverage_is_complete() {
    let (code, stdout, _) = run(&["coverage"], &fixtures().join("toys.html"));
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.contains("endpoints                   3        3  100.0 %"), "{stdout}");
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

/// A copy of the description that may be written to.
fn copy(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for source in Source::read_folder(&fixtures().join("toys")).expect("the fixture is there") {
        let path = folder.join(&*source.name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        fs::write(path, source.bytes).expect("the file can be written");
    }
    folder
}

fn import(page: &Path, mode: &str, folder: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_okx-spec"))
        .args(["import", mode])
        .arg(page)
        .arg("--dir")
        .arg(folder)
        .output()
        .expect("the command starts");
    (output.status.code(), String::from_utf8(output.stdout).expect("the output is UTF-8"))
}

fn changed_page(name: &str) -> PathBuf {
    let row = "<tr><td>51000</td>";
    written(name, &PAGE.replace(row, &format!("<tr><td>50099</td><td>200</td><td>Lost</td></tr>{row}")))
}

#[test]
fn a_dry_run_prints_a_patch_and_touches_nothing() {
    let folder = copy("dry-run");
    let before = fs::read(folder.join("errors.yaml")).expect("it is there");
    let (code, stdout) = import(&changed_page("dry-run.html"), "--dry-run", &folder);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("+++ b/errors.yaml\n@@ -5,6 +5,11 @@") && stdout.contains("\n+  \"50099\":\n"), "{stdout}");
    assert_eq!(fs::read(folder.join("errors.yaml")).expect("it is there"), before);
}

#[test]
fn what_is_written_is_reported_and_checked() {
    let folder = copy("write");
    let (code, stdout) = import(&changed_page("write.html"), "--write", &folder);
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.contains("1 finding written to errors.yaml, guide/wording.txt"), "{stdout}");
    assert!(stdout.contains("errors.yaml:8:3: TODO: say what it means"), "{stdout}");
    let check = |arguments: &[&str], page: Option<&Path>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
        command.args(arguments).args(page).arg("--dir").arg(&folder);
        let output = command.output().expect("the command starts");
        (output.status.code(), String::from_utf8(output.stdout).expect("the output is UTF-8"))
    };
    let (code, stdout) = check(&["check"], None);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("errors.yaml:8:3: TODO") && stdout.contains("1 TODO left"), "{stdout}");
    assert_eq!(check(&["diff"], Some(&changed_page("write.html"))), (Some(0), "No differences\n".to_owned()));
}

/// Standard output has only the patch; messages are on standard error.
#[test]
fn a_dry_run_says_what_it_cannot_write() {
    let page =
        written("left.html", &PAGE.replace("Rate Limit: 60 requests per 2 seconds", "Rate Limit: 60 requests / 2s"));
    let folder = copy("dry-run-left");
    let mut wording = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
    let seen = wording.args(["import", "--write"]).arg(fixtures().join("toys.html")).arg("--dir").arg(&folder).output();
    assert!(seen.expect("the command starts").status.success());
    let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
    let output = command.args(["import", "--dry-run"]).arg(page).arg("--dir").arg(&folder).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("--- a/guide/wording.txt\n"), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("POST /api/v5/toys/toy\n  breaking  unread"), "{}", text(&output.stderr));
}

/// A patch may end in blank lines, which tools count.
#[test]
fn a_patch_is_printed_to_its_end() {
    let page =
        written("blank.html", &PAGE.replace("Rate Limit: 5 requests per second", "Rate Limit: 6 requests per second"));
    let folder = copy("dry-run-blank");
    let toys = folder.join("rest/toys.yaml");
    let text =
        fs::read_to_string(&toys).expect("it is there").replace("limit: 5/1s by user\n", "limit: 5/1s by user\n\n\n\n");
    fs::write(&toys, text).expect("it can be written");
    fs::create_dir_all(folder.join("guide")).expect("the folder can be made");
    let words = okx_importer::wording::Wording::of(&okx_importer::guide::GuideModel::read(PAGE)).to_text();
    fs::write(folder.join("guide/wording.txt"), words).expect("it can be written");
    let (code, stdout) = import(&page, "--dry-run", &folder);
    assert_eq!(code, Some(0));
    assert!(stdout.ends_with("+    limit: 6/1s by user\n \n \n \n"), "{stdout:?}");
}

#[test]
fn import_prints_json() {
    let folder = copy("import-json");
    let json = |mode: &str| -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
        command.args(["import", mode, "--format", "json"]).arg(changed_page("machines.html")).arg("--dir").arg(&folder);
        serde_json::from_slice(&command.output().expect("the command starts").stdout).expect("it is JSON")
    };
    let planned = json("--dry-run");
    assert_eq!((&planned["files"][0]["name"], &planned["left"]), (&"errors.yaml".into(), &Value::Array(Vec::new())));
    let written = json("--write");
    assert_eq!((&written["written"], &written["todos"][0]["line"]), (&1.into(), &8.into()));
}

#[test]
fn a_folder_without_a_description_is_refused() {
    let (code, stdout) = import(&changed_page("nowhere.html"), "--write", &fixtures());
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
}

#[test]
fn a_page_that_is_no_guide_is_refused() {
    let (code, stdout, stderr) = run(&["diff"], &written("no.html", "<p>Good morning</p>"));
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("has no endpoint"), "{stderr}");
}

/// The last file cannot be put where it belongs, for its folder leads nowhere: then the first ones are not changed either.
#[cfg(unix)]
#[test]
fn import_writes_all_files_or_none() {
    let folder = copy("import-all-or-none");
    let before = Source::read_folder(&folder).expect("the description is there");
    let _ = fs::remove_file(folder.join("guide"));
    std::os::unix::fs::symlink("nowhere", folder.join("guide")).expect("the link can be made");
    let (code, stdout) = import(&changed_page("all-or-none.html"), "--write", &folder);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert_eq!(Source::read_folder(&folder).expect("the description is there"), before);
    let names =
        fs::read_dir(&folder).expect("the folder is there").filter_map(Result::ok).map(|entry| entry.file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".new")));
}

/// A file that is a link stays one, and what it leads to is written.
#[cfg(unix)]
#[test]
fn import_writes_through_links() {
    let folder = copy("import-links");
    let (link, target) = (folder.join("errors.yaml"), folder.join("errors.text"));
    fs::rename(&link, &target).expect("the file can be moved");
    std::os::unix::fs::symlink("errors.text", &link).expect("the link can be made");
    let (code, stdout) = import(&changed_page("links.html"), "--write", &folder);
    assert_eq!(code, Some(0), "{stdout}");
    assert!(link.is_symlink() && fs::read_to_string(&target).expect("it is there").contains("TODO"));
}
