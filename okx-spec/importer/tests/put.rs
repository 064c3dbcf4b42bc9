//! An import that is killed, or cannot write, leaves every file as it was or as it will be.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::{fs, panic};

use okx_importer::import::ImportedFile;
use okx_importer::import::put::{Disk, Files, Recovered, put, recover};

/// Files that work for a number of operations and then fail: the process is killed, or the disk is full.
struct Failing {
    left: Cell<usize>,
    kills: bool,
}

impl Failing {
    fn step(&self) -> io::Result<()> {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None if self.kills => panic::resume_unwind(Box::new(())),
            None => {
                // Only one thing fails.
                self.left.set(usize::MAX);
                Err(io::ErrorKind::StorageFull.into())
            }
        }
    }
}

impl Files for Failing {
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
        self.step().and_then(|()| Disk.create_folder(path))
    }
    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            return Disk.write(path, &contents[..contents.len() / 2]).and(Err(error));
        }
        Disk.write(path, contents)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.rename(from, to))
    }
    fn replace(&self, with: &Path, target: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.replace(with, target))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.remove(path))
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.remove_folder(path))
    }
}

const OLD: [(&str, &str); 3] = [("a.yaml", "old a"), ("rest/b.yaml", "old b"), ("untouched.yaml", "kept")];

fn files() -> Vec<ImportedFile> {
    let file = |name: &str, text: &str| ImportedFile { name: name.into(), text: text.into(), patch: String::new() };
    vec![file("a.yaml", "new a, and longer"), file("rest/b.yaml", "new b"), file("guide/wording.txt", "a new file")]
}

fn tree(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("put").join(name);
    let _ = fs::remove_dir_all(&folder);
    for (name, text) in OLD {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file under a folder with what it holds, sorted.
fn contents(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn new() -> Vec<(String, String)> {
    owned(&[
        ("a.yaml", "new a, and longer"),
        ("guide/wording.txt", "a new file"),
        ("rest/b.yaml", "new b"),
        ("untouched.yaml", "kept"),
    ])
}

#[test]
fn files_are_put_and_nothing_is_left_over() {
    let folder = tree("whole");
    put(&Disk, &folder, &files()).unwrap();
    assert_eq!(contents(&folder), new());
    assert_eq!(recover(&Disk, &folder).unwrap(), None);
}

#[test]
fn wherever_it_is_killed_the_tree_is_old_or_new() {
    let mut seen = (0, 0);
    for steps in 0.. {
        let folder = tree("killed");
        let disk = Failing { left: Cell::new(steps), kills: true };
        let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| put(&disk, &folder, &files())));
        let recovered = recover(&Disk, &folder).unwrap();
        let after = contents(&folder);
        assert!(after == owned(&OLD) || after == new(), "killed after {steps} steps: {after:?}");
        match recovered {
            Some(Recovered::Finished) => assert_eq!(after, new(), "{steps}"),
            Some(Recovered::TakenBack) => assert_eq!(after, owned(&OLD), "{steps}"),
            None => {}
        }
        seen = if after == new() { (seen.0, seen.1 + 1) } else { (seen.0 + 1, seen.1) };
        if outcome.is_ok() {
            break;
        }
    }
    assert!(seen.0 > 5 && seen.1 > 5, "both happen: {seen:?}");
}

#[test]
fn killed_again_while_it_recovers_it_still_completes() {
    for steps in 0..40 {
        for more in 0..12 {
            let folder = tree("killed-twice");
            let killed = |disk: &Failing, what: &dyn Fn(&Failing)| {
                let _ = panic::catch_unwind(panic::AssertUnwindSafe(|| what(disk)));
            };
            killed(&Failing { left: Cell::new(steps), kills: true }, &|disk| drop(put(disk, &folder, &files())));
            killed(&Failing { left: Cell::new(more), kills: true }, &|disk| drop(recover(disk, &folder)));
            recover(&Disk, &folder).unwrap();
            let after = contents(&folder);
            assert!(after == owned(&OLD) || after == new(), "killed after {steps} and {more} steps: {after:?}");
        }
    }
}

#[test]
fn when_a_file_cannot_be_written_every_file_stays_as_it_was() {
    for steps in 0.. {
        let folder = tree("full");
        let disk = Failing { left: Cell::new(steps), kills: false };
        let Err(error) = put(&disk, &folder, &files()) else { break };
        let said = error.to_string();
        let after = contents(&folder);
        if said.contains("no file was changed") {
            assert_eq!(after, owned(&OLD), "failed at step {steps}");
        } else {
            assert!(said.contains("every file was written"), "{said}");
            recover(&Disk, &folder).unwrap();
            assert_eq!(contents(&folder), new(), "failed at step {steps}");
        }
    }
}
