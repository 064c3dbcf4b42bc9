//! Checks whether OKX accepts the API key, and if not, which setting is wrong.

use super::{Finding, Topic};
use crate::api::environments::Region;
use crate::api::{Environment, errors};
use crate::error::Error;

/// OKX accepted a signed request.
pub(super) fn accepted(environment: Environment) -> Finding {
    let trading = if environment.is_demo() { "demo" } else { "live" };
    Finding::ok(
        Topic::Key,
        format!("OKX accepts the API key, secret and passphrase for {trading} trading in this region."),
    )
}

/// A signed request failed.
pub(super) fn refused(environment: Environment, error: &Error) -> Finding {
    let topic = if error.code() == Some(errors::IP_NOT_ALLOWED) { Topic::IpBinding } else { Topic::Key };
    if error.is_rate_limited() {
        let (advice, basis) = super::patience::advice(error);
        let found = format!("The API key could not be checked, because a rate limit is used up: {error}");
        return Finding::problem(topic, found, advice).guessed_from(basis);
    }
    let finding = Finding::problem(topic, error.to_string(), advice(environment, error));
    match basis(error) {
        Some(basis) => finding.guessed_from(basis),
        None => finding,
    }
}

/// What the advice rests on, where it is a guess.
fn basis(error: &Error) -> Option<&'static str> {
    match error.code() {
        Some(errors::WRONG_ENVIRONMENT) => Some("OKX says that the key does not belong to this kind of trading"),
        Some(errors::KEY_UNKNOWN) => {
            Some("OKX does not know the key at this host; it may also have been deleted, or copied incompletely")
        }
        _ if error.is_unreachable() || error.is_unreadable() => {
            Some("a public request succeeded just before, and nothing else is known about the cause")
        }
        _ => None,
    }
}

/// Advice that the error does not contain: which setting to change, and to what.
fn advice(environment: Environment, error: &Error) -> String {
    match error.code() {
        Some(errors::WRONG_ENVIRONMENT) => {
            let region = environment.region();
            let other =
                if environment.is_demo() { Environment::live(region) } else { Environment::demo(region) };
format!("If the API key was created for `{other}`, build the client with that instead of `{environment}`.")
        }
        Some(errors::KEY_UNKNOWN) => {
            let elsewhere = Region::ALL.iter().filter(|region| **region != environment.region());
            let others: Vec<_> = elsewhere.map(|region| format!("`{}`", in_region(environment, *region))).collect();
            format!(
                "If the API key was created on another region's website, build the client with {} instead of `{environment}`. \
                 The key was not tried there, because it is only sent to the client's own host.",
                others.join(" or ")
            )
        }
        _ if error.is_unreachable() || error.is_unreadable() => {
"A signed request failed, while a public one succeeded. Probably something between removes or changes its headers. Check proxies and firewalls between this machine and OKX, or try again."
                .to_owned()
        }
        // The error is sufficient.
        _ => String::new(),
    }
}

/// The same kind of trading in another region.
fn in_region(environment: Environment, region: Region) -> Environment {
    if environment.is_demo() { Environment::demo(region) } else { Environment::live(region) }
}
