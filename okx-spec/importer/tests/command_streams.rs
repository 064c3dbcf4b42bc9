//! Files and streams of any kind: nothing is read for ever, no closed pipe is a panic, and no text of others acts on a terminal.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use okx_spec::{Source, is_printable};

const PAGE: &str = include_str!("fixtures/toys.html");

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

/// A copy of a description in a folder of its own.
fn tree(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    let toys = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/toys");
    for source in Source::read_folder(&toys).expect("the tree is there") {
        let path = folder.join(&*source.name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        fs::write(path, &source.bytes).expect("the file can be written");
    }
    folder
}

fn page(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

fn make_fifo(path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo is there").success());
}

#[track_caller]
fn is_refused(arguments: &[&str]) {
    let output = command(arguments).output().expect("the command starts");
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    assert!(text(&output.stderr).contains("not a regular file"), "{arguments:?}: {output:?}");
}

#[test]
fn pipes_and_devices_are_not_read() {
    let pipe = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page.html");
    make_fifo(&pipe);
    let dir = tree("with-nothing-odd").display().to_string();
    for not_a_file in [pipe.to_str().expect("text"), "/dev/zero", "/dev/stdin"] {
        is_refused(&["diff", not_a_file]);
        is_refused(&["coverage", not_a_file, "--dir", &dir]);
        is_refused(&["import", not_a_file, "--dry-run", "--dir", &dir]);
    }
    for name in ["rest/more.yaml", "guide/slips.yaml", "guide/wording.txt"] {
        let folder = tree("with-a-pipe");
        make_fifo(&folder.join(name));
        let dir = folder.display().to_string();
        is_refused(&["diff", &page("toys-again.html", PAGE), "--dir", &dir]);
    }
    let folder = tree("with-a-device");
    std::os::unix::fs::symlink("/dev/zero", folder.join("zero.yaml")).expect("a link can be made");
    is_refused(&["check", "--dir", folder.to_str().expect("text")]);
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let dir = tree("closed-pipe").display().to_string();
    let changed = page("closed-pipe.html", &PAGE.replace("<td>51000</td>", "<td>51001</td>"));
    for arguments in [
        &["check"][..],
        &["show", "nothing"],
        &["diff", "nothing.html"],
        &["list", "--format", "json"],
        &["diff", &changed, "--dir", &dir],
        &["import", &changed, "--dry-run", "--dir", &dir],
    ] {
        let alone = command(arguments).output().expect("the command starts");
        let mut child = command(arguments).spawn().expect("the command starts");
        (child.stdout, child.stderr) = (None, None);
        assert_eq!(child.wait().expect("it ends").code(), alone.status.code(), "{arguments:?}");
    }
}

#[test]
fn texts_of_others_are_only_shown() {
    let dir = tree("hostile").display().to_string();
    let hostile = "sz&#27;[2J&#155;31m&#8238;x&#10;okx-spec: all is done";
    let changed = page("hostile.html", &PAGE.replace("<td>sz</td>", &format!("<td>{hostile}</td>")));
    let mut outputs: Vec<Output> = Vec::new();
    for arguments in [["diff", &changed, "--dir", &dir], ["coverage", &changed, "--dir", &dir]] {
        outputs.push(command(&arguments).output().expect("the command starts"));
    }
    let yaml = "ids:\n  OrdId: {does: Name of an order., \"\\e[2J\\n51000\": Text}\n";
    let folder = tree("hostile-yaml");
    fs::write(folder.join("ids.yaml"), yaml).expect("it can be written");
    outputs.push(command(&["check", "--dir", folder.to_str().expect("text")]).output().expect("the command starts"));
    for output in outputs {
        assert_ne!(output.status.code(), Some(0));
        let shown = text(&output.stdout) + &text(&output.stderr);
        assert!(shown.contains(r"sz\u{1b}[2J") || shown.contains(r"\u{1b}[2J\n51000"), "{shown}");
        assert!(shown.chars().all(|letter| letter == '\n' || is_printable(letter)), "{shown:?}");
        assert!(!shown.lines().any(|line| line.starts_with("okx-spec: all")), "{shown}");
    }
}
