//! Help, man pages, colours, and the case of words.

use std::fs;
use std::path::PathBuf;

use okx_sim::Sim;

use crate::run::{Ended, okx};

const COMMANDS: [&str; 25] = [
    "list",
    "show",
    "call",
    "balance",
    "positions",
    "orders",
    "fills",
    "bills",
    "trades",
    "ticker",
    "book",
    "instruments",
    "candles",
    "download",
    "watch",
    "decode",
    "doctor",
    "sign",
    "profile",
    "profile list",
    "profile show",
    "profile add",
    "completions",
    "man",
    "help",
];

fn help(words: &[&str], columns: &str) -> String {
    let ended = okx(words).with("COLUMNS", columns).run();
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{words:?}: {ended:?}");
    ended.stdout
}

/// The lines that are longer than this, except those with one word that cannot be broken.
fn too_long(text: &str, columns: usize) -> Vec<&str> {
    let is_long = |line: &&str| line.chars().count() > columns && line.split_whitespace().count() > 1;
    text.lines().filter(is_long).collect()
}

#[test]
fn help_of_a_command_is_the_same_in_both_ways() {
    for command in COMMANDS {
        let words: Vec<&str> = command.split(' ').collect();
        let of_help = help(&[&["help"], words.as_slice()].concat(), "80");
        let of_flag = help(&[words.as_slice(), &["--help"]].concat(), "80");
        assert_eq!(of_help, of_flag, "{command}");
        assert!(of_help.contains("Usage: okx"), "{command}: {of_help}");
    }
    let flag = help(&["call", "trade.place_order", "--help"], "80");
    for words in [
        &["help", "call", "trade.place_order"][..],
        &["help", "trade.place_order"],
        &["help", "post /api/v5/trade/order"],
    ] {
        assert_eq!(help(words, "80").lines().nth(5), flag.lines().nth(5), "{words:?}");
    }
    let all = help(&["help"], "80");
    let places: Vec<_> = ["  list ", "  call ", "  candles ", "  help "].map(|name| all.find(name)).to_vec();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{all}");
}

#[test]
fn every_help_fits_80_columns_and_uses_wider_terminals() {
    let topics = ["start", "keys", "profiles", "variables", "exit-codes"];
    let calls = ["trade.place_order", "grid.place_grid_algo_order", "market.get_candles"];
    for name in COMMANDS.iter().chain(&topics).chain(&calls) {
        let words: Vec<&str> = ["help"].into_iter().chain(name.split(' ')).collect();
        let narrow = help(&words, "80");
        assert!(too_long(&narrow, 80).is_empty(), "{name}: {:#?}", too_long(&narrow, 80));
        let wide = help(&words, "120");
        assert!(too_long(&wide, 100).is_empty() && wide.lines().count() <= narrow.lines().count(), "{name}");
    }
    for name in &calls {
        let short = help(&["call", name, "-h"], "80");
        assert!(too_long(&short, 80).is_empty(), "{name}: {:#?}", too_long(&short, 80));
    }
}

#[test]
fn the_flags_of_a_call_come_first() {
    let text = help(&["call", "trade.place_order", "--help"], "80");
    let places: Vec<_> = [
        "Required parameters:",
        "--inst-id",
        "Optional parameters:",
        "--px ",
        "Instead of flags:",
        "Options of every call:",
        "--dry-run",
        "Connection:",
        "--base-url",
    ]
    .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} is not in {text}")))
    .to_vec();
    assert!(places.is_sorted(), "{text}");
    assert!(text.contains("- post_only: ") && text.contains("Unit of `--sz`") && !text.contains("`tgtCcy`"), "{text}");
}

