//! The messages of errors.

use rust_decimal::Decimal;

use super::{Error, ErrorKind};
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
fn a_request_refused_by_the_client_names_place_and_nearest_value() {
    let error =
        Error::invalid("60000.13 is not a multiple of 0.1").in_field("px").with_nearest(Decimal::new(600_001, 1));
    reads(
        &error.at_item(2).in_call(PlaceOrder::OPERATION.name),
        "trade.place_order: item 2: `px`: 60000.13 is not a multiple of 0.1; the nearest valid value below is 60000.1",
    );
}

#[test]
fn a_refusal_shows_okx_s_message_or_else_the_meaning_of_the_code() {
    reads(&refused("no such code", Some("7"), "No."), "refused by OKX (no such code, sub-code 7): No");
    reads(&refused("no such code", Some(""), ""), "refused by OKX (no such code)");
    reads(&Error::refused_by_http(403, "a web page"), "refused by OKX (HTTP 403): a web page");
    let known = refused(errors::INSUFFICIENT_FUNDS, None, "");
    let advice = known.advice().unwrap();
    assert!(known.to_string().ends_with(advice) && known.to_string().contains(errors::INSUFFICIENT_FUNDS));
}

#[test]
fn text_from_okx_is_escaped() {
    reads(
        &refused("5\u{1b}[2J", Some("\u{9b}"), "no\r\nokx: done\u{202e}").in_field("a\tb"),
        r"`a\tb`: refused by OKX (5\u{1b}[2J, sub-code \u{9b}): no\r\nokx: done\u{202e}",
    );
}

#[test]
fn an_unknown_outcome_says_how_to_find_out() {
    reads(
        &Error::unknown("cut").with_client_order_ids(["a", "b"]),
        "outcome unknown: cut. Ask OKX for a, b before you send it again.",
    );
    reads(&Error::unknown("cut"), "outcome unknown: cut. Check at OKX whether it was done before you send it again.");
    assert!(refused(errors::ENDPOINT_TIMEOUT, None, "").outcome_unknown(), "the outcome is unknown with this code");
}

#[test]
fn the_environment_is_shown_as_a_rust_expression() {
    reads(
        &refused("no such code", None, "No.").in_environment(&Environment::live(Region::Eea)),
        "refused by OKX (no such code): No. This client is set to `Environment::live(Region::Eea)`.",
    );
}

#[test]
fn the_source_is_the_cause() {
    let error = Error::unreachable("no way").caused_by(std::fmt::Error);
    assert!(std::error::Error::source(&error).unwrap().is::<std::fmt::Error>());
}

#[test]
fn debug_begins_with_the_message_and_ends_with_the_kind() {
    let error = refused("no such code", None, "No.").in_call("trade.place_order");
    assert_eq!(format!("{error:?}"), "trade.place_order: refused by OKX (no such code): No [Refused]");
    let all = format!("{error:#?}");
    assert!(all.starts_with(&format!("{error:?}\n")) && all.contains("code: Some("), "{all}");
}

#[test]
fn the_kind_agrees_with_the_methods() {
    let kinds = [
        (Error::setup(""), ErrorKind::Setup, Error::is_setup as fn(&Error) -> bool),
        (Error::invalid(""), ErrorKind::Invalid, Error::is_invalid),
        (Error::unreachable(""), ErrorKind::Unreachable, Error::is_unreachable),
        (Error::refused_by_http(403, ""), ErrorKind::Refused, Error::is_refused),
        (Error::unknown(""), ErrorKind::Unknown, Error::outcome_unknown),
        (Error::unreadable(""), ErrorKind::Unreadable, Error::is_unreadable),
    ];
    for (error, kind, is) in kinds {
        assert!(error.kind() == kind && is(&error), "{error:?}");
    }
}

#[test]
fn the_error_of_a_borrowed_row_can_be_returned() {
    fn first(rows: &crate::api::Rows<PlaceOrder>) -> Result<(), Error> {
        for row in rows {
            row.as_ref()?;
        }
        Ok(())
    }
    let rows = [Err(Error::invalid("the size is missing"))].into_iter().collect();
    assert_eq!(first(&rows).unwrap_err().to_string(), "the size is missing");
}
