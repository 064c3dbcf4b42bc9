//! `okx decode`: each line gives one line, and no known value is lost.

use serde_json::{Value, json};

use crate::run::okx;

#[track_caller]
fn decodes(line: &Value) -> Value {
    let ended = okx(&["decode", "--jsonl"]).input(line.to_string()).run();
    assert_eq!(ended.stderr, "");
    let decoded = ended.lines().remove(0);
    assert_eq!(ended.code, Some(i32::from(decoded["ok"] != true)));
    assert_eq!(decoded["ok"] == true, decoded["error"].is_null(), "{decoded}");
    decoded
}

/// A reply with one ticker that has these members in addition to the required ones.
fn ticker(members: &Value) -> Value {
    let mut row = json!({ "instType": "SPOT", "instId": "BTC-USDT", "ts": "1597026383085" });
    let row_members = row.as_object_mut().expect("an object");
    row_members.extend(members.as_object().expect("an object").clone());
    json!({ "endpoint": "GET /api/v5/market/ticker", "body": { "code": "0", "msg": "", "data": [row] } })
}

#[test]
fn absent_values_numbers_and_unknown_values_are_read_as_okx_writes_them() {
    for (written, kept) in [
        (json!({ "last": "1.10" }), json!({ "last": "1.10" })),
        (json!({ "last": 1.5 }), json!({ "last": "1.5" })),
        (json!({ "last": "" }), json!({})),
        (json!({ "last": null }), json!({})),
        (json!({ "instType": "MOON" }), json!({ "instType": "MOON" })),
        (json!({ "ts": 1_597_026_383_085_u64 }), json!({ "ts": "1597026383085" })),
    ] {
        let decoded = decodes(&ticker(&written));
        assert_eq!((&decoded["ok"], &decoded["unknown"]), (&json!(true), &json!([])), "{decoded}");
        assert_eq!(decoded["value"], ticker(&kept)["body"], "{written}");
    }
}

#[test]
fn unknown_members_are_listed_by_path_and_kept() {
    let line = ticker(&json!({ "newest": { "a": [1.10] } }));
    let decoded = decodes(&line);
    assert_eq!((&decoded["unknown"], &decoded["value"]), (&json!(["data[0].newest"]), &line["body"]));
    let line = json!({ "endpoint": "market.get_candles", "body": {
        "code": "0", "msg": "", "more": true,
        "data": [["1597026383085", "1", "2", "0.5", "1.5", "10", "12", "12", "1", "what is this"]],
    } });
    let decoded = decodes(&line);
    assert_eq!((&decoded["unknown"], &decoded["value"]), (&json!(["more", "data[0][9]"]), &line["body"]));
}

#[test]
fn rows_of_the_wrong_shape_are_reported_by_position_and_the_others_are_read() {
    let good = json!({ "ts": "1" });
    for bad in [json!(5), json!("x"), json!([]), json!({}), json!({ "ts": "soon" }), json!(null)] {
        let line =
            json!({ "endpoint": "public.get_time", "body": { "code": "0", "msg": "", "data": [good, bad, good] } });
        let decoded = decodes(&line);
        assert_eq!(decoded["ok"], false, "{bad}");
        assert!(decoded["error"].to_string().contains("item 1"), "{decoded}");
        assert_eq!(decoded["value"]["data"], json!([good, bad, good]), "what cannot be read stays as it came");
    }
}

#[test]
fn a_rejection_is_decoded_like_any_reply() {
    let whole = json!({ "code": "50011", "msg": "Too Many Requests", "data": [] });
    let decoded = decodes(&json!({ "endpoint": "trade.place_order", "body": whole }));
    assert_eq!((&decoded["ok"], &decoded["value"]), (&json!(true), &whole));
    let row = json!({ "code": "1", "msg": "", "data": [{ "clOrdId": "a", "sCode": "51008", "sMsg": "Insufficient balance" }] });
    let decoded = decodes(&json!({ "endpoint": "POST /api/v5/trade/order", "body": row }));
    assert_eq!((&decoded["ok"], &decoded["value"]), (&json!(true), &row));
}