#[test]
fn all_variables_and_exit_codes_are_explained() {
    let variables = help(&["help", "variables"], "80");
    for name in
        ["OKX_API_KEY", "OKX_PROFILE", "OKX_ENVIRONMENT", "OKX_REGION", "OKX_BASE_URL", "OKX_WS_URL", "OKX_CONFIG"]
    {
        assert!(variables.contains(name), "{name}");
    }
    let codes = help(&["help", "EXIT-CODES"], "80");
    for code in ["0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "6 ", "129 ", "130 ", "141 ", "143 "] {
        assert!(codes.lines().any(|line| line.trim_start().starts_with(code)), "{code}");
    }
    let ambiguous = okx(&["help", "get_ticker"]).run();
    assert!(ambiguous.code == Some(2) && ambiguous.stderr.contains("market.get_ticker or"), "{ambiguous:?}");
    let unknown = okx(&["help", "wacth"]).run();
    assert!(unknown.code == Some(2) && unknown.stderr.contains("did you mean `watch`?"), "{unknown:?}");
}

#[test]
fn misuse_has_its_own_exit_code() {
    for (words, part) in [
        (&["nothing"][..], "unrecognized subcommand"),
        (&["list", "--nothing"], "unexpected argument"),
        (&["call", "nothing"], "there is no call"),
        (&["call"], "the call is missing"),
        (&["call", "--inst-id", "BTC-USDT", "market.get_ticker"], "write the name first: okx call NAME --inst-id"),
        (&["call", "market.get_ticker"], "`--inst-id` is missing; `okx help market.get_ticker` explains its flags"),
        (&["call", "market.get_ticker", "{}"], "`instId` is missing"),
        (&["call", "market.get_ticker", "{"], "must be a JSON object"),
        (
            &["call", "market.get_candles", "--inst-id", "BTC-USDT", "--after", "yesterday"],
            "`--after`: expected milliseconds",
        ),
        (&["call", "trade.cancel_order", "--inst-id", "BTC-USDT", "--ord-id", "1"], "no credentials"),
        (&["call", "public.get_time", "--region", "asia"], "asia"),
        (&["call", "public.get_time", "--demo", "--live"], "cannot be used with"),
        (&["call", "public.get_time", "--base-url", "ftp://x"], "https"),
        (&["call", "public.get_time", "--color", "blue"], "blue"),
        (&["watch", "nothing"], "there is no channel"),
        (&["watch", "tickers", "instId=BTC-USDT", "--for", "soon"], "is not a time"),
        (&["candles", "BTC-USDT", "--from", "soon"], "is not a time"),
    ] {
        let ended = okx(words).run();
        assert!(ended.code == Some(2) && ended.stderr.contains(part), "{part} is not in {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_checks_of_the_client_refuse_has_another_one() {
    let sim = Sim::start().await;
    let order = ["call", "trade.place_order", "--inst-id", "BTC-USDT", "--td-mode", "cash", "--side", "buy"];
    let without_price = okx(&order).and(&["--ord-type", "limit", "--sz", "1"]).on(&sim);
    for ended in [without_price.run(), without_price.and(&["--dry-run"]).run()] {
        let part = "`--px`: is required when `--ord-type` is limit";
        assert!(ended.code == Some(6) && ended.stderr.contains(part), "{ended:?}");
    }
    let json = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"1"}"#;
    let given = okx(&["call", "trade.place_order", json]).on(&sim).run();
    assert!(given.code == Some(6) && given.stderr.contains("`px`: is required when `ordType` is limit"), "{given:?}");
    let attached = r#"{"tpTriggerPx":"70000"}"#;
    let words = ["--ord-type", "market", "--sz", "1", "--attach-algo-ords", attached];
    let nested = okx(&order).and(&words).on(&sim).run();
    let part = "`--attach-algo-ords`, member `[0].tpOrdPx`: is required";
    assert!(nested.code == Some(6) && nested.stderr.contains(part), "{nested:?}");
    let line = format!(r#"{{"endpoint":"post /api/v5/trade/order","params":{json}}}"#);
    let many = okx(&["call", "--jsonl"]).on(&sim).input(line).run();
    assert!(many.code == Some(6) && many.stdout.contains("`px`: is required"), "{many:?}");
    assert!(sim.journal().iter().all(|entry| entry.call != "trade.place_order"), "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_accepted_in_any_case_where_case_means_nothing() {
    let sim = Sim::start().await;
    for name in ["get /api/v5/public/time", "GET /api/v5/public/time", "Get /api/v5/public/time"] {
        assert_eq!(okx(&["call", name]).at(&sim).run().code, Some(0), "{name}");
    }
    let order = ["call", "trade.place_order", "--dry-run", "--json", "--inst-id", "BTC-USDT", "--td-mode", "CASH"];
    let order = okx(&order).and(&["--side", "BUY", "--ord-type", "Market", "--sz", "1"]).on(&sim);
    let body = order.with("OKX_ENVIRONMENT", "Demo").and(&["--region", "EEA"]).run();
    assert_eq!((body.code, body.stderr.as_str()), (Some(0), ""), "{body:?}");
    let text = body.json()["body"].as_str().unwrap_or_default().to_owned();
    assert!(text.contains(r#""side":"buy""#) && text.contains(r#""ordType":"market""#), "{text}");
    // 1m is a minute and 1M a month.
    let candles = okx(&["call", "market.get_candles", "--dry-run", "--inst-id", "BTC-USDT", "--bar", "1M"]).run();
    assert!(candles.stdout.contains("bar=1M"), "{candles:?}");
    let nothing = okx(&["call", "public.get_time"]).with("OKX_ENVIRONMENT", "test").run();
    assert!(nothing.code == Some(2) && nothing.stderr.contains("it must be demo or live"), "{nothing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_chooses_servers() {
    let sim = Sim::start().await;
    let time = okx(&["call", "public.get_time"]);
    assert_eq!(time.clone().with("OKX_BASE_URL", &sim.url()).run().code, Some(0));
    let sockets = sim.url().replace("http://", "ws://");
    assert_eq!(time.clone().with("OKX_WS_URL", &sockets).run().code, Some(0));
    let flag = time.with("OKX_BASE_URL", "https://nowhere.invalid").at(&sim).run();
    assert_eq!(flag.code, Some(0), "a flag counts first: {flag:?}");
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let is_coloured = |ended: &Ended| ended.stdout.contains('\u{1b}') || ended.stderr.contains('\u{1b}');
    for words in [&["show", "trade.place_order"][..], &["help"], &["list", "--nothing"]] {
        let command = okx(words);
        assert!(!is_coloured(&command.run()), "{words:?}");
        assert!(is_coloured(&command.clone().with("CLICOLOR_FORCE", "1").run()), "{words:?}");
        assert!(!is_coloured(&command.clone().with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1").run()), "{words:?}");
        let always = okx(&["--color", "always"]).and(words).with("NO_COLOR", "1").run();
        assert!(is_coloured(&always) && !always.stdout.contains("\u{1b}]8"), "{words:?}: {always:?}");
        let never = okx(&["--color=NEVER"]).and(words).with("CLICOLOR_FORCE", "1").run();
        assert!(!is_coloured(&never), "{words:?}: {never:?}");
    }
    let call = okx(&["call", "public.get_time", "--color", "always", "--help"]).run();
    assert!(is_coloured(&call), "{call:?}");
}

#[test]
fn man_pages_are_written_for_all_commands_and_calls() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&folder);
    let path = folder.to_str().expect("it is UTF-8");
    let ended = okx(&["man", "--calls", path]).run();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{ended:?}");
    let page = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    for command in COMMANDS {
        let text = page(&format!("okx-{}.1", command.replace(' ', "-")));
        assert!(text.contains(".TH") && text.contains(".SH SYNOPSIS"), "{command}: {text}");
    }
    assert!(page("okx.1").contains("okx\\-watch(1)"), "{}", page("okx.1"));
    assert!(page("okx-call.1").contains("\\-\\-dry\\-run"), "the flags of every call");
    assert!(page("okx-call-trade.place_order.1").contains("\\-\\-inst\\-id"));
    let model = okx_spec::shipped().expect("the shipped description has no mistakes");
    assert!(fs::read_dir(&folder).expect("it is there").count() > model.endpoints.len());
    assert_eq!(okx(&["man", "/dev/null/man"]).run().code, Some(1));
}
