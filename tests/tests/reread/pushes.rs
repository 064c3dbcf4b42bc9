use okx_client::dynamic::{RereadPush, channels, reread_push};

use crate::texts_or_errors;

fn read(channel: &str, push: &str) -> RereadPush {
    reread_push(channel, push).expect("a valid push")
}

#[track_caller]
fn is_refused(channel: &str, message: &str, expected: &str) {
    let error = reread_push(channel, message).expect_err("not a push");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_push_is_encoded_unchanged() {
    let push = r#"{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":[["9.5","1","0","2"]],"bids":[["9","3","0","1"]],"ts":"1597026383085","checksum":0,"prevSeqId":-1,"seqId":123456}]}"#;
    let reread = read("books", push);
    assert_eq!((reread.value.get(), reread.undescribed.len(), reread.faults().count()), (push, 0, 0));
    assert_eq!(reread.arg.value.get(), r#"{"channel":"books","instId":"BTC-USDT"}"#);
    assert_eq!(reread.beside.value.get(), r#"{"action":"snapshot"}"#);
    assert_eq!(reread.rows.len(), 1);
}

#[test]
fn channels_of_a_family_are_decoded_alike() {
    let candles = channels().find(|channel| channel.name == "ws.business.candles").expect("the call is described");
    assert!(candles.names.len() > 20);
    for name in candles.names {
        let push = format!(
            r#"{{"arg":{{"channel":"{name}","instId":"BTC-USDT"}},"data":[["1597026383085","1","2","3","4","5","6","7","0"]]}}"#
        );
        let reread = read(name, &push);
        assert_eq!((reread.value.get(), reread.faults().count()), (push.as_str(), 0));
    }
}

#[test]
fn undescribed_members_are_reported_with_their_paths() {
    let push = r#"{"arg":{"channel":"status","uid":"1","new":2},"again":{"b":1},"data":[{"title":"t","state":"resting","begin":"1","ts":"2","later":[]}]}"#;
    let reread = read("status", push);
    assert_eq!(reread.undescribed, ["arg.new", "again", "data[0].later"]);
    assert_eq!((reread.value.get(), reread.faults().count()), (push, 0));
}

#[test]
fn numbers_absent_and_unknown_values_are_decoded_as_in_replies() {
    let push = r#"{"arg":{"channel":"instruments","instType":"NEW"},"data":[{"instType":"NEW","instId":"A-B","state":"live","tickSz":0.10,"lotSz":"","minSz":null,"instIdCode":"7"}]}"#;
    let reread = read("instruments", push);
    assert_eq!((reread.undescribed.len(), reread.faults().count()), (0, 0));
    let row = reread.rows[0].value.get();
    assert!(
        row.contains(r#""instType":"NEW""#) && row.contains(r#""tickSz":"0.10""#) && !row.contains("lotSz"),
        "{row}"
    );
}

#[test]
fn an_unreadable_part_is_kept_and_the_others_are_decoded() {
    let push = r#"{"arg":{"channel":["books"],"instId":"BTC-USDT"},"action":{"to":1},"data":[{"asks":{},"ts":"1"},"x",{"ts":"1"}]}"#;
    let reread = read("books", push);
    let parts = [&[reread.arg.clone(), reread.beside.clone()][..], &reread.rows].concat();
    assert_eq!(
        texts_or_errors(&parts),
        [
            r#"{"channel":["books"],"instId":"BTC-USDT"}: ws.public.order_book: `arg.channel`: expected text, found ["books"]"#,
            r#"{"action":{"to":1}}"#,
            r#"{"asks":{},"ts":"1"}"#,
            r#""x": ws.public.order_book: item 1: expected an object, found "x""#,
            r#"{"ts":"1"}"#,
        ]
    );
    let kept: Vec<_> = reread.kept.iter().map(|kept| (&*kept.path, kept.text.get())).collect();
    assert_eq!(kept, [("action", r#"{"to":1}"#), ("data[0].asks", "{}")]);
    assert_eq!((reread.value.get(), reread.faults().count()), (push, 2));
}

#[test]
fn a_missing_argument_is_not_an_error() {
    let push = r#"{"arg":{"channel":"block-tickers","new":1},"data":[]}"#;
    let reread = read("block-tickers", push);
    assert_eq!((reread.value.get(), reread.faults().count()), (push, 0));
    assert_eq!(reread.undescribed, ["arg.new"]);
}

#[test]
fn anything_but_a_push_is_rejected() {
    let tickers = "ws.public.tickers";
    is_refused(
        "tickers",
        r#"{"event":"subscribe","arg":{"channel":"tickers","instId":"BTC-USDT"},"connId":"a4d3ae55"}"#,
        &format!("{tickers}: this is a WebSocket event (\"subscribe\"); a push has no `event`"),
    );
    is_refused("tickers", "pong", &format!("{tickers}: invalid JSON at byte 0: expected a value"));
    is_refused(
        "tickers",
        r#"{"arg":{"channel":"tickers"}}"#,
        &format!("{tickers}: this is not a push: it has no `data`"),
    );
    is_refused("tickers", r#"{"data":[]}"#, &format!("{tickers}: this is not a push: it has no `arg`"));
    is_refused("tickers", r#"{"arg":{},"data":[],"data":[]}"#, &format!("{tickers}: `data`: appears twice"));
    is_refused("books3", "{}", "unknown channel `books3`; use OKX's name, such as `tickers` or `candle1m`");
}
