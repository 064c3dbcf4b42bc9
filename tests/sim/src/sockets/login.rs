//! Logins.

use serde_json::{Map, Value, json};

use super::connection::ConnectionId;
use super::hub::Hub;
use super::message::{ClientMessage, plain_text};
use super::refusal::{
    BAD_TIMESTAMP, EMPTY_PARAMETER, EXPIRED, SECOND_LOGIN, SocketRefusal, UNKNOWN_KEY, WRONG_ADDRESS, WRONG_PASSPHRASE,
    WRONG_SIGN,
};
use crate::keys::{Key, KeyRing};
use crate::service::Service;
use crate::validation::{RequestTime, is_valid_signature, same};

/// What a login signs besides its timestamp.
const METHOD: &str = "GET";
const TARGET: &str = "/users/self/verify";

/// The maximum difference between the timestamp of a login and the exchange's clock.
const TOLERANCE_MS: u64 = 30_000;

impl Hub {
    /// Logs a connection in. Returns the reply.
    pub(super) fn log_in(
        &mut self,
        service: &Service,
        id: ConnectionId,
        message: &ClientMessage,
        login: &Map<String, Value>,
        time: RequestTime,
    ) -> Value {
        let Some(connection) = self.connections.get_mut(&id) else { return Value::Null };
        let key = if connection.key.is_some() {
            Err(SECOND_LOGIN.refusal())
        } else {
            authenticate(service.keys(), login, connection.ip, time.clock_ms)
        };
        match key {
            Ok(key) => {
                connection.key = Some(key.clone());
                connection.user = Some(service.exchange.user_id(key.account));
                json!({"event": "login", "code": "0", "msg": "", "connId": connection.name})
            }
            Err(refusal) => self.refusal_event(id, Some(message), &refusal),
        }
    }
}

fn authenticate<'a>(
    keys: &'a KeyRing,
    login: &Map<String, Value>,
    ip: std::net::IpAddr,
    now_ms: i64,
) -> Result<&'a Key, SocketRefusal> {
    let given = |name: &str| {
        let text = login.get(name).and_then(plain_text).filter(|text| !text.is_empty());
        text.ok_or_else(|| EMPTY_PARAMETER.about(name))
    };
    let (name, passphrase, timestamp, sign) =
        (given("apiKey")?, given("passphrase")?, given("timestamp")?, given("sign")?);
    let key = keys.find(&name).ok_or_else(|| UNKNOWN_KEY.refusal())?;
    if !(key.addresses.is_empty() || key.addresses.contains(&ip)) {
        return Err(WRONG_ADDRESS.about(&ip.to_string()));
    }
    let at = read_seconds(&timestamp).ok_or_else(|| BAD_TIMESTAMP.refusal())?;
    if at.abs_diff(now_ms) > TOLERANCE_MS {
        return Err(EXPIRED.refusal());
    }
    if !same(&passphrase, &key.credentials.passphrase) {
        return Err(WRONG_PASSPHRASE.refusal());
    }
    let is_signed = is_valid_signature(&sign, &key.credentials.secret, &timestamp, METHOD, TARGET, b"");
    if is_signed { Ok(key) } else { Err(WRONG_SIGN.refusal()) }
}

/// Seconds since the epoch, possibly with a fraction, in milliseconds.
fn read_seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(millis.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_seconds_with_or_without_a_fraction() {
        let times = ["1538054050", "1538054050.5", "1538054050.123456", "", ".5", "15-3", "99999999999999999999"];
        let read = [Some(1_538_054_050_000), Some(1_538_054_050_500), Some(1_538_054_050_123), None, None, None, None];
        assert_eq!(times.map(read_seconds), read);
    }
}
