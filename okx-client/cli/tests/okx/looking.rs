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
    for part in
        ["Parameters", "Values", "Rules", "Reply", "Codes", "60/2s by user, symbol", "required", "attachAlgoOrds"]
    {
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
