//! The commands that show a table, against a simulated exchange.

use okx_sim::{Fault, Sim};
use serde_json::json;

use crate::run::{Ended, Okx, okx};

fn lines(ended: &Ended) -> Vec<String> {
    ended.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Places an order by its parameters.
fn place(sim: &Sim, order: &str) {
    let placed = okx(&["call", "trade.place_order", order]).on(sim).run();
    assert_eq!(placed.code, Some(0), "{placed:?}");
}

const LIMIT: &str = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.001","px":"20000"}"#;
const MARKET: &str = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"100"}"#;
const SWAP: &str = r#"{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"sell","ordType":"market","sz":"1.5"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_account_says_so() {
    let sim = Sim::start().await;
    for (words, expected) in [
        (&["orders"][..], "no open orders"),
        (&["orders", "--inst-id", "ETH-USDT"], "no open orders for ETH-USDT"),
        (&["orders", "--history"], "no completed orders in the last seven days"),
        (&["positions"], "no open positions"),
        (&["fills"], "no fills in the last three days"),
        (&["fills", "--from", "2020-01-01"], "no fills since 2020-01-01T00:00:00.000Z"),
    ] {
        let ended = okx(words).on(&sim).run();
        let printed = (ended.code, ended.stdout.as_str(), ended.stderr.as_str());
        assert_eq!(printed, (Some(0), format!("{expected}\n").as_str(), ""), "{words:?}");
        let json = okx(words).and(&["--json"]).on(&sim).run();
        assert_eq!((json.code, json.json()), (Some(0), json!([])), "{words:?}");
    }
    let none = okx(&["trades", "BTC-USDT"]).at(&sim).run();
    assert_eq!((none.code, none.stdout.as_str()), (Some(0), "no trades of BTC-USDT\n"));
    let none = okx(&["instruments", "spot", "--search", "nothing"]).at(&sim).run();
    assert_eq!((none.code, none.stdout.as_str()), (Some(0), "no SPOT instruments with nothing in their ID\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_fills_positions_and_balances_are_tables_with_totals() {
    let sim = Sim::start().await;
    for order in [LIMIT, MARKET, MARKET, SWAP] {
        place(&sim, order);
    }
    let show = |words: &[&str]| okx(words).on(&sim).run();

    let orders = show(&["orders", "--inst-id", "BTC-USDT"]);
    let shown = lines(&orders);
    assert_eq!(shown[0], "instId side ordType px sz accFillSz state cTime ordId clOrdId tdMode", "{orders:?}");
    assert!(shown[1].starts_with("BTC-USDT buy limit 20000 0.001 0 live 20"), "{orders:?}");
    assert_eq!(shown[2..], ["1 open order; times in UTC"]);

    let history = show(&["orders", "--history", "--limit", "2"]);
    assert!(
        history.stdout.contains("2 completed orders; ") && history.stdout.contains("there are more"),
        "{history:?}"
    );
    assert!(lines(&history)[1].contains("BTC-USDT-SWAP sell market filled"), "the newest of all types is first");

    let fills = show(&["fills"]);
    let last = lines(&fills).pop().expect("there is a summary");
    assert!(last.starts_with("3 fills; fee -0.0000") && last.contains(" BTC, -0."), "{fills:?}");

    let positions = show(&["positions"]);
    assert!(lines(&positions)[1].starts_with("BTC-USDT-SWAP net -1.5 "), "{positions:?}");

    let balance = show(&["balance", "USDT"]);
    let shown = lines(&balance);
    assert!(shown[0].starts_with("ccy eq availBal frozenBal eqUsd") && shown[1].starts_with("USDT "), "{balance:?}");
    assert!(shown[2].starts_with("1 currency; times in UTC; totalEq ") && shown[2].ends_with(" USD"), "{balance:?}");
    let valued = show(&["balance", "--usdt"]);
    let shown = lines(&valued);
    assert!(shown.iter().any(|line| line == "account ccy amount value price"), "{valued:?}");
    assert!(shown.iter().any(|line| line.starts_with("everything: ") && line.ends_with(" USDT")), "{valued:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn public_tables_need_no_key() {
    let sim = Sim::start().await;
    place(&sim, MARKET);
    let show = |words: &[&str]| okx(words).at(&sim).run();
    let ticker = show(&["ticker", "BTC-USDT", "ETH-USDT"]);
    let shown = lines(&ticker);
    assert!(shown[0].starts_with("instId last change24h bidPx askPx"), "{ticker:?}");
    assert!(shown[1].starts_with("BTC-USDT ") && shown[1].contains(" % "), "{ticker:?}");
    assert!(shown[2].starts_with("ETH-USDT ") && shown[3].starts_with("2 tickers"), "{ticker:?}");

    let book = show(&["book", "BTC-USDT", "--depth", "3"]);
    let shown = lines(&book);
    assert!(shown[0].starts_with("BTC-USDT 20") && shown[0].contains(" UTC spread "), "{book:?}");
    assert_eq!((shown[1].as_str(), shown.len()), ("bidTotal bidSz bidPx askPx askSz askTotal", 5));
    let csv = show(&["book", "BTC-USDT", "--depth", "2", "--csv"]);
    assert!(csv.stdout.starts_with("side,px,sz\nbid,") && csv.stdout.lines().count() == 5, "{csv:?}");

    let trades = show(&["trades", "BTC-USDT", "--csv"]);
    assert!(trades.stdout.starts_with("instId,tradeId,px,sz,side,source,ts\nBTC-USDT,"), "{trades:?}");
    let instruments = show(&["instruments", "spot", "--search", "eth"]);
    assert!(lines(&instruments)[1].starts_with("ETH-USDT live "), "{instruments:?}");
    let options = show(&["instruments", "OPTION"]);
    assert!(options.code == Some(2) && options.stderr.contains("--inst-family"), "{options:?}");
    let account = show(&["balance"]);
    assert!(account.code == Some(2) && account.stderr.contains("need a key"), "{account:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refusal_does_not_hide_the_other_rows() {
    let sim = Sim::start().await;
    let ended = okx(&["ticker", "BTC-USDT", "NONE-SUCH"]).at(&sim).run();
    assert!(ended.code == Some(3) && ended.stderr.contains("51001"), "{ended:?}");
    assert!(lines(&ended)[1].starts_with("BTC-USDT "), "{ended:?}");
    sim.faults().always("trade.get_orders_pending", Fault::Refused { status: 200, code: "50005", acted: false });
    let ended = okx(&["orders"]).on(&sim).run();
    assert!(ended.code == Some(3) && ended.stdout.is_empty() && ended.stderr.contains("50005"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_table_is_lines_on_a_pipe() {
    let sim = Sim::start().await;
    let watch = |words: &[&str]| okx(words).and(&["--watch", "--ws-url", &sim.socket_url()]);
    let ended = watch(&["ticker", "BTC-USDT", "ETH-USDT", "--count", "2"]).run();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for instrument in ["BTC-USDT", "ETH-USDT"] {
        assert!(ended.stdout.lines().any(|line| line.contains(instrument)), "{ended:?}");
    }
    let json = watch(&["book", "BTC-USDT", "--count", "1", "--json"]).run();
    assert!(json.lines().iter().any(|line| line["channel"] == "books" && line["action"] == "snapshot"), "{json:?}");
}

/// On other systems, `script` has different flags.
#[cfg(target_os = "linux")]
mod terminal {
    use std::process::{Command, Stdio};

    use super::*;

    /// What a terminal of this width shows.
    fn shown(command: &Okx, width: usize) -> Option<String> {
        if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
            println!("skipped: there is no `script` to make a terminal with");
            return None;
        }
        let words: Vec<String> = command.words().iter().map(|word| format!("'{word}'")).collect();
        let line = format!("stty rows 24 cols {width}; exec {} {}", env!("CARGO_BIN_EXE_okx"), words.join(" "));
        let mut script = command.command_of("script");
        let output = script.args(["-qec", &line, "/dev/null"]).env("NO_COLOR", "1").stdin(Stdio::null()).output();
        Some(String::from_utf8(output.expect("script is there").stdout).expect("it is text"))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn tables_fit_into_the_terminal() {
        let sim = Sim::start().await;
        for order in [LIMIT, MARKET, SWAP] {
            place(&sim, order);
        }
        for words in [
            &["balance"][..],
            &["positions"],
            &["orders"],
            &["orders", "--history"],
            &["fills"],
            &["bills"],
            &["ticker", "BTC-USDT", "ETH-USDT"],
            &["book", "BTC-USDT"],
            &["trades", "BTC-USDT"],
            &["instruments", "SWAP"],
        ] {
            for width in [40, 80, 120] {
                let Some(shown) = shown(&okx(words).on(&sim), width) else { return };
                assert!(shown.lines().count() > 1, "{words:?}: {shown}");
                for line in shown.lines() {
                    assert!(line.trim_end().chars().count() <= width, "{words:?} at {width}: {line}");
                }
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_watched_table_is_redrawn_in_place() {
        let sim = Sim::start().await;
        let command = okx(&["ticker", "BTC-USDT", "--watch", "--count", "1", "--ws-url", &sim.socket_url()]);
        let Some(shown) = shown(&command, 80) else { return };
        let drawings: Vec<&str> = shown.split("\u{1b}[J").collect();
        assert!(drawings.len() > 2 && drawings[0].starts_with("waiting for tickers"), "{shown:?}");
        assert!(drawings.last().is_some_and(|drawing| drawing.contains("BTC-USDT") && drawing.contains("1 ticker")));
        assert!(shown.contains("A\u{1b}[J"), "the cursor goes up before a drawing is replaced: {shown:?}");
    }
}
