//! What is refused before it is sent, by examples of real requests.

use super::{Safeguards, check, field_values};
use crate::api::Endpoint;
use crate::api::account::SetTradingConfig;
use crate::api::algo::PlaceAlgoOrder;
use crate::api::enums::{InstType, OrdType, Side, TdMode, TgtCcy, TpOrdKind};
use crate::api::funding::Transfer;
use crate::api::objects::{AmendedAttachedAlgoOrder, NewAttachedAlgoOrder};
use crate::api::public::GetInstruments;
use crate::api::recurring_buy::RecurringPriceRange;
use crate::api::trade::{AmendOrder, CancelOrder, PlaceOrder, PlaceOrders};
use crate::check::instruments::{self, ItemInstrument};
use crate::facts::Fields;
use crate::fields::tests::fixture::{Change, Key};
use crate::value::{Clearable, Extra, Text};
use rust_decimal::Decimal;

fn order(inst_id: &str, ord_type: OrdType) -> PlaceOrder {
    PlaceOrder::new(inst_id, TdMode::Cross, Side::Buy, ord_type, Decimal::ONE)
}

#[track_caller]
fn accepts(request: &impl Endpoint) {
    let checked = accepted(request);
    assert!(checked.is_ok(), "{}", checked.unwrap_err());
}

#[track_caller]
fn refuses<E: Endpoint>(request: &E, field: Option<&str>, what: &str) {
    let error = accepted(request).unwrap_err();
    assert!(error.is_invalid());
    assert_eq!((error.field(), &*error.to_string()), (field, what));
}

fn accepted<E: Endpoint>(request: &E) -> Result<(), crate::Error> {
    check(E::OPERATION, request.items(), &instruments::sample::none(), Safeguards::On)
}

#[test]
fn complete_requests_are_accepted() {
    accepts(&order("BTC-USDT", OrdType::Market));
    accepts(&order("BTC-USDT", OrdType::Limit).px(Decimal::ONE).cl_ord_id("abc123ABC"));
    accepts(&order("BTC-USD-261225-60000-C", OrdType::Limit).px_vol(Decimal::ONE));
    accepts(&PlaceOrders::new(vec![order("BTC-USDT", OrdType::Market); 20]));
}

#[test]
fn required_text_must_not_be_empty() {
    refuses(&order("", OrdType::Market), Some("instId"), "`instId`: is required but empty; set it");
    refuses(
        &PlaceOrder::new("BTC-USDT", "", Side::Buy, OrdType::Market, Decimal::ONE),
        Some("tdMode"),
        "`tdMode`: is required but empty; set it",
    );
}

#[test]
fn ids_must_have_their_form() {
    refuses(
        &order("BTC-USDT", OrdType::Market).cl_ord_id("a-b"),
        Some("clOrdId"),
        "`clOrdId`: \"a-b\" contains '-'; use only A-Z, a-z and 0-9",
    );
    refuses(
        &order("BTC-USDT", OrdType::Market).cl_ord_id("a".repeat(33)),
        Some("clOrdId"),
        "`clOrdId`: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" has 33 characters, but OKX accepts at most 32; shorten it",
    );
    refuses(
        &order("BTC-USDT", OrdType::Market).cl_ord_id(""),
        Some("clOrdId"),
        "`clOrdId`: is an empty string, which has no meaning here; leave it out",
    );
}

#[test]
fn the_error_for_a_secret_does_not_show_it() {
    let refused = |passphrase: &str| {
        let key = Key { label: "one".into(), passphrase: passphrase.into(), ..Key::default() };
        let key = Key { former: vec!["a".into()], ..key };
        let error = field_values::check(&key, &ItemInstrument::new(&key, &instruments::sample::none()), Safeguards::On)
            .unwrap_err();
        assert!(!format!("{error:?}").contains(passphrase), "{error:?}");
        error.to_string()
    };
    assert_eq!(
        refused("0123456789abc"),
        "`passphrase`: the secret has 13 characters, but OKX accepts at most 12; shorten it"
    );
    assert_eq!(
        refused("~"),
        "`passphrase`: the secret contains a character that OKX does not accept; use only A-Z, a-z and 0-9"
    );
}

#[test]
fn nested_objects_are_checked() {
    let attached = NewAttachedAlgoOrder::default().attach_algo_cl_ord_id("é");
    refuses(
        &order("BTC-USDT", OrdType::Market).attach_algo_ords(vec![NewAttachedAlgoOrder::default(), attached]),
        Some("attachAlgoOrds[1].attachAlgoClOrdId"),
        "`attachAlgoOrds[1].attachAlgoClOrdId`: \"é\" contains 'é'; use only A-Z, a-z and 0-9",
    );
}

#[test]
fn a_conditionally_required_field_must_be_set() {
    refuses(
        &order("BTC-USDT", OrdType::Limit),
        Some("px"),
        "`px`: is required when `ordType` is limit and the instrument type is SPOT; set it",
    );
    refuses(
        &GetInstruments::new(InstType::Option),
        Some("instFamily"),
        "`instFamily`: is required when `instType` is OPTION; set it",
    );
}

