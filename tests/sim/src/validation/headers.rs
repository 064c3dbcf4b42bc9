//! Authentication of a request by its headers.

use okx_spec::model::Access;

use super::signature;
use crate::calendar::read_iso;
use crate::keys::{Key, KeyRing};
use crate::refusal::{
    BAD_DEADLINE, EXPIRED, MALFORMED_KEY, MALFORMED_TIMESTAMP, NO_KEY, NO_PASSPHRASE, NO_RIGHT, NO_SIGNATURE,
    NO_TIMESTAMP, Refusal, UNKNOWN_KEY, WRONG_ADDRESS, WRONG_ENVIRONMENT, WRONG_PASSPHRASE, WRONG_SIGNATURE,
};
use crate::request::Request;

const KEY: &str = "ok-access-key";
const PASSPHRASE: &str = "ok-access-passphrase";
const SIGN: &str = "ok-access-sign";
const TIMESTAMP: &str = "ok-access-timestamp";
const DEMO: &str = "x-simulated-trading";
const DEADLINE: &str = "exptime";

/// The maximum difference between a request's timestamp and the exchange's clock.
const TOLERANCE_MS: i64 = 30_000;

/// The signature of a request, valid or not.
pub(crate) fn given_signature(request: &Request) -> Option<&str> {
    request.header(SIGN)
}

/// Whether a request has any authentication header.
fn is_signed(request: &Request) -> bool {
    [KEY, PASSPHRASE, SIGN, TIMESTAMP].into_iter().any(|name| request.header(name).is_some())
}

/// Returns the key that signed a request, or `None` if the call is public and the request is not signed.
pub(crate) fn admit<'a>(
    keys: &'a KeyRing,
    access: Access,
    request: &Request,
    now: i64,
) -> Result<Option<&'a Key>, Refusal> {
    let open = match access {
        Access::Public => true,
        Access::Either => !is_signed(request),
        Access::Read | Access::Trade | Access::Withdraw => false,
    };
    if open {
        return Ok(None);
    }
    let key = authenticate(keys, request, now)?;
    let right = match access {
        Access::Trade if !key.rights.trade => Some("trade"),
        Access::Withdraw if !key.rights.withdraw => Some("withdraw"),
        _ => None,
    };
    right.map_or(Ok(Some(key)), |right| Err(NO_RIGHT.about(right)))
}

fn authenticate<'a>(keys: &'a KeyRing, request: &Request, now: i64) -> Result<&'a Key, Refusal> {
    let name = request.header(KEY).ok_or_else(|| NO_KEY.refusal())?;
    let passphrase = request.header(PASSPHRASE).ok_or_else(|| NO_PASSPHRASE.refusal())?;
    let given = request.header(SIGN).ok_or_else(|| NO_SIGNATURE.refusal())?;
    let timestamp = request.header(TIMESTAMP).ok_or_else(|| NO_TIMESTAMP.refusal())?;
    if !is_key_shaped(name) {
        return Err(MALFORMED_KEY.refusal());
    }
    let key = keys.find(name).ok_or_else(|| UNKNOWN_KEY.refusal())?;
    check_environment(key, request)?;
    if !(key.addresses.is_empty() || key.addresses.contains(&request.ip)) {
        return Err(WRONG_ADDRESS.about(request.ip));
    }
    let at = read_iso(timestamp).ok_or_else(|| MALFORMED_TIMESTAMP.refusal())?;
    if at.abs_diff(now) > TOLERANCE_MS.unsigned_abs() {
        return Err(EXPIRED.refusal());
    }
    if !signature::same(passphrase, &key.credentials.passphrase) {
        return Err(WRONG_PASSPHRASE.refusal());
    }
    let right =
        signature::is_valid(given, &key.credentials.secret, timestamp, &request.method, &request.target, &request.body);
    if right { Ok(key) } else { Err(WRONG_SIGNATURE.refusal()) }
}

/// Whether a key has the format of a UUID, like OKX's keys.
fn is_key_shaped(name: &str) -> bool {
    let groups: Vec<&str> = name.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn check_environment(key: &Key, request: &Request) -> Result<(), Refusal> {
    let demo = match request.header(DEMO) {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(WRONG_ENVIRONMENT.about("x-simulated-trading must be 1 or absent")),
    };
    match (key.demo, demo) {
        (true, false) => Err(WRONG_ENVIRONMENT.about("a demo key requires the header x-simulated-trading: 1")),
        (false, true) => Err(WRONG_ENVIRONMENT.about("a live key must not send x-simulated-trading")),
        _ => Ok(()),
    }
}

/// The deadline of a request, if it has one.
pub(crate) fn deadline(request: &Request) -> Option<&str> {
    request.header(DEADLINE)
}

/// Rejects a request whose deadline has passed or is not a time.
pub(crate) fn check_deadline(deadline: Option<&str>, now: i64) -> Result<(), Refusal> {
    let Some(deadline) = deadline else { return Ok(()) };
    let in_time = deadline.parse::<i64>().is_ok_and(|deadline| deadline >= now);
    if in_time { Ok(()) } else { Err(BAD_DEADLINE.refusal()) }
}
