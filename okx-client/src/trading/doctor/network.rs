//! Checks whether OKX is reachable, and the offset of its clock.

use super::{Finding, Topic};
use crate::auth::server_time::ClockOffset;
use crate::client::Client;
use crate::error::{Error, ErrorClass};

/// The largest clock offset, in milliseconds, that is no problem for other programs on this machine. OKX tolerates far more.
const TOLERABLE_MS: u64 = 1_000;

/// OKX's time was received.
pub(super) fn reachable(client: &Client, offset: ClockOffset) -> Finding {
    let origin = client.engine().origin();
    Finding::ok(Topic::Host, format!("{origin} replied within {:.1?}.", offset.round_trip()))
}

/// OKX's time could not be requested.
pub(super) fn unreachable(client: &Client, error: &Error) -> Finding {
    if error.is_rate_limited() {
        return rate_limited(error);
    }
    let problem = |advice: &str| Finding::problem(Topic::Host, error.to_string(), advice);
    match error.class() {
        Some(ErrorClass::Region) => problem(error.advice().unwrap_or_default()),
        Some(ErrorClass::Maintenance) => problem("OKX is under maintenance; see its status page for the end time."),
        // OKX gave a result code, so it was reached, and nothing between is to blame.
        _ if error.code().is_some() => problem(error.advice().unwrap_or_default()),
        _ if error.http_status().is_some() => problem(
            "Probably a server between this machine and OKX replied instead of OKX. Check proxies and firewalls.",
        )
        .guessed_from("the reply was not in OKX's form, but OKX's own gateway can send such a reply as well"),
        _ => problem(&format!(
            "Check the network connection, DNS, firewalls, and the proxy if the client uses one. \
             The host of this region is {}.",
            client.environment().rest()
        ))
        .guessed_from("no usable reply arrived, and the client cannot tell which of these is the cause"),
    }
}

/// The host refused the request for OKX's time because of a rate limit, or the client's own limit had no room.
fn rate_limited(error: &Error) -> Finding {
    let (advice, basis) = super::patience::advice(error);
    let found = format!(
        "The clock could not be measured, because a rate limit is used up. The host itself may be fine: {error}"
    );
    Finding::problem(Topic::Host, found, advice).guessed_from(basis)
}

/// The clock offset.
pub(super) fn clock(offset: ClockOffset) -> Finding {
    let away = offset.millis().unsigned_abs();
    let side = if offset.millis() > 0 { "behind" } else { "ahead of" };
    let found = format!("This machine's clock is {away} ms {side} OKX's.");
    if away <= TOLERABLE_MS {
        return Finding::ok(Topic::Clock, found);
    }
    let advice = "The client corrects for it, but other programs may not. Synchronize this machine's clock with NTP.";
    Finding::warning(Topic::Clock, found, advice)
}