#[test]
fn a_conditionally_forbidden_field_must_not_be_set() {
    refuses(
        &order("BTC-USDT-SWAP", OrdType::Limit).px(Decimal::ONE).px_usd(Decimal::ONE),
        Some("pxUsd"),
        "`pxUsd`: must not be set when the instrument type is SWAP; leave it out",
    );
}

#[test]
fn exactly_one_of_several_fields_must_be_set() {
    let option = || order("BTC-USD-261225-60000-C", OrdType::Limit);
    refuses(
        &option(),
        Some("px"),
        "`px`: one of `px`, `pxUsd`, `pxVol` is required when the instrument type is OPTION; set one",
    );
    refuses(
        &option().px(Decimal::ONE).px_vol(Decimal::ONE),
        Some("pxVol"),
        "`pxVol`: set only one of `px`, `pxUsd`, `pxVol` when the instrument type is OPTION",
    );
    refuses(
        &AmendOrder::new("BTC-USDT").ord_id("1"),
        Some("newSz"),
        "`newSz`: one of `newSz`, `newPx`, `newPxUsd`, `newPxVol`, `attachAlgoOrds` is required; set one",
    );
    refuses(&CancelOrder::new("BTC-USDT"), Some("ordId"), "`ordId`: one of `ordId`, `clOrdId` is required; set one");
}

#[test]
fn the_size_of_a_batch_is_limited_and_errors_name_the_item() {
    refuses(&PlaceOrders::new(Vec::new()), None, "the batch is empty; add at least one item");
    refuses(
        &PlaceOrders::new(vec![order("BTC-USDT", OrdType::Market); 21]),
        None,
        "the batch has 21 items, but OKX accepts at most 20; send several smaller batches",
    );
    refuses(
        &PlaceOrders::new(vec![order("BTC-USDT", OrdType::Market), order("BTC-USDT", OrdType::Fok)]),
        Some("px"),
        "item 1: `px`: is required when `ordType` is fok and the instrument type is SPOT; set it",
    );
}

#[test]
fn unknown_values_are_accepted() {
    accepts(&order("BTC-USDT", OrdType::from("tomorrow")));
    accepts(&order("ONE-OF-A-NEW-KIND", OrdType::Limit));
    accepts(&GetInstruments::new(InstType::from("NEW")).inst_id(Text::from("X")));
}

fn stop() -> NewAttachedAlgoOrder {
    NewAttachedAlgoOrder::default().sl_trigger_px(Decimal::TWO).sl_ord_px(Decimal::NEGATIVE_ONE)
}

fn carrying(inst_id: &str, attached: Vec<NewAttachedAlgoOrder>) -> PlaceOrder {
    order(inst_id, OrdType::Market).attach_algo_ords(attached)
}

#[test]
fn an_object_in_a_request_has_its_own_rules() {
    accepts(&carrying("BTC-USDT", vec![stop()]));
    refuses(
        &carrying("BTC-USDT", vec![NewAttachedAlgoOrder::default().tp_trigger_px(Decimal::TWO)]),
        Some("attachAlgoOrds[0].tpOrdPx"),
        "`attachAlgoOrds[0].tpOrdPx`: is required when `tpTriggerPx` is set; set it",
    );
    refuses(
        &carrying("BTC-USDT-SWAP", vec![stop(), stop().sl_trigger_ratio(Decimal::new(1, 1))]),
        Some("attachAlgoOrds[1].slTriggerRatio"),
        "`attachAlgoOrds[1].slTriggerRatio`: set either `slTriggerPx` or `slTriggerRatio`, not both",
    );
}

#[test]
fn an_object_is_checked_with_the_instrument_type_of_its_request() {
    let limit = || stop().tp_ord_px(Decimal::TWO).tp_ord_kind(TpOrdKind::Limit);
    accepts(&carrying("BTC-USDT-SWAP", vec![limit()]));
    accepts(&carrying("ONE-OF-A-NEW-KIND", vec![limit()]));
    refuses(
        &carrying("BTC-USDT", vec![limit()]),
        Some("attachAlgoOrds[0].tpOrdKind"),
        "`attachAlgoOrds[0].tpOrdKind`: must not be set when `tpOrdKind` is limit and the instrument type is SPOT; leave it out",
    );
}

#[test]
fn the_error_for_an_object_in_a_batch_names_item_and_path() {
    let orders = vec![order("BTC-USDT", OrdType::Market), carrying("BTC-USDT", vec![stop().tp_ord_px(Decimal::ONE)])];
    refuses(
        &PlaceOrders::new(orders),
        Some("attachAlgoOrds[0].tpTriggerPx"),
        "item 1: `attachAlgoOrds[0].tpTriggerPx`: one of `tpTriggerPx`, `tpTriggerRatio` is required when `tpOrdPx` is set and \
         `tpOrdKind` is not limit; set one",
    );
}

fn checked(object: &impl Fields) -> Result<(), String> {
    let checked =
        field_values::check(object, &ItemInstrument::new(object, &instruments::sample::none()), Safeguards::On);
    checked.map_err(|error| error.to_string())
}

