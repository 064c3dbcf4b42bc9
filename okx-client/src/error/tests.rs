//! What errors say, word by word.

use rust_decimal::Decimal;

use super::Error;
use crate::api::environments::Region;
use crate::api::trade::PlaceOrder;
use crate::api::{Endpoint, Environment, errors, refused};

#[track_caller]
fn reads(error: &Error, expected: &str) {
    assert_eq!(error.to_string(), expected);
    let kinds = [
        error.is_setup(),
        error.is_invalid(),
        error.is_unreachable(),
        error.is_refused(),
        error.outcome_unknown(),
        error.is_unreadable(),
    ];
    assert_eq!(kinds.into_iter().filter(|is| *is).count(), 1, "exactly one kind holds");
}

#[test]
fn a_request_refused_here_names_place_and_remedy() {
    let error =
        Error::invalid("60000.13 is not a multiple of 0.1").in_field("px").with_nearest(Decimal::new(600_001, 1));
    reads(
        &error.at_item(2).in_call(PlaceOrder::OPERATION.name),
        "trade.place_order: item 2: `px`: 60000.13 is not a multiple of 0.1; the nearest valid value below is 60000.1",
    );
}

#[test]
fn a_refusal_gives_okx_s_words_or_else_ours() {
    reads(&refused("no such code", Some("7"), "No."), "OKX refused it (no such code, reason 7): No");
    reads(&refused("no such code", Some(""), ""), "OKX refused it (no such code)");
    reads(&Error::refused_by_http(403, "a page came"), "OKX refused it (HTTP 403): a page came");
    let known = refused(errors::INSUFFICIENT_FUNDS, None, "");
    let advice = known.advice().unwrap();
    assert!(known.to_string().ends_with(advice) && known.to_string().contains(errors::INSUFFICIENT_FUNDS));
}

#[test]
fn what_okx_wrote_is_shown_and_does_not_act() {
    reads(
        &refused("5\u{1b}[2J", Some("\u{9b}"), "no\r\nokx: done\u{202e}").in_field("a\tb"),
        r"`a\tb`: OKX refused it (5\u{1b}[2J, reason \u{9b}): no\r\nokx: done\u{202e}",
    );
}

#[test]
fn the_unknown_says_how_to_find_out() {
    reads(
        &Error::unknown("cut").with_client_order_ids(["a", "b"]),
        "it is not known whether this was done: cut. Ask OKX for a, b before you send it again.",
    );
    reads(&Error::unknown("cut"), "it is not known whether this was done: cut. Look at OKX before you send it again.");
    assert!(refused(errors::ENDPOINT_TIMEOUT, None, "").outcome_unknown(), "the code leaves it open");
}

#[test]
fn a_setting_is_shown_as_it_is_written() {
    reads(
        &refused("no such code", None, "No.").in_environment(&Environment::live(Region::Eea)),
        "OKX refused it (no such code): No. This client is set to `Environment::live(Region::Eea)`.",
    );
}

#[test]
fn what_caused_it_can_be_asked_for() {
    let error = Error::unreachable("no way").caused_by(std::fmt::Error);
    assert!(std::error::Error::source(&error).unwrap().is::<std::fmt::Error>());
}