#[test]
fn a_rejection_has_its_code_whatever_the_data_is() {
    let whole = json!({ "code": "51603", "msg": "Order does not exist", "data": {} });
    let decoded = decodes(&json!({ "endpoint": "GET /api/v5/trade/order", "body": whole }));
    assert_eq!((&decoded["ok"], &decoded["value"]), (&json!(true), &whole));
    assert!(decoded["refusal"].as_str().is_some_and(|refusal| refusal.contains("51603")), "{decoded}");
}

#[test]
fn values_that_cannot_be_read_are_listed_and_kept() {
    let line = ticker(&json!({ "last": "0.01000000eth", "askPx": "1.00000000000000000000000000009" }));
    let decoded = decodes(&line);
    assert_eq!((&decoded["ok"], &decoded["value"]), (&json!(true), &line["body"]), "{decoded}");
    assert_eq!((&decoded["kept"], &decoded["unknown"]), (&json!(["data[0].last", "data[0].askPx"]), &json!([])));
}

#[test]
fn many_errors_are_summarised() {
    let body = format!(r#"{{"code":"0","msg":"","data":[{}7]}}"#, "{},".repeat(30_000));
    let ended = okx(&["decode", "public.get_time"]).input(body).run();
    assert!(ended.stdout.contains("and 991 more errors"), "{}", &ended.stdout[..2_000]);
    assert!(ended.stdout.len() < 200_000, "{} bytes", ended.stdout.len());
}

/// Live bodies, if they are available.
#[test]
fn every_live_body_is_read() {
    let Ok(bodies) =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/replies/replies.jsonl"))
    else {
        println!("skipped: the live bodies are not here");
        return;
    };
    let ended = okx(&["decode", "--jsonl"]).input(bodies).run();
    let wrong: Vec<_> = ended.lines().into_iter().filter(|line| line["ok"] != true).collect();
    assert!(wrong.is_empty() && ended.code == Some(0), "{wrong:?}");
}

#[test]
fn a_row_may_be_given_without_its_reply() {
    let row = json!({ "instType": "SPOT", "instId": "BTC-USDT", "last": "1.10", "ts": "1597026383085" });
    let decoded = decodes(&json!({ "endpoint": "market.get_ticker", "body": row }));
    assert_eq!((&decoded["ok"], &decoded["value"]), (&json!(true), &row));
    for none in [json!({}), json!({ "instId": "BTC-USDT" }), json!({ "ts": "1", "newest": "x" }), json!([row])] {
        assert_eq!(decodes(&json!({ "endpoint": "market.get_ticker", "body": none }))["ok"], false, "{none}");
    }
}

#[test]
fn pushes_are_read_by_their_channel() {
    let push = json!({ "arg": { "channel": "tickers", "instId": "BTC-USDT" }, "data": [
        { "instType": "SPOT", "instId": "BTC-USDT", "last": "1.10", "ts": "1597026383085", "newest": "x" },
    ] });
    let decoded = decodes(&json!({ "channel": "tickers", "body": push }));
    assert_eq!((&decoded["unknown"], &decoded["value"]), (&json!(["data[0].newest"]), &push), "{decoded}");
}

#[test]
fn an_invalid_line_has_a_result_too() {
    for line in [
        json!("x"),
        json!({ "body": {} }),
        json!({ "endpoint": "public.get_time", "channel": "tickers", "body": {} }),
        json!({ "endpoint": "public.get_nothing", "body": {} }),
        json!({ "channel": "nothing", "body": {} }),
        json!({ "endpoint": "public.get_time" }),
        json!({ "endpoint": "public.get_time", "body": "<html>" }),
        json!({ "endpoint": "public.get_time", "body": { "data": [] } }),
        json!({ "channel": "tickers", "body": { "event": "subscribe" } }),
    ] {
        let decoded = decodes(&line);
        assert_eq!(
            (&decoded["ok"], &decoded["value"], &decoded["unknown"]),
            (&json!(false), &Value::Null, &json!([])),
            "{line}"
        );
    }
}

#[test]
fn one_reply_is_read_from_standard_input() {
    let reply = r#"{"code":"0","msg":"","data":[{"ts":"1"}]}"#;
    let ended = okx(&["decode", "public.get_time"]).input(reply).run();
    assert_eq!(ended.json()["value"]["data"][0]["ts"], "1");
    let push = r#"{"arg":{"channel":"tickers","instId":"X"},"data":[]}"#;
    assert_eq!(okx(&["decode", "--channel", "tickers"]).input(push).run().json()["ok"], true);
}
