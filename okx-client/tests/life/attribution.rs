//! The rows of a reply are attributed to the right items of the request, in any order, and with missing, additional or contradictory rows.

use std::sync::Arc;

use okx_client::account::SetLeverage;
use okx_client::dual_investment::Redeem;
use okx_client::enums::{FundsAccount, MgnMode, OrdType, Side, TdMode};
use okx_client::funding::Transfer;
use okx_client::objects::OrderAck;
use okx_client::trade::{
    AmendOrder, AmendOrders, CancelOrder, CancelOrders, GetOrder, PlaceEasyConvert, PlaceOrder, PlaceOrders,
};
use okx_client::{Client, Decimal, Error, Rows, errors};

use crate::outcomes::impatient;
use crate::script::{Script, Step, rows};

fn client(script: &Script) -> Client {
    script.builder().clock(Arc::new(impatient())).build().unwrap()
}

fn order(name: &str) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE).cl_ord_id(name)
}

fn reply(code: &str, rows: &str) -> Step {
    Step::Reply(200, format!(r#"{{"code":"{code}","msg":"","data":[{rows}]}}"#))
}

fn row(number: u32, name: &str, code: &str) -> String {
    format!(r#"{{"ordId":"{number}","clOrdId":"{name}","sCode":"{code}","sMsg":""}}"#)
}

/// Places one order and returns its result.
async fn placed(step: Step) -> Result<OrderAck, Error> {
    client(&Script::new([step])).send(&order("mine")).await
}

/// Places orders with these client order ids, and returns the outcome of each: its order id, `refused` or `unknown`.
async fn batch(names: &[&str], step: Step) -> Vec<String> {
    let batch = PlaceOrders::new(names.iter().map(|name| order(name)));
    let answer = client(&Script::new([step])).send(&batch).await;
    let one = |row: Result<&OrderAck, &Error>| match row {
        Ok(ack) => ack.ord_id.as_ref().map_or("none", |id| id.as_str()).to_owned(),
        Err(error) => word(error).to_owned(),
    };
    match &answer {
        Ok(acks) => {
            let acks: &Rows<OrderAck> = acks;
            let outcome = |(place, row): (usize, &Result<OrderAck, Error>)| {
                if let Err(error) = row {
                    assert_eq!(
                        (error.client_order_id(), error.item().unwrap_or(0)),
                        (Some(names[place]), place),
                        "{error}"
                    );
                }
                one(row.as_ref())
            };
            acks.iter().enumerate().map(outcome).collect()
        }
        Err(error) => names.iter().map(|_| one(Err(error))).collect(),
    }
}

fn word(error: &Error) -> &'static str {
    match error {
        error if error.outcome_unknown() => "unknown",
        error if error.is_refused() => "refused",
        error => panic!("neither refused nor unknown: {error}"),
    }
}

#[tokio::test]
async fn a_reply_about_another_order_is_unknown() {
    let error = placed(reply("0", &row(1, "other", "0"))).await.unwrap_err();
    assert!(
        error.outcome_unknown() && error.to_string().contains("the reply is about `other`, not about this item"),
        "{error}"
    );
    assert_eq!(error.client_order_id(), Some("mine"));
    let error = placed(reply("1", &row(0, "other", errors::INSUFFICIENT_FUNDS))).await.unwrap_err();
    assert!(error.outcome_unknown(), "a refusal of another order refuses nothing: {error}");
    assert!(placed(reply("0", &row(1, "mine", "0"))).await.is_ok());
    assert!(placed(reply("0", r#"{"ordId":"1","clOrdId":"","sCode":"0"}"#)).await.is_ok(), "it names no other order");
}

#[tokio::test]
async fn a_generated_client_order_id_is_compared_too() {
    let unnamed = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE);
    let error = client(&Script::new([reply("0", &row(1, "other", "0"))])).send(&unnamed).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
}

#[tokio::test]
async fn amendments_and_cancellations_are_compared_by_all_their_ids() {
    let amend = AmendOrder::new("BTC-USDT").ord_id("7").req_id("second").new_px(Decimal::TWO);
    let ack = |order: &str, request: &str| {
        reply("0", &format!(r#"{{"ordId":"{order}","clOrdId":"","reqId":"{request}","sCode":"0","sMsg":""}}"#))
    };
    assert!(client(&Script::new([ack("7", "second")])).send(&amend).await.is_ok());
    for step in [ack("8", "second"), ack("7", "first")] {
        let error = client(&Script::new([step])).send(&amend).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
    }
    let cancel = CancelOrder::new("BTC-USDT").cl_ord_id("mine");
    assert!(client(&Script::new([reply("0", &row(7, "mine", "0"))])).send(&cancel).await.is_ok());
    assert!(
        client(&Script::new([reply("0", &row(7, "other", "0"))])).send(&cancel).await.unwrap_err().outcome_unknown()
    );
    let both =
        AmendOrders::new(["7", "8"].map(|number| AmendOrder::new("BTC-USDT").ord_id(number).new_px(Decimal::TWO)));
    let answer = reply("0", &[row(8, "", "0"), row(7, "", "0")].join(","));
    let acks = client(&Script::new([answer])).send(&both).await.unwrap().all().unwrap();
    assert_eq!(acks.iter().map(|ack| ack.ord_id.clone().unwrap()).collect::<Vec<_>>(), ["7", "8"]);
    let both = CancelOrders::new(["a", "b"].map(|name| CancelOrder::new("BTC-USDT").cl_ord_id(name)));
    let answer = reply("0", &row(1, "b", "0"));
    let acks = client(&Script::new([answer])).send(&both).await.unwrap();
    assert!(acks.get(0).unwrap().as_ref().unwrap_err().outcome_unknown() && acks.get(1).unwrap().is_ok());
}

#[tokio::test]
async fn a_transfer_is_compared_by_its_client_id() {
    let transfer = Transfer::new("USDT", Decimal::ONE, FundsAccount::Funding, FundsAccount::Trading).client_id("t1");
    let ack = |name: &str| {
        reply("0", &format!(r#"{{"transId":"1","ccy":"USDT","clientId":"{name}","from":"6","amt":"1","to":"18"}}"#))
    };
    assert!(client(&Script::new([ack("t1")])).send(&transfer).await.is_ok());
    let error = client(&Script::new([ack("t2")])).send(&transfer).await.unwrap_err();
    assert!(error.outcome_unknown() && error.client_order_id() == Some("t1"), "{error}");
}

#[tokio::test]
async fn rows_in_another_order_are_reordered() {
    let answer = [row(3, "c", "0"), row(1, "a", "0"), row(2, "b", "0")].join(",");
    assert_eq!(batch(&["a", "b", "c"], reply("0", &answer)).await, ["1", "2", "3"]);
    let answer = [row(0, "b", errors::INSUFFICIENT_FUNDS), row(1, "a", "0")].join(",");
    assert_eq!(batch(&["a", "b"], reply("2", &answer)).await, ["1", "refused"]);
}

#[tokio::test]
async fn a_missing_row_makes_its_own_item_unknown() {
    let answer = [row(1, "a1", "0"), row(3, "c3", "0")].join(",");
    assert_eq!(batch(&["a1", "b2", "c3"], reply("0", &answer)).await, ["1", "unknown", "3"]);
    assert_eq!(batch(&["a", "b"], reply("0", "")).await, ["unknown", "unknown"]);
    assert_eq!(
        batch(&["a", "b"], reply("0", r#"{"ordId":"1","sCode":"0"}"#)).await,
        ["unknown", "unknown"],
        "it does not say which order it is about"
    );
}

#[tokio::test]
async fn additional_rows_are_not_attributed_to_other_items() {
    let answer = [row(1, "a", "0"), row(1, "a", "0")].join(",");
    assert_eq!(batch(&["a", "b"], reply("0", &answer)).await, ["1", "unknown"]);
    let answer = [row(1, "a", "0"), row(9, "x", "0"), row(2, "b", "0")].join(",");
    assert_eq!(batch(&["a", "b"], reply("0", &answer)).await, ["1", "2"]);
    let answer = [row(1, "a", "0"), row(0, "a", errors::INSUFFICIENT_FUNDS), row(2, "b", "0")].join(",");
    assert_eq!(batch(&["a", "b"], reply("2", &answer)).await, ["unknown", "2"]);
}

#[tokio::test]
async fn contradictory_codes_leave_the_outcome_unknown() {
    let funds = errors::INSUFFICIENT_FUNDS;
    let (done, refused) = (row(1, "mine", "0"), row(0, "mine", funds));
    for step in [reply("1", &done), reply("2", &done), reply("0", &refused), reply("2", &refused), reply(funds, &done)]
    {
        let error = placed(step.clone()).await.unwrap_err();
        assert!(error.outcome_unknown(), "{step:?}: {error}");
        assert_eq!(error.client_order_id(), Some("mine"));
    }
    assert!(placed(reply("1", &refused)).await.unwrap_err().is_refused());
    let mixed = [row(1, "a", "0"), row(0, "b", funds)].join(",");
    assert_eq!(
        batch(&["a", "b"], reply("0", &mixed)).await,
        ["1", "refused"],
        "the code of the reply is only less precise"
    );
    assert_eq!(batch(&["a", "b"], reply("1", &mixed)).await, ["unknown", "refused"]);
    assert_eq!(batch(&["a", "b"], reply("2", &mixed)).await, ["1", "refused"]);
    let all_done = [row(1, "a", "0"), row(2, "b", "0")].join(",");
    assert_eq!(batch(&["a", "b"], reply("2", &all_done)).await, ["unknown", "unknown"]);
    assert_eq!(batch(&["a", "b", "c"], reply("2", &all_done)).await, ["1", "2", "unknown"]);
}

#[tokio::test]
async fn an_unknown_code_leaves_the_outcome_unknown() {
    let error = placed(reply("98765", "")).await.unwrap_err();
    assert!(error.outcome_unknown() && error.code() == Some("98765"), "{error}");
    let error = placed(reply("1", &row(0, "mine", "98765"))).await.unwrap_err();
    assert!(error.outcome_unknown() && error.code() == Some("98765"), "{error}");
    let question = GetOrder::new("BTC-USDT").cl_ord_id("mine");
    assert!(
        client(&Script::new([reply("98765", "")])).send(&question).await.unwrap_err().is_refused(),
        "it only reads"
    );
}

#[tokio::test]
async fn a_row_without_a_code_of_its_own_is_unknown() {
    for code in [r#","sCode":"""#, "", r#","sCode":null"#] {
        let answer = format!(r#"{{"ordId":"1","clOrdId":"mine"{code}}}"#);
        let error = placed(reply("0", &answer)).await.unwrap_err();
        assert!(error.outcome_unknown(), "{answer}: {error}");
    }
}

#[tokio::test]
async fn a_reply_without_rows_leaves_the_outcome_unknown() {
    let transfer = Transfer::new("USDT", Decimal::ONE, FundsAccount::Funding, FundsAccount::Trading);
    for step in [reply("0", ""), Step::Reply(200, r#"{"code":"0","msg":""}"#.to_owned())] {
        assert!(placed(step.clone()).await.unwrap_err().outcome_unknown());
        assert!(client(&Script::new([step.clone()])).send(&transfer).await.unwrap_err().outcome_unknown());
        let convert = PlaceEasyConvert::new("USDT").from_ccy(["ADA"]);
        let rows = client(&Script::new([step.clone()])).send(&convert).await.unwrap();
        assert!(rows.one().unwrap_err().outcome_unknown());
        // A setting can be repeated, and its list of rows may be empty.
        let set = SetLeverage::new(5, MgnMode::Cross).inst_id("BTC-USDT");
        assert!(client(&Script::new([step])).send(&set).await.is_ok());
    }
}

#[tokio::test]
async fn an_empty_undescribed_id_in_a_row_is_ignored() {
    let redeem = Redeem::new("7", "q/1");
    for (quote_id, is_done) in [
        (r#""""#, true),
        ("null", true),
        ("[]", true),
        (r#""q/1""#, true),
        (r#""q\/\u0031""#, true),
        (r#""q/2""#, false),
        ("2", false),
    ] {
        let step = rows(&format!(r#"{{"ordId":"7","state":"pending_redeem","quoteId":{quote_id}}}"#));
        let answer = client(&Script::new([step])).send(&redeem).await;
        assert_eq!(answer.is_ok(), is_done, "{quote_id}: {answer:?}");
    }
}

#[tokio::test]
async fn a_query_answered_with_another_order_is_unreadable() {
    let missing =
        ["instType", "instId", "ordId", "sz", "ordType", "side", "tdMode", "accFillSz", "state", "fee", "rebate"];
    let others: String = missing.map(|wire| format!(r#""{wire}":"0","#)).concat();
    let known = |name: &str| rows(&format!(r#"{{{others}"clOrdId":"{name}","uTime":"1","cTime":"1"}}"#));
    let question = GetOrder::new("BTC-USDT").cl_ord_id("mine");
    assert!(client(&Script::new([known("mine")])).send(&question).await.is_ok());
    let error = client(&Script::new([known("other")])).send(&question).await.unwrap_err();
    assert!(error.is_unreadable() && error.to_string().contains("`other`"), "{error}");
}
