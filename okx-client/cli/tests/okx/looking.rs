//! Commands without network: lists, descriptions, completions.

use std::io::Read as _;

use crate::run::okx;

#[test]
fn list_names_every_call_or_those_of_a_chapter() {
    let all = okx(&["list", "--json"]).run();
    assert_eq!((all.code, all.stderr.as_str()), (Some(0), ""));
    let model = okx_spec::shipped().expect("the shipped description has no mistakes");
    assert_eq!(all.json().as_array().map(Vec::len), Some(model.endpoints.len()));

    let status = okx(&["list", "status"]).run();
    let lines: Vec<&str> = status.stdout.lines().collect();
    assert!(lines[0].starts_with("NAME") && lines.len() == 2, "{status:?}");
    assert!(lines[1].starts_with("status.get_status") && lines[1].contains("1/5s by ip"), "{status:?}");
}

#[test]
fn an_unknown_name_is_reported_with_the_nearest_one() {
    for (words, meant) in [
        (["list", "trad"], "did you mean `trade`?"),
        (["show", "get_tikcer"], "did you mean `get_ticker`?"),
        (["call", "trade.place_oder"], "did you mean `trade.place_order`?"),
    ] {
        let ended = okx(&words).run();
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{words:?}");
        assert!(ended.stderr.contains(meant), "{ended:?}");
    }
}

