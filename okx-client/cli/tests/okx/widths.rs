//! What a real terminal shows: lines that fit, whole words, links and colours.

use std::process::{Command, Stdio};

use okx_sim::Sim;

/// Runs the command in a terminal of this width, and returns what it shows. `None` if no terminal can be made.
fn shown(columns: usize, words: &[&str], environment: &[(&str, &str)]) -> Option<String> {
    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no `script` to make a terminal with");
        return None;
    }
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let line = format!("stty cols {columns} rows 50; {} {}", env!("CARGO_BIN_EXE_okx"), words.join(" "));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).envs(environment.iter().copied());
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
        script.env_remove(name);
    }
    script.env("OKX_CONFIG", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-profiles/config.yaml")).env("TERM", "xterm");
    let output = script.stdin(Stdio::null()).output().expect("script is there");
    Some(String::from_utf8(output.stdout).expect("it is text").replace("\r\n", "\n"))
}

/// The text without colours.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[track_caller]
fn fits(columns: usize, words: &[&str], environment: &[(&str, &str)], parts: &[&str]) {
    let Some(text) = shown(columns, words, environment) else { return };
    let text = plain(&text);
    let is_long = |line: &&str| line.chars().count() > columns && line.split_whitespace().count() > 1;
    let long: Vec<&str> = text.lines().filter(is_long).collect();
    assert!(long.is_empty(), "{words:?}: {long:#?}");
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(joined.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn messages_fit_the_terminal_in_whole_words() {
    for columns in [80, 120] {
        let fits = |words: &[&str], part| fits(columns, words, &[], &[part]);
        fits(
            &["call", "account.get_balance"],
            "Set OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE, or name a file",
        );
        fits(&["call", "trade.place_order"], "`--inst-id`, `--td-mode`, `--side`, `--ord-type` and `--sz` are missing");
        fits(
            &["profile", "add", "a b", "--demo"],
            "cannot be the name of a profile; use letters, digits, `-`, `_` and `.`",
        );
        fits(&["help", "nothing-of-this-name"], "and `okx show` describes channels, enums and result codes");
        fits(&["watch", "tickers", "--socket", "none"], "[possible values: public, private, business]");
        fits(&["help", "keys"], "Keys belong to one region, and to live or demo trading.");
        fits(&["help", "call"], "Options of every call:");
        fits(&["call", "trade.place_order", "-h"], "Required parameters:");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_fits_the_terminal() {
    let sim = Sim::start().await;
    let keys = sim.credentials();
    let environment = [
        ("OKX_API_KEY", keys.key.as_str()),
        ("OKX_API_SECRET", keys.secret.as_str()),
        ("OKX_API_PASSPHRASE", keys.passphrase.as_str()),
        ("OKX_BASE_URL", &sim.url()),
    ];
    let parts = ["--demo --region global at http://127.0.0.1", "Restrict it to this machine's IP address"];
    fits(80, &["doctor", "--demo"], &environment, &parts);
    fits(120, &["doctor", "--demo"], &environment, &parts);
}

#[test]
fn a_terminal_gets_colours_and_links_unless_they_are_refused() {
    let words = ["show", "market.get_ticker"];
    let Some(text) = shown(80, &words, &[]) else { return };
    assert!(text.contains("\u{1b}]8;;https://www.okx.com/docs-v5") && text.contains("\u{1b}[1m"), "{text:?}");
    let never = shown(80, &["--color", "never", "show", "market.get_ticker"], &[]).unwrap_or_default();
    assert!(!never.contains('\u{1b}'), "{never:?}");
}
