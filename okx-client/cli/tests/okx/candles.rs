//! `okx candles`: complete and in order, also after an interruption.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use okx_sim::{Delay, Fault, Sim};

use crate::run::{Okx, okx};

const HOUR: i64 = 3_600_000;
/// The first of January 2024, in milliseconds since the epoch.
const JANUARY: i64 = 1_704_067_200_000;
/// The days of January and February 2024.
const DAYS: i64 = 60;

fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

fn download(sim: &Sim, instrument: &str, path: &Path) -> Okx {
    let words = ["candles", instrument, "--bar", "1H", "--from", "2024-01-01", "--to", "2024-03-01", "-o"];
    okx(&words).and(&[&path.display().to_string()]).at(sim)
}

/// The opening times of the candles of a CSV file.
fn times(text: &str) -> Vec<i64> {
    text.lines().skip(1).map(|line| line.split(',').next().and_then(|ts| ts.parse().ok()).expect("a time")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_candle_is_written_once_and_the_oldest_first() {
    let sim = Sim::start().await;
    let path = file("whole.csv");
    let ended = download(&sim, "BTC-USDT", &path).run();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    let summary = format!(
        "okx: 1440 candles of BTC-USDT 1H, 2024-01-01 00:00:00 to 2024-02-29 23:00:00 UTC written to {}; no gaps\n",
        path.display()
    );
    assert_eq!(ended.stderr, summary);
    let text = fs::read_to_string(&path).expect("the file is there");
    assert!(text.starts_with("ts,o,h,l,c,vol,volCcy,volCcyQuote\n"), "{text}");
    assert_eq!(times(&text), (0..DAYS * 24).map(|hour| JANUARY + hour * HOUR).collect::<Vec<_>>());

    sim.clear_journal();
    let again = download(&sim, "BTC-USDT", &path).run();
    assert!(
        again.code == Some(0) && again.stderr.contains("is up to date: its last candle is of 2024-02-29"),
        "{again:?}"
    );
    assert_eq!(fs::read_to_string(&path).expect("the file is there"), text, "nothing is new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_cut_anywhere_is_completed() {
    let sim = Sim::start().await;
    let path = file("broken.csv");
    assert_eq!(download(&sim, "BTC-USDT", &path).run().code, Some(0));
    let whole = fs::read_to_string(&path).expect("the file is there");
    for kept in [0, 10, 34, 50, 100, 50_000, whole.len() - 1] {
        fs::write(&path, &whole[..kept]).expect("it can be written");
        let ended = download(&sim, "BTC-USDT", &path).run();
        assert_eq!(ended.code, Some(0), "{kept}: {ended:?}");
        assert!(fs::read_to_string(&path).expect("the file is there") == whole, "{kept} bytes were kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_download_can_be_continued() {
    let sim = Sim::start().await;
    let path = file("killed.jsonl");
    sim.faults().always("market.get_history_candles", Fault::SlowReply(Delay::Fixed(Duration::from_millis(200))));
    let mut child = download(&sim, "ETH-USDT", &path).command().spawn().expect("the command starts");
    while fs::metadata(&path).map_or(0, |about| about.len()) == 0 {
        tokio::task::yield_now().await;
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    sim.faults().clear();
    assert_eq!(download(&sim, "ETH-USDT", &path).run().code, Some(0));
    let text = fs::read_to_string(&path).expect("the file is there");
    let times: Vec<i64> = text
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("it is JSON")["ts"]
                .as_str()
                .expect("text")
                .parse()
                .expect("a time")
        })
        .collect();
    assert_eq!(times, (0..DAYS * 24).map(|hour| JANUARY + hour * HOUR).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn different_instruments_and_bars_are_not_mixed() {
    let sim = Sim::start().await;
    let path = file("other.csv");
    assert_eq!(download(&sim, "BTC-USDT", &path).run().code, Some(0));
    let whole = fs::read_to_string(&path).expect("the file is there");
    let is_refused = |content: &str, instrument: &str, why: &str| {
        fs::write(&path, content).expect("it can be written");
        let ended = download(&sim, instrument, &path).run();
        assert!(ended.code == Some(2) && ended.stderr.contains(why), "{why}: {ended:?}");
        assert_eq!(fs::read_to_string(&path).expect("the file is there"), content);
    };
    let half = &whole[..=whole.find("\n1706").expect("there is one")];
    is_refused(half, "ETH-USDT", "differs from OKX");
    is_refused("some notes\nof mine\n", "BTC-USDT", "header");
    let last = half.lines().last().expect("there is one");
    is_refused(&format!("{half}{last}\n"), "BTC-USDT", "not newer");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_draws_and_writes_to_standard_output() {
    let sim = Sim::start().await;
    let words = ["candles", "BTC-USDT", "--bar", "1m", "--from", "2024-01-01T12:00Z", "--to", "2024-01-01T13:00Z"];
    let plain = okx(&words).at(&sim).run();
    assert_eq!((plain.code, times(&plain.stdout).len()), (Some(0), 60), "{plain:?}");
    let drawn = okx(&words).and(&["--plot"]).at(&sim).run();
    assert_eq!((drawn.code, drawn.stdout.lines().count()), (Some(0), 18), "{drawn:?}");
    assert!(
        drawn.stdout.contains('\u{2847}')
            || drawn.stdout.chars().any(|letter| ('\u{2801}'..='\u{28ff}').contains(&letter))
    );
    assert!(drawn.stdout.contains("2024-01-01 12:00") && drawn.stdout.contains("2024-01-01 12:59"), "{drawn:?}");
    let wrong = okx(&["candles", "BTC-USDT", "--from", "2024-02-30"]).run();
    assert!(wrong.code == Some(2) && wrong.stderr.contains("is not a time"), "{wrong:?}");
}
