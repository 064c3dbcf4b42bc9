use okx_client::dynamic::{Reread, reread};
use proptest::prelude::*;
use serde_json::Value;

use crate::texts_or_errors;

const ORDER: &str = "trade.place_order";

fn read(name: &str, reply: &str) -> Reread {
    reread(name, reply).expect("a valid reply")
}

/// The only row of a reply to a call, encoded again.
fn row(name: &str, row: &str) -> String {
    let reread = read(name, &format!(r#"{{"code":"0","msg":"","data":[{row}]}}"#));
    assert!(reread.faults().next().is_none(), "{:?}", texts_or_errors(&reread.rows));
    reread.rows[0].value.to_string()
}

#[test]
fn undescribed_members_are_reported_with_their_paths() {
    let reply = r#"{"code":"0","msg":"","data":[{"uTime":"7","totalEq":"5","details":[{"ccy":"BTC","eq":"1","cashBal":"1","uTime":"7","availBal":"1","frozenBal":"0","new":1}],"other":{"a":null}}],"more":[2]}"#;
    let reread = read("account.get_balance", reply);
    assert_eq!(reread.undescribed, ["more", "data[0].other", "data[0].details[0].new"]);
    for kept in [r#""new":1"#, r#""other":{"a":null}"#, r#""more":[2]"#] {
        assert!(reread.value.get().contains(kept), "{}", reread.value);
    }
}

#[test]
fn undescribed_positions_of_a_row_are_reported_as_well() {
    let reply = r#"{"code":"0","msg":"","data":[["1597026383085","1","2","3","4","5","6","7","1","new"]]}"#;
    let reread = read("market.get_candles", reply);
    assert_eq!((reread.undescribed, reread.value.get()), (vec!["data[0][9]".to_owned()], reply));
}

#[test]
fn an_undescribed_enum_value_is_kept() {
    assert!(row("trade.get_order", r#"{"instType":"SPOT","instId":"BTC-USDT","ordId":"1","ordType":"new_type","side":"hold","state":"dreaming","tdMode":"cash","sz":"1","accFillSz":"0","uTime":"1","cTime":"1"}"#).contains(r#""ordType":"new_type","side":"hold""#));
}

#[test]
fn all_forms_of_absence_are_absent() {
    let row = row(
        "market.get_ticker",
        r#"{"instType":"SPOT","instId":"BTC-USDT","last":"","lastSz":null,"ts":"1597026383085"}"#,
    );
    assert_eq!(row, r#"{"instType":"SPOT","instId":"BTC-USDT","ts":"1597026383085"}"#);
}

#[test]
fn numbers_may_be_quoted_or_not() {
    let bare =
        row("market.get_ticker", r#"{"instType":"SPOT","instId":"BTC-USDT","last":9999.990,"ts":1597026383085}"#);
    let quoted =
        row("market.get_ticker", r#"{"instType":"SPOT","instId":"BTC-USDT","last":"9999.990","ts":"1597026383085"}"#);
    assert_eq!(bare, quoted);
    assert!(quoted.contains(r#""last":"9999.990""#), "{quoted}");
    let codes = [r#""instIdCode":"10458""#, r#""instIdCode":10458"#];
    for code in codes {
        let instrument = row(
            "public.get_instruments",
            &format!(r#"{{"instType":"SPOT","instId":"BTC-USDT","state":"live",{code}}}"#),
        );
        assert!(instrument.contains(r#""instIdCode":10458"#), "{instrument}");
    }
}

#[test]
fn an_unreadable_row_is_kept_and_the_others_are_decoded() {
    let reply = r#"{"code":"0","msg":"","data":[{"ts":"1"}, {"ts" :"noon"},7,["1"],null,{"ts":2}]}"#;
    let reread = read("public.get_time", reply);
    assert_eq!(
        texts_or_errors(&reread.rows),
        [
            r#"{"ts":"1"}"#,
            r#"{"ts" :"noon"}: public.get_time: item 1: `ts`: expected milliseconds since the epoch, found "noon""#,
            "7: public.get_time: item 2: expected an object, found 7",
            r#"["1"]: public.get_time: item 3: expected an object, found ["1"]"#,
            "null: public.get_time: item 4: expected an object, found null",
            r#"{"ts":"2"}"#,
        ]
    );
    assert_eq!(reread.faults().count(), 4);
    let value = r#"{"code":"0","msg":"","data":[{"ts":"1"},{"ts" :"noon"},7,["1"],null,{"ts":"2"}]}"#;
    assert_eq!(reread.value.get(), value);
}

#[test]
fn a_missing_member_is_reported_even_if_it_may_have_been_renamed() {
    let reread = read("public.get_time", r#"{"code":"0","msg":"","data":[{"time":"1"}]}"#);
    assert_eq!(texts_or_errors(&reread.rows), [r#"{"time":"1"}: public.get_time: `ts`: is missing"#]);
    assert_eq!(reread.undescribed, ["data[0].time"]);
}

#[test]
fn a_refusal_is_a_reply() {
    let reply = r#"{"code":"50113","msg":"Invalid Sign","data":[]}"#;
    let reread = read(ORDER, reply);
    assert_eq!((reread.code.as_str(), reread.message.as_str(), reread.value.get()), ("50113", "Invalid Sign", reply));
    assert_eq!(reread.refusal().expect("the reply is valid").code(), Some("50113"));
    assert_eq!((reread.rows.len(), reread.faults().count(), reread.undescribed.len()), (0, 0, 0));
    assert!(read(ORDER, r#"{"code":"0","msg":"","data":[]}"#).refusal().is_none());
}

#[test]
fn a_refused_row_keeps_all_its_members() {
    let done = r#"{"ordId":"1","clOrdId":"a","ts":"1695190491421","sCode":"0"}"#;
    let refused = r#"{"clOrdId":"b","ts":"1695190491421","sCode":"51008","sMsg":"Order failed","subCode":"1000"}"#;
    let reply =
        format!(r#"{{"code":"2","msg":"","data":[{done},{refused}],"inTime":"1695190491421339","outTime":"1"}}"#);
    let reread = read("trade.place_orders", &reply);
    assert_eq!((reread.faults().count(), reread.undescribed.len()), (0, 0));
    assert_eq!(reread.rows[0].value.get(), done);
    assert_eq!(reread.rows[1].value.get(), refused);
    let error = reread.rows[1].error.as_ref().expect("the row is rejected");
    assert_eq!((error.code(), error.sub_code(), error.item()), (Some("51008"), Some("1000"), Some(1)));
}

#[test]
fn data_keeps_its_form() {
    for data in [r#"{"ts":"1"}"#, r#"[{"ts":"1"}]"#, "[]", "null", "\"\""] {
        let reply = format!(r#"{{"code":"0","msg":"","data":{data}}}"#);
        assert_eq!(read("public.get_time", &reply).value.get(), reply);
    }
    let alone = r#"{"code":"0","msg":"","data":["1597026383085","1","2"]}"#;
    assert_eq!(read("statistics.get_taker_volume", alone).value.get(), alone);
    let new = read("public.get_time", r#"{"code":"0","data":{"ts":"1","new":1}}"#);
    assert_eq!(new.undescribed, ["data.new"]);
}

#[test]
fn anything_but_a_reply_is_rejected() {
    let refused = |reply: &str| reread("public.get_time", reply).expect_err("not a reply").to_string();
    assert_eq!(refused("<html>"), "public.get_time: invalid JSON at byte 0: expected a value");
    assert_eq!(refused(r#"[{"ts":"1"}]"#), r#"public.get_time: expected an object, found [{"ts":"1"}]"#);
    assert_eq!(refused(r#"{"ts":"1"}"#), "public.get_time: not an OKX reply: it has no `code`");
    assert_eq!(refused(r#"{"code":"0","code":"1"}"#), "public.get_time: `code`: appears twice");
    let unknown = reread("public.give_time", "{}").expect_err("there is no such call");
    assert!(unknown.is_invalid() && unknown.to_string().contains("public.give_time"), "{unknown}");
}

#[test]
fn secrets_are_not_shown() {
    let reply = r#"{"code":"0","msg":"","data":[{"label":"a","apiKey":"k","secretKey":["7351"],"passphrase":"7351"},{"secretKey":"7351"}]}"#;
    let reread = read("sub_account.create_apikey", reply);
    assert!(!format!("{reread:?}").contains("7351"), "{reread:?}");
    assert!(
        !texts_or_errors(&reread.rows)
            .concat()
            .replace(reread.rows[0].value.get(), "")
            .replace(reread.rows[1].value.get(), "")
            .contains("7351")
    );
}

/// JSON that a server could send.
fn json() -> impl Strategy<Value = Value> {
    let name = || prop_oneof![Just("instId"), Just("last"), Just("ts"), Just("instType"), Just("a"), Just("b")];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop_oneof![Just("SPOT"), Just("BTC-USDT"), Just("9.50"), Just("1597026383085"), Just("")]
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..6)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// Whether `whole` contains everything in `part`, regardless of how scalars are written.
pub(crate) fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, part)| is_absent(part) || whole.get(name).is_some_and(|whole| holds(whole, part)))
        }
        // A shorter row is encoded with all its positions.
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() >= part.len()
                && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
                && whole[part.len()..].iter().all(Value::is_null)
        }
        _ => same(&text(whole), &text(part)),
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty)
}

/// Whether two scalars are equal, ignoring trailing zeros of fractions.
fn same(one: &str, other: &str) -> bool {
    let is_number = |text: &str| {
        text.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
    };
    let trimmed = |text: &str| {
        if is_number(text) { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    trimmed(one) == trimmed(other)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

proptest! {
    #[test]
    fn nothing_is_lost(rows in prop::collection::vec(json(), 0..5)) {
        let reply = serde_json::json!({"code": "0", "msg": "", "data": rows});
        let reread = read("market.get_tickers", &reply.to_string());
        prop_assert_eq!(reread.rows.len(), rows.len());
        let written: Value = serde_json::from_str(reread.value.get()).expect("the output is valid JSON");
        prop_assert!(holds(&written, &reply), "{} became {}", reply, written);
    }
}
