//! The expected signature of a request, computed from the received bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Base64 of the HMAC-SHA256 of timestamp, method, path with query, and body, concatenated in this order.
fn expected(secret: &str, timestamp: &str, method: &str, target: &str, body: &[u8]) -> String {
    // HMAC accepts keys of any length, so this branch is unreachable. An empty signature could not be sent, so it
    // would be safe even if it were reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    for part in [timestamp.as_bytes(), method.as_bytes(), target.as_bytes(), body] {
        mac.update(part);
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Verifies a signature in constant time.
pub(crate) fn is_valid(given: &str, secret: &str, timestamp: &str, method: &str, target: &str, body: &[u8]) -> bool {
    same(given, &expected(secret, timestamp, method, target, body))
}

/// Compares two texts in constant time.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "22582BD0CFF14C41EDBF1AB98506286D";
    const TIMESTAMP: &str = "2020-12-08T09:08:57.715Z";

    #[test]
    fn known_answer_of_a_get() {
        let signature = expected(SECRET, TIMESTAMP, "GET", "/api/v5/account/balance?ccy=BTC", b"");
        assert_eq!(signature, "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=");
    }

    #[test]
    fn known_answer_of_a_post() {
        let body = br#"{"instId":"BTC-USDT","lever":"5","mgnMode":"isolated"}"#;
        let signature = expected(SECRET, TIMESTAMP, "POST", "/api/v5/account/set-leverage", body);
        assert_eq!(signature, "eCnnCgWLjlQ9XnpUkrcny3qNq3WW/81KNrDr/XR6Xv8=");
    }

    #[test]
    fn known_answer_of_a_login() {
        let signature = expected(SECRET, "1538054050", "GET", "/users/self/verify", b"");
        assert_eq!(signature, "+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=");
    }

    #[test]
    fn a_signature_is_only_valid_for_its_own_request() {
        let right = expected(SECRET, TIMESTAMP, "GET", "/a?x=1&y=2", b"");
        assert!(is_valid(&right, SECRET, TIMESTAMP, "GET", "/a?x=1&y=2", b""));
        assert!(!is_valid(&right, SECRET, TIMESTAMP, "GET", "/a?y=2&x=1", b""));
        assert!(!is_valid(&right, SECRET, TIMESTAMP, "GET", "/a?x=1&y=2", b"{}"));
        assert!(!is_valid(&right, SECRET, TIMESTAMP, "POST", "/a?x=1&y=2", b""));
        assert!(!is_valid(&right[..20], SECRET, TIMESTAMP, "GET", "/a?x=1&y=2", b""));
    }
}
