//! While a description is half written, nothing reads it, and only `import --write` changes it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io, panic};

use okx_importer::guide::GuideModel;
use okx_importer::import::import;
use okx_importer::import::put::{Disk, Files, put};
use okx_spec::Source;

mod toys;

use toys::{PAGE, seen, sources, with};

/// Files of a process that is killed when it has replaced one.
struct Killed(std::cell::Cell<bool>);

impl Files for Killed {
    fn exists(&self, path: &Path) -> bool {
        Disk.exists(path)
    }
    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        Disk.read(path)
    }
    fn is_writable(&self, path: &Path) -> io::Result<()> {
        Disk.is_writable(path)
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        Disk.create_folder(path)
    }
    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        Disk.write(path, contents)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Disk.rename(from, to)
    }
    fn replace(&self, with: &Path, target: &Path) -> io::Result<()> {
        if self.0.replace(true) {
            panic::resume_unwind(Box::new(()));
        }
        Disk.replace(with, target)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        Disk.remove(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        Disk.remove_folder(path)
    }
}

/// Every file under a folder with what it holds, sorted.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { found.push((path.clone(), fs::read(&path).unwrap())) }
        }
    }
    found.sort();
    found
}

fn run(arguments: &[&str], folder: &Path) -> (Option<i32>, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_okx-spec")).args(arguments).arg("--dir").arg(folder).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_half_written_description_is_refused_until_the_import_is_finished() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-interrupted");
    let _ = fs::remove_dir_all(&folder);
    for source in sources() {
        let path = folder.join(&*source.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &source.bytes).unwrap();
    }
    let page =
        PAGE.replace("<td>51000</td><td>200</td>", "<td>51000</td><td>400</td>").replace("20 requests", "21 requests");
    let import = import(&sources(), &GuideModel::read(&page), &seen()).unwrap();
    let files = &import.files;
    assert!(files.len() > 1, "the process is killed between two files");
    let killed = Killed(false.into());
    assert!(panic::catch_unwind(panic::AssertUnwindSafe(|| put(&killed, &folder, files))).is_err());
    let page_file = folder.with_extension("html");
    fs::write(&page_file, &page).unwrap();
    let page_file = page_file.to_str().unwrap();

    let half_written = contents(&folder);
    let says = "an import was interrupted; run `okx-spec import --write` to finish it";
    for command in [
        &["check"][..],
        &["list"],
        &["diff", page_file],
        &["coverage", page_file],
        &["openapi"],
        &["import", page_file, "--dry-run"],
    ] {
        let (code, said) = run(command, &folder);
        assert!(code == Some(2) && said.contains(says), "{command:?}: {code:?} {said}");
        assert!(contents(&folder) == half_written, "{command:?} changes nothing");
    }
    assert!(okx_spec::read_tree(&folder).unwrap_err().to_string().contains(says));

    let (code, said) = run(&["import", page_file, "--write"], &folder);
    assert!(code == Some(0) && said.contains("was interrupted; it is now complete"), "{code:?} {said}");
    assert_eq!(Source::read_folder(&folder).unwrap(), with(&import, sources(), &seen()).0);
    assert_eq!(run(&["check"], &folder).0, Some(0));
}