#[test]
fn clearing_counts_as_a_required_value() {
    let range = |max_px| RecurringPriceRange::new("BTC", Decimal::ONE, max_px);
    assert_eq!(checked(&range(Clearable::Clear)), Ok(()));
    assert_eq!(checked(&range(2.into())), Ok(()));
    assert_eq!(checked(&range(Clearable::Keep)), Err("`maxPx`: is required but empty; set it".to_owned()));
}

#[test]
fn an_empty_string_that_clears_nothing_is_refused() {
    let change = Change { inst_id: "A".into(), px: 1.into(), ..Change::default() };
    let empty = "is an empty string, which has no meaning here; leave it out";
    let named = Change { cl_ord_id: Some("".into()), ..change.clone() };
    assert_eq!(checked(&named), Err(format!("`clOrdId`: {empty}")));
    let set_to_nothing = Change { note: "".into(), ..change.clone() };
    let to_clear = "is set to an empty string; to clear it, use `Clearable::Clear`";
    assert_eq!(checked(&set_to_nothing), Err(format!("`note`: {to_clear}")));
    let key = crate::api::sub_account::ModifyApikey::new("mini", "key").ip("");
    assert_eq!(checked(&key), Err(format!("`ip`: {to_clear}")));
    let within = Change { changes: vec![change.clone(), named], ..change };
    assert_eq!(checked(&within), Err(format!("`changes[1].clOrdId`: {empty}")));
    let key = Key { label: "one".into(), former: vec!["a".into(), "".into()], ..Key::default() };
    let key = Key { passphrase: "a".into(), ..key };
    assert_eq!(checked(&key), Err(format!("`former[1]`: {empty}")));
}

#[test]
fn a_field_name_among_extra_parameters_is_refused() {
    let mut change = Change { inst_id: "A".into(), px: 1.into(), ..Change::default() };
    change.extra.insert("clOrdId", "other");
    let what = "is set as an extra parameter, but is a field of the request; set the field instead";
    assert_eq!(checked(&change), Err(format!("`clOrdId`: {what}")));
    change.extra = Extra::default();
    change.extra.push("new".into(), "a".into());
    change.extra.push("new".into(), "b".into());
    assert_eq!(checked(&change), Err("`new`: is set twice; remove one".to_owned()));
}

/// OKX accepts and ignores fields that its guide calls applicable only in other cases.
#[test]
fn ignored_fields_are_not_refused() {
    accepts(&order("BTC-USDT", OrdType::Market).px(Decimal::ONE).tgt_ccy(TgtCcy::BaseCcy));
    accepts(&order("BTC-USDT-SWAP", OrdType::OptimalLimitIoc).px(Decimal::ONE));
    accepts(&order("BTC-USDT", OrdType::Limit).px(Decimal::ONE).tgt_ccy(TgtCcy::QuoteCcy));
    accepts(&order("EVENT-A-B-C-D-E", OrdType::Limit).px(Decimal::ONE).outcome("yes"));
    accepts(&crate::api::spread::PlaceOrder::new("A_B", Side::Buy, OrdType::Market, Decimal::ONE).px(Decimal::ONE));
    accepts(&transfer().sub_acct("mini"));
    accepts(&SetTradingConfig::new("stgyType"));
    let added = AmendedAttachedAlgoOrder::default().new_tp_trigger_px(Decimal::TWO).new_tp_ord_px(Decimal::ONE);
    accepts(&AmendOrder::new("BTC-USDT").ord_id("1").attach_algo_ords(vec![added]));
}

fn transfer() -> Transfer {
    serde_json::from_str(r#"{"ccy":"USDT","amt":"1","from":"6","to":"18"}"#).unwrap()
}

#[test]
fn a_size_and_a_fraction_exclude_each_other() {
    let stop = |more: &str| -> PlaceAlgoOrder {
        let fields = r#""instId":"BTC-USDT-SWAP","tdMode":"cross","side":"sell","ordType":"conditional","slTriggerPx":"1","slOrdPx":"-1""#;
        serde_json::from_str(&format!("{{{fields},{more}}}")).unwrap()
    };
    accepts(&stop(r#""sz":"1""#));
    accepts(&stop(r#""closeFraction":"1""#));
    let error = accepted(&stop(r#""sz":"1","closeFraction":"1""#)).unwrap_err().to_string();
    assert!(error.contains("set either `sz` or `closeFraction`, not both"), "{error}");
}

#[test]
fn a_safeguard_gives_its_reason_and_can_be_switched_off() {
    let meant = transfer().r#type("0").sub_acct("mini");
    let error = accepted(&meant).unwrap_err();
    assert_eq!(error.field(), Some("subAcct"));
    for part in [
        "OKX would accept this; the client refuses it because `0` transfers the funds within the account",
        "Use `without_safeguards` to send it",
    ] {
        assert!(error.to_string().contains(part), "{error}");
    }
    let checked = check(Transfer::OPERATION, meant.items(), &instruments::sample::none(), Safeguards::Off);
    assert!(checked.is_ok(), "{}", checked.unwrap_err());
}