#[test]
fn show_prints_parameters_values_limits_reply_and_codes() {
    let shown = okx(&["show", "trade.place_order", "--json"]).run().json();
    let parameter = |wire: &str| {
        let parameters = shown["parameters"].as_array().expect("a list");
        parameters.iter().find(|parameter| parameter["wire"] == wire).expect("it is there").clone()
    };
    assert_eq!(parameter("instId")["required"], true);
    assert_eq!(parameter("side")["values"][0]["wire"], "buy");
    assert!(shown["limits"].to_string().contains("60/2s by user, symbol"), "{shown}");
    assert_eq!(shown["reply"]["row"], "OrderAck");
    assert!(shown["codes"].as_array().is_some_and(|codes| codes.iter().any(|code| code["code"] == "50011")), "{shown}");

    let text = okx(&["show", "trade.place_order"]).run().stdout;
    for part in [
        "Parameters",
        "Values",
        "Rules",
        "Reply",
        "Codes",
        "60 requests in 2 s per user and symbol",
        "required",
        "attachAlgoOrds",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let rule = "required: tpOrdPx (when tpTriggerPx is given)";
    assert!(text.contains("Rules of NewAttachedAlgoOrder") && text.contains(rule), "{text}");
    assert!(shown["objects"][0]["rules"].to_string().contains(rule), "{shown}");
    assert!(okx(&["show", "NewAttachedAlgoOrder"]).run().stdout.contains(rule));
    let pages = okx(&["show", "market.get_history_candles", "--json"]).run().json()["pages"].clone();
    assert_eq!(pages, "by ts: after gives older rows, before newer ones, up to 300 a page");
    for name in ["51008", "OrdType", "OrderAck", "/api/v5/trade/order", "PlaceOrders"] {
        assert_eq!(okx(&["show", name]).run().code, Some(0), "{name}");
    }
}

#[test]
fn show_prints_what_is_known_about_channels_operations_and_close_codes() {
    let shown = okx(&["show", "orders", "--json"]).run().json();
    assert_eq!(
        (&shown["name"], &shown["socket"], &shown["login"]),
        (&"orders".into(), &"private".into(), &true.into())
    );
    let facts = shown["facts"].to_string();
    for fact in
        ["by instId, ordId, tradeId, state, accFillSz when tradeId is given", "trade.get_orders_pending with instType"]
    {
        assert!(facts.contains(fact), "{fact} is not in {facts}");
    }
    let text = okx(&["show", "books-l2-tbt"]).run().stdout;
    for part in ["a channel of the public socket", "at most 60 s", "books-l2-tbt: books, books50-l2-tbt", "Arguments"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = okx(&["show", "amend-order"]).run().stdout;
    for part in ["an operation of the private socket", "trade.amend_order", "instIdCode"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(okx(&["show", "4007"]).run().stdout.contains("the client reads the API key again and connects again"));
    assert_eq!(okx(&["show", "trade.amend_order", "--json"]).run().json()["in_flight"], 3);
}

#[test]
fn show_finds_what_people_write() {
    for (words, first) in [
        (&["trade::PlaceOrder"][..], "trade.place_order  POST "),
        (&["https://www.okx.com/api/v5/market/ticker?instId=BTC-USDT"], "market.get_ticker  GET "),
        (&["OrdType"], "OrdType  an enum"),
        (&["tdMode"], "tdMode  a field, in Rust td_mode"),
        (&["cl_ord_id"], "clOrdId  a field, in Rust cl_ord_id"),
        (&["ClOrdId"], "ClOrdId  an id"),
        (&["InsufficientFunds"], "51008  InsufficientFunds"),
    ] {
        let shown = okx(&[&["show"], words].concat()).run();
        assert_eq!(shown.code, Some(0), "{shown:?}");
        assert!(shown.stdout.starts_with(first), "{words:?}: {}", shown.stdout);
    }
    // It is also the name of a call for spreads; `place order` is described as what people call the other one.
    assert!(okx(&["show", "place", "order"]).run().stdout.starts_with("trade.place_order  POST "));
    let several = okx(&["show", "history", "candles"]).run().stdout;
    assert!(several.starts_with("Several fit `history candles`; show one by its name:"), "{several}");
    assert!(several.contains("  market.get_history_candles ") && several.contains("  spread.get_history_candles "));
    let json = okx(&["show", "history", "candles", "--json"]).run().json();
    assert_eq!(json[0]["name"], "market.get_history_candles");
}

#[test]
fn show_says_where_a_field_or_type_is_used_and_where_it_is_described() {
    let text = okx(&["show", "tdMode"]).run().stdout;
    for part in ["spot_isolated  Spot lead trading.", "parameter of  ", "trade.place_order", "in            Order"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = okx(&["show", "PosMode"]).run().stdout;
    assert!(text.contains("\nParameter of\n  account.set_position_mode"), "{text}");
    for name in ["trade.place_order", "OrdType", "ClOrdId", "OrderAck", "51008", "tickers", "amend-order"] {
        let text = okx(&["show", name]).run().stdout;
        let place = text.lines().find_map(|line| line.strip_prefix("described")).unwrap_or_default().trim();
        let (file, line) = place.split_once(".yaml:").unwrap_or_default();
        assert!(file.starts_with("okx-spec/data/") && line.parse::<usize>().is_ok(), "{name}: {text}");
    }
}

#[test]
fn show_finds_other_names_and_has_examples_and_codes() {
    let shown = okx(&["show", "pending orders"]).run().stdout;
    assert!(shown.contains("trade.get_orders_pending"), "{shown}");
    let shown = okx(&["show", "trade.place_order"]).run().stdout;
    for part in [
        "also       place order, ",
        "\nExample\n  okx call trade.place_order --demo --inst-id BTC-USDT --td-mode cash",
        "use okx_client::trade::PlaceOrder;",
        "  let request = PlaceOrder::new(\"BTC-USDT\"",
        "  51008  InsufficientFunds",
        "Cancel some, reduce the order size",
    ] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    let json = okx(&["show", "trade.place_order", "--json"]).run().json();
    assert!(json["aka"].to_string().contains("create order") && json["example"]["rust"].is_string(), "{json}");
    assert!(okx(&["list", "klines"]).run().stdout.contains("market.get_candles"));
}

/// The examples are accepted as they are written, as far as a dry run goes.
#[test]
fn examples_are_command_lines_that_work() {
    for name in ["trade.place_order", "trade.place_orders", "market.get_candles", "trade.cancel_order"] {
        let json = okx(&["show", name, "--json"]).run().json();
        let line = json["example"]["command"].as_str().expect("a command").replacen("okx call", "", 1);
        let exe = env!("CARGO_BIN_EXE_okx");
        let line = format!("OKX_API_KEY=k OKX_API_SECRET=s OKX_API_PASSPHRASE=p {exe} call --dry-run {line}");
        let ran = std::process::Command::new("sh").args(["-c", &line]).output().expect("a shell is there");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success(), "{line}: {said}");
    }
}

#[test]
fn list_finds_calls_and_channels_by_words() {
    let names = |words: &[&str]| {
        let listed = okx(&[&["list", "--json"], words].concat()).run().json();
        let names = listed.as_array().expect("a list").iter();
        names.map(|one| one["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["cancel", "orders"])[..2], ["trade.cancel_orders", "trade.cancel_order"]);
    assert!(names(&["liquidation"]).contains(&"liquidation-orders".to_owned()));
    assert!(okx(&["list", "insufficient", "funds"]).run().stdout.contains("51008"));
}

#[test]
fn every_call_has_flags_that_a_shell_can_complete() {
    for (shell, flag) in [("bash", "--inst-id"), ("zsh", "--inst-id"), ("fish", "-l inst-id")] {
        let script = okx(&["completions", shell]).run();
        assert_eq!(script.code, Some(0), "{}", script.stderr);
        for part in ["trade.place_order", flag, "post_only"] {
            assert!(script.stdout.contains(part), "{shell}: {part}");
        }
    }
}

#[test]
fn help_shows_examples_everywhere() {
    for command in ["list", "show", "call", "watch", "decode", "sign", "completions"] {
        let help = okx(&[command, "--help"]).run();
        assert!(help.code == Some(0) && help.stdout.contains("Examples:"), "{command}: {help:?}");
    }
    assert!(okx(&["call", "trade.place_order", "--help"]).run().stdout.contains("--attach-algo-ords"));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = okx(&["list"]).command().spawn().expect("the command starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("its errors are ours").read_to_string(&mut said).expect("they are text");
    assert_eq!((said.as_str(), child.wait().expect("it ends").code()), ("", Some(0)));
}
