//! Files on the command line: other files are not changed, and only regular files are accepted.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use okx_sim::Sim;

use crate::run::{Okx, Running, okx};

/// A path in an empty folder.
fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("files");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    path
}

fn fifo(name: &str) -> PathBuf {
    let path = path(name);
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo is there").success());
    path
}

fn candles(sim: &Sim, path: &Path, from: &str) -> Okx {
    let output = path.display().to_string();
    okx(&["candles", "BTC-USDT", "--from", from, "--to", "2024-01-10", "-o", &output]).at(sim)
}

#[tokio::test(flavor = "multi_thread")]
async fn other_files_are_refused_and_not_changed() {
    let sim = Sim::start().await;
    for (name, content) in [
        ("settings.json", "{\"a\": 1}"),
        ("other.jsonl", "{\"ts\":\"1704067200000\",\"px\":\"1\"}\n{\"ts\":\"17"),
        ("prices.csv", "ts,price\n1704067200000,1\n1704070800000,2"),
        ("notes.csv", "no line end"),
        ("log.txt", "2024-01-01 started\n2024-01-02 went on"),
    ] {
        let path = path(name);
        fs::write(&path, content).expect("it can be written");
        let ended = candles(&sim, &path, "2024-01-01").run();
        assert_eq!(ended.code, Some(2), "{name}: {ended:?}");
        assert!(ended.stderr.contains("was not changed"), "{ended:?}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), content);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_file_behind_standard_output_is_refused() {
    let sim = Sim::start().await;
    let (first, second) = (path("first-link"), path("second-link"));
    for (link, target) in [(&first, Path::new("/proc/self/fd/1")), (&second, first.as_path())] {
        let _ = fs::remove_file(link);
        std::os::unix::fs::symlink(target, link).expect("it can be linked");
    }
    let links = [first.to_str().expect("it is UTF-8"), second.to_str().expect("it is UTF-8")];
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].into_iter().chain(links) {
        let log = path("job.log");
        fs::write(&log, "started\nnot yet").expect("it can be written");
        let mut command = candles(&sim, Path::new(name), "2024-01-01").command();
        let output = File::options().append(true).open(&log).expect("it is there");
        let status = command.stdin(Stdio::null()).stdout(output).status().expect("the command starts");
        assert_eq!(status.code(), Some(2), "{name}");
        assert_eq!(fs::read_to_string(&log).expect("it is there"), "started\nnot yet");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pipes_devices_and_folders_are_refused() {
    let sim = Sim::start().await;
    let (pipe, folder) = (fifo("pipe"), PathBuf::from(env!("CARGO_TARGET_TMPDIR")));
    for not_a_file in [&pipe, Path::new("/dev/zero"), &folder] {
        let named = not_a_file.display().to_string();
        for flag in ["--credentials", "--root-certificate"] {
            let ended = okx(&["call", "public.get_time", flag, &named]).at(&sim).run();
            assert_eq!(ended.code, Some(2), "{flag} {named}: {ended:?}");
            assert!(ended.stderr.contains("not a"), "{ended:?}");
        }
        let ended = candles(&sim, not_a_file, "2024-01-01").run();
        assert!(ended.code == Some(2) && ended.stderr.contains("not a"), "{named}: {ended:?}");
    }
    assert!(sim.journal().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_continued_at_its_end_whatever_from_is() {
    let sim = Sim::start().await;
    let path = path("going-on.csv");
    assert_eq!(candles(&sim, &path, "2024-01-05T00:30").run().code, Some(0));
    let whole = fs::read_to_string(&path).expect("it is there");
    // Half of the file and half of a line.
    let half = whole.len() / 2;
    for from in ["2024-01-05T00:30", "2024-01-02", "2024-01-09", "2024-01-06"] {
        fs::write(&path, &whole[..half]).expect("it can be written");
        let ended = candles(&sim, &path, from).run();
        assert_eq!(ended.code, Some(0), "{from}: {ended:?}");
        assert!(ended.stderr.contains("removed and is downloaded again"), "{ended:?}");
        assert_eq!(ended.stderr.contains("are not inserted before"), from < "2024-01-05T01", "{from}: {ended:?}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), whole, "{from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_never_write_the_same_file() {
    let sim = Sim::start().await;
    let gate = crate::gate::Gate::before(&sim, "/api/v5/market/history-candles");
    let path = path("locked.csv");
    let output = path.display().to_string();
    let words = ["candles", "BTC-USDT", "--from", "2024-01-01", "--to", "2024-01-02", "-o", &output];
    let first = okx(&words).and(&["--base-url", gate.url()]).start();
    gate.arrived();
    let second = okx(&words).at(&sim).run();
    assert!(second.code == Some(2) && second.stderr.contains("another run"), "{second:?}");
    gate.open();
    assert_eq!(first.end().code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("it is there").lines().count(), 25);
    assert_eq!(okx(&words).at(&sim).run().code, Some(0), "the lock ends with the run");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_complete_lines() {
    let sim = Sim::start().await;
    let path = path("full.csv");
    let (program, output, url) = (env!("CARGO_BIN_EXE_okx"), path.display(), sim.url());
    let download =
        format!("{program} candles BTC-USDT --from 2024-01-01 --to 2024-06-01 -o '{output}' --base-url {url}");
    // The limit is in blocks of 512 or 1024 bytes. Writing more is an error, because the signal is ignored.
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f 100; exec {download}")]);
    let ended = Running::of(command).end();
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let text = fs::read_to_string(&path).expect("it is there");
    let lines = text.lines().count();
    assert!(text.ends_with('\n') && lines > 1 && lines < 1 + 152 * 24, "{lines}");
    let columns = |line: &str| line.split(',').count();
    assert!(text.lines().all(|line| columns(line) == 8));
    let mut command = Command::new("sh");
    command.args(["-c", &download]);
    assert_eq!(Running::of(command).end().code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("it is there").lines().count(), 1 + 152 * 24);
}

#[tokio::test(flavor = "multi_thread")]
async fn candles_are_ascending_whatever_the_order_of_the_reply() {
    let sim = Sim::start().await;
    let reversed: fn(&mut serde_json::Value) = |reply| {
        reply["data"].as_array_mut().expect("rows").reverse();
    };
    let mixed: fn(&mut serde_json::Value) = |reply| {
        let rows = reply["data"].as_array_mut().expect("rows");
        let half = rows.len() / 2;
        rows.rotate_left(half);
    };
    for (name, change) in [("reversed.csv", reversed), ("mixed.csv", mixed)] {
        let gate = crate::gate::Gate::changing(&sim, "/api/v5/market/history-candles", change);
        let path = path(name);
        let output = path.display().to_string();
        let words = ["candles", "BTC-USDT", "--from", "2024-01-01", "--to", "2024-02-01", "-o", &output];
        let ended = okx(&words).and(&["--base-url", gate.url()]).run();
        let text = fs::read_to_string(&path).expect("it is there");
        let times: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert!(times.is_sorted_by(|one, other| one < other), "{name}: {ended:?}");
        assert_eq!((ended.code, times.len()), (Some(0), 31 * 24), "{name}: {ended:?}");
    }
}
