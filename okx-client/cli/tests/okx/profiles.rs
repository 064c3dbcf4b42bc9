//! Profiles: their file, what counts when several things say something, and keys that never stand in it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use okx_sim::Sim;

use crate::run::{Ended, Okx, okx};

/// A folder for one test, without files.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("profiles").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// A file of profiles with this text.
fn file(name: &str, text: &str) -> PathBuf {
    let path = folder(name).join("config.yaml");
    fs::write(&path, text).expect("it can be written");
    path
}

fn with(path: &Path, words: &[&str]) -> Okx {
    okx(words).with("OKX_CONFIG", path.to_str().expect("it is UTF-8"))
}

/// A file with the keys of the simulated exchange.
fn keys_file(folder: &Path, sim: &Sim, mode: u32) -> PathBuf {
    let path = folder.join("demo.env");
    fs::write(&path, lines(sim)).expect("it can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
    path
}

fn lines(sim: &Sim) -> String {
    let keys = sim.credentials();
    format!("OKX_API_KEY={}\nOKX_API_SECRET={}\nOKX_API_PASSPHRASE={}\n", keys.key, keys.secret, keys.passphrase)
}

#[track_caller]
fn says(ended: &Ended, code: i32, part: &str) {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    assert!(ended.stderr.contains(part), "{part} is not in {ended:?}");
}

#[track_caller]
fn refuses(text: &str, place: &str, part: &str) {
    let path = file("mistakes", text);
    let ended = with(&path, &["profile", "list"]).run();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{text}: {ended:?}");
    let expected = format!("okx: {}{place}: {part}", path.display());
    assert!(ended.stderr.starts_with(&expected), "{expected} is not the beginning of {ended:?}");
}

#[test]
fn a_mistake_has_its_file_line_and_column() {
    refuses("profile:\n  a: {}\n", ":1:1", "unknown key `profile`; did you mean `profiles`?");
    refuses(
        "profiles:\n  a:\n    environment: demo\n    regoin: eea\n",
        ":4:5",
        "unknown key `regoin`; did you mean `region`?",
    );
    refuses(
        "profiles:\n  a:\n    environment: test\n",
        ":3:18",
        "`test` is not an environment; it must be demo or live",
    );
    refuses(
        "profiles:\n  a:\n    environment: demo\n    region: eeu\n",
        ":4:13",
        "`eeu` is not a region; did you mean `eea`?",
    );
    refuses("profiles:\n  a:\n    region: eea\n", ":3:5", "the profile has no `environment`");
    refuses("profiles:\n  a:\n  b:\n    environment: demo\n", ":2:5", "the profile has no `environment`");
    refuses("profiles:\n  a: {environment: demo}\n  a: {environment: demo}\n", ":3:3", "`a` is given twice");
    refuses("profiles:\n  none: {environment: demo}\n", ":2:3", "`none` stands for no profile");
    refuses(
        "profiles:\n  a: {environment: demo, limits: 5 apples}\n",
        ":2:34",
        "`5 apples` is neither `wait`, `refuse` nor a time",
    );
    refuses("profiles:\n  a: {environment: true}\n", ":2:20", "expected text, found true or false");
    refuses("profiles:\n  a: [demo]\n", ":2:6", "expected a mapping with the settings of a profile, found a list");
    refuses("default: b\nprofiles:\n  a: {environment: demo}\n", "", "the default profile `b` does not exist");
    refuses("profiles:\n  a: {environment: demo\n", ":3:1", "did not find expected");
    refuses(
        "profiles:\n  a:\n    environment: demo\n    credentials_command: pass 'show'\n",
        ":4:26",
        "no shell reads the command",
    );
    refuses(
        "profiles:\n  a: {environment: demo, credentials_file: a, credentials_command: b}\n",
        ":2:47",
        "give either `credentials_file` or `credentials_command`",
    );
}

#[test]
fn secrets_do_not_belong_into_the_file_and_are_never_shown() {
    for (text, part) in [
        ("profiles:\n  a:\n    environment: demo\n    api_key: TopSecret\n", "`api_key` does not belong in this file"),
        ("profiles:\n  a:\n    environment: demo\n    passphrase: TopSecret\n", "`passphrase` does not belong"),
        ("profiles: TopSecret\n", "found text"),
        ("profiles:\n  a: TopSecret\n", "found text"),
        ("TopSecret\n", "found text"),
    ] {
        let ended = with(&file("secrets", text), &["call", "public.get_time"]).run();
        says(&ended, 2, part);
        assert!(!format!("{ended:?}").contains("TopSecret"), "{ended:?}");
    }
}

#[test]
fn whatever_is_in_the_file_is_a_message_and_never_a_panic() {
    let deep = "[".repeat(10_000);
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n";
    for text in [
        deep.as_str(),
        bomb,
        "\u{0}",
        "a: b: c",
        "- 1",
        "? [a]\n: b\n",
        "%YAML 9.9\n---\n",
        "--- a\n--- b\n",
        "1: 2",
        "~: 1",
    ] {
        let ended = with(&file("broken", text), &["profile", "list"]).run();
        says(&ended, 2, "config.yaml");
    }
    let path = file("bytes", "");
    fs::write(&path, b"profiles: \xff").expect("it can be written");
    says(&with(&path, &["profile", "list"]).run(), 2, "is not valid UTF-8");
    for empty in ["", "# only a comment\n", "profiles:\n", "default:\n"] {
        let ended = with(&file("empty", empty), &["profile", "list"]).run();
        assert_eq!(ended.code, Some(if empty.starts_with("default") { 2 } else { 0 }), "{empty:?}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_has_all_settings_of_an_account() {
    let sim = Sim::start().await;
    let text = format!(
        "default: sim\nprofiles:\n  sim:\n    environment: demo\n    base_url: {}\n    account: desk-1\n    limits: 5s\n    \
         credentials_file: demo.env\n",
        sim.url()
    );
    let path = file("all-settings", &text);
    let keys = keys_file(path.parent().expect("it is in a folder"), &sim, 0o600);
    let call = with(&path, &["call", "account.get_balance"]);
    assert_eq!(call.run().code, Some(0), "{:?}", call.run());
    assert_eq!(call.clone().and(&["--profile", "sim"]).run().code, Some(0));
    assert_eq!(call.clone().with("OKX_PROFILE", "sim").run().code, Some(0));
    says(&call.clone().and(&["--profile", "none", "--demo"]).run(), 2, "there are no credentials");
    says(&call.clone().and(&["--profile", "smi"]).run(), 2, "there is no profile `smi`; did you mean `sim`?");
    let order = ["--inst-id", "BTC-USDT", "--td-mode", "cash", "--side", "buy", "--ord-type", "limit", "--sz", "0.001"];
    let order = with(&path, &["call", "trade.place_order", "--px", "20000"]).and(&order);
    assert_eq!(order.run().code, Some(0), "demo trading may be a default: {:?}", order.run());
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o640)).expect("it is ours");
    says(&call.run(), 2, "chmod 600");
    let public = with(&path, &["call", "public.get_time"]).run();
    assert_eq!(public.code, Some(0), "public data needs no keys: {public:?}");
    let checked = with(&path, &["profile", "check"]).run();
    assert!(checked.code == Some(1) && checked.stdout.contains("problem  sim: "), "{checked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_a_command_are_fetched_only_for_signatures() {
    let sim = Sim::start().await;
    let folder = folder("command");
    let (vault, used) = (folder.join("vault"), folder.join("used"));
    fs::write(&vault, lines(&sim)).expect("it can be written");
    let path = folder.join("config.yaml");
    let profile = |command: &str| {
        let text = format!(
            "profiles:\n  sim:\n    environment: demo\n    base_url: {}\n    credentials_command: {command}\n",
            sim.url()
        );
        fs::write(&path, text).expect("it can be written");
        with(&path, &["--color", "never"])
    };
    let script = format!("[sh, -c, \"touch '{}'; cat '{}'\"]", used.display(), vault.display());
    let public = profile(&script).and(&["call", "public.get_time", "--profile", "sim"]).run();
    assert!(public.code == Some(0) && !used.exists(), "{public:?}");
    let signed = profile(&script).and(&["call", "account.get_balance", "--profile", "sim"]).run();
    assert!(signed.code == Some(0) && used.exists(), "{signed:?}");
    let dry = profile("[sh, -c, exit 1]").and(&["call", "account.get_balance", "--dry-run", "--profile", "sim"]).run();
    assert_eq!(dry.code, Some(0), "a dry run needs no keys: {dry:?}");

    // The command for the keys does not read the lines that are meant for `okx`.
    let reader = format!("[sh, -c, \"cat > '{}'; cat '{}'\"]", used.display(), vault.display());
    let line = r#"{"endpoint":"GET /api/v5/account/balance","params":{}}"#;
    let by_line = profile(&reader).and(&["call", "--jsonl", "--profile", "sim"]).input(line).run();
    assert!(by_line.code == Some(0) && by_line.lines().len() == 1, "{by_line:?}");

    let balance = ["call", "account.get_balance", "--profile", "sim"];
    says(&profile("no-such-program-here").and(&balance).run(), 2, "cannot be started");
    says(&profile("[sh, -c, exit 7]").and(&balance).run(), 1, "exit status: 7");
    let wrong = profile("echo TopSecret").and(&balance).run();
    says(&wrong, 2, "the output of `echo TopSecret`:1: expected `NAME=value`");
    let partly = profile("[sh, -c, 'printf OKX_API_KEY=abc123']").and(&balance).run();
    says(&partly, 2, "`OKX_API_SECRET`: not set in the output of");
}

#[test]
fn a_flag_counts_before_the_environment_and_the_environment_before_the_profile() {
    let text = "profiles:\n  a: {environment: demo, region: us, base_url: \"https://a.example\", account: x}\n";
    let path = file("precedence", text);
    let show = |words: &[&str]| with(&path, &["profile", "show", "a", "--json"]).and(words);
    let member = |ended: &Ended, name: &str| {
        let json = ended.json();
        let text = |part: &str| json[name][part].as_str().unwrap_or_default().to_owned();
        (text("value"), text("from"))
    };
    let is = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    let own = show(&[]).run();
    assert_eq!(member(&own, "region"), is("us", "the profile"));
    assert_eq!(member(&own, "requests"), is("https://a.example", "the profile"));
    assert_eq!(member(&own, "keys"), is("none", "`okx help keys` explains them"));
    let keys = show(&[]).with("OKX_API_KEY", "a").run();
    assert_eq!(member(&keys, "keys"), is("the environment", "OKX_API_KEY"), "the profile has none");
    let variables = |okx: Okx| okx.with("OKX_REGION", "EEA").with("OKX_BASE_URL", "https://b.example");
    let of_variables = variables(show(&[])).run();
    assert_eq!(member(&of_variables, "region"), is("eea", "OKX_REGION"));
    assert_eq!(member(&of_variables, "requests"), is("https://b.example", "OKX_BASE_URL"));
    let flags = variables(show(&["--region", "Global", "--base-url", "https://c.example", "--live"])).run();
    assert_eq!(member(&flags, "region"), is("global", "--region"));
    assert_eq!(member(&flags, "requests"), is("https://c.example", "--base-url"));
    assert_eq!(member(&flags, "environment"), is("live", "--live"));
}

#[test]
fn what_could_trade_in_the_wrong_account_is_refused() {
    let text = "default: main\nprofiles:\n  main: {environment: live, credentials_file: main.env}\n  demo: {environment: demo}\n";
    let path = file("wrong-account", text);
    let order = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"1","px":"1"}"#;
    let order = with(&path, &["call", "trade.place_order", order]);
    let keys = |okx: Okx| okx.with("OKX_API_KEY", "a").with("OKX_API_SECRET", "b").with("OKX_API_PASSPHRASE", "c");
    says(
        &keys(order.clone()).run(),
        2,
        "the default profile `main` is for live trading: pass --live or --profile main",
    );
    says(&keys(order.clone()).and(&["--profile", "main"]).run(), 2, "the environment has others");
    let contradicted = keys(order).and(&["--profile", "demo"]).with("OKX_ENVIRONMENT", "LIVE").run();
    says(&contradicted, 2, "the profile `demo` is for demo trading, but OKX_ENVIRONMENT is live");
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_are_added_listed_and_used() {
    let sim = Sim::start().await;
    let folder = folder("added");
    let path = folder.join("new").join("config.yaml");
    let add = |words: &[&str]| with(&path, &["profile", "add"]).and(words);
    says(&add(&["sim"]).run(), 2, "--demo");
    says(&add(&["a b", "--demo"]).run(), 2, "cannot be the name of a profile");
    let added = add(&["sim", "--demo", "--base-url", &sim.url(), "--ask-keys", "--default"]).input(lines(&sim)).run();
    says(&added, 0, "added `sim`");
    let keys = path.with_file_name("sim.env");
    assert_eq!(fs::metadata(&keys).expect("it is there").permissions().mode() & 0o777, 0o600);
    assert!(!fs::read_to_string(&path).expect("it is there").contains(&sim.credentials().secret));
    says(&add(&["sim", "--live"]).run(), 2, "there is a profile `sim` already");
    says(
        &add(&["main", "--live", "--region", "EEA", "--credentials-command", "pass show okx"]).run(),
        0,
        "added `main`",
    );

    let listed = with(&path, &["profile", "list"]).run();
    assert!(listed.stdout.contains("* sim   demo         global  "), "{listed:?}");
    assert!(listed.stdout.contains("  main  live         eea     the output of `pass show okx`"), "{listed:?}");
    let json = with(&path, &["profile", "list", "--json"]).run().json();
    assert_eq!((&json[0]["is_used"], &json[1]["is_used"]), (&true.into(), &false.into()));
    assert_eq!(with(&path, &["profile", "check", "sim"]).run().stdout, "ok       sim\n");
    assert_eq!(with(&path, &["call", "account.get_balance"]).run().code, Some(0));
    let placed = with(&path, &["profile", "path"]).run().stdout;
    assert_eq!(placed.trim_end(), path.display().to_string());
    assert!(!format!("{added:?}{listed:?}").contains(&sim.credentials().secret));
}

#[test]
fn the_file_is_in_the_configuration_folder() {
    let folder = folder("home");
    let home = folder.to_str().expect("it is UTF-8");
    let command = |okx: Okx| okx.with("OKX_CONFIG", "").with("HOME", home).run().stdout;
    let own = command(okx(&["profile", "path"]).with("XDG_CONFIG_HOME", &format!("{home}/settings")));
    assert_eq!(own.trim_end(), format!("{home}/settings/okx/config.yaml"));
    let usual = command(okx(&["profile", "path"]).with("XDG_CONFIG_HOME", ""));
    assert_eq!(usual.trim_end(), format!("{home}/.config/okx/config.yaml"));
}
