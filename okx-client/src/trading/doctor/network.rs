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
    let advice = match error.class() {
        Some(ErrorClass::Region) => error.advice().unwrap_or_default().to_owned(),
        Some(ErrorClass::Maintenance) => "OKX is under maintenance; see its status page for the end time.".to_owned(),
        _ if error.is_rate_limited() => {
            "Another program behind the same IP address sends too many requests.".to_owned()
        }
        _ if error.http_status().is_some() => {
            "A server between this machine and OKX replied instead of OKX. Check proxies and firewalls.".to_owned()
        }
        _ => format!(
            "Check the network connection, DNS, firewalls, and the proxy if the client uses one. \
             The host of this region is {}.",
            client.environment().rest()
        ),
    };
    Finding::problem(Topic::Host, error.to_string(), advice)
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
