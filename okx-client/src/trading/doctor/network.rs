//! Whether OKX answers, and how far its clock is from ours.

use super::{Finding, Topic};
use crate::auth::server_time::ClockOffset;
use crate::client::Client;
use crate::error::{Error, ErrorClass};

/// How far a clock may be off before other programs on the machine may suffer from it, in milliseconds. OKX's tolerance is far larger.
const TOLERABLE_MS: u64 = 1_000;

/// OKX answered.
pub(super) fn reached(client: &Client, offset: ClockOffset) -> Finding {
    let origin = client.engine().origin();
    Finding::ok(Topic::Host, format!("{origin} answers in {:.1?}.", offset.round_trip()))
}

/// OKX did not tell its time.
pub(super) fn unreached(client: &Client, error: &Error) -> Finding {
    let advice = match error.class() {
        Some(ErrorClass::Region) => error.advice().unwrap_or_default().to_owned(),
        Some(ErrorClass::Maintenance) => "OKX is closed for a while; its status page says until when.".to_owned(),
        _ if error.is_rate_limited() => "Another program behind the same address asks too often.".to_owned(),
        _ if error.http_status().is_some() => {
            "Something between this machine and OKX answered in its place: look at proxies and firewalls.".to_owned()
        }
        _ => format!(
            "Check the network, the name service, and what stands in between: firewalls, and the proxy if the client was given one. \
             The region's own host is {}.",
            client.environment().rest()
        ),
    };
    Finding::problem(Topic::Host, error.to_string(), advice)
}

/// How far the clocks are apart.
pub(super) fn clock(offset: ClockOffset) -> Finding {
    let away = offset.millis().unsigned_abs();
    let side = if offset.millis() > 0 { "behind" } else { "ahead of" };
    let found = format!("This machine's clock is {away} ms {side} OKX's.");
    if away <= TOLERABLE_MS {
        return Finding::ok(Topic::Clock, found);
    }
    let advice = "The client makes up for it. Other programs do not: let the machine's clock be set by NTP.";
    Finding::warning(Topic::Clock, found, advice)
}
