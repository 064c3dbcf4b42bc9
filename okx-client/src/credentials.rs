//! Who asks: a key, its secret and its passphrase.

pub(crate) mod stray;

use std::env::{self, VarError};
use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::sign::Signer;

/// An API key with its secret and passphrase.
///
/// They are checked when they are made, because OKX answers a stray space or an invisible character with "invalid signature" and
/// no hint. They print as `***` and are wiped from memory when the last copy goes; of the secret only the prepared signing state is
/// kept.
///
/// ```
/// use okx_client::Credentials;
///
/// let error = Credentials::new("key", "se\u{200b}cret", "Passphrase-1").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`secret`: character 3 is U+200B (zero width space), which cannot be part of it; copy it again"
/// );
/// # Ok::<(), okx_client::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    key: SecretString,
    passphrase: SecretString,
    signer: Signer,
}

/// What the three parts are called where they come from.
struct Names {
    key: &'static str,
    secret: &'static str,
    passphrase: &'static str,
}

const VALUES: Names = Names { key: "key", secret: "secret", passphrase: "passphrase" };
const VARIABLES: Names = Names { key: "OKX_API_KEY", secret: "OKX_API_SECRET", passphrase: "OKX_API_PASSPHRASE" };

impl Credentials {
    /// Credentials from their three values.
    ///
    /// # Errors
    ///
    /// A value is empty, or a character cannot be part of it; the error names the value, the character and its place.
    pub fn new(
        key: impl Into<String>,
        secret: impl Into<String>,
        passphrase: impl Into<String>,
    ) -> Result<Self, Error> {
        let [key, secret, passphrase] = [key.into(), secret.into(), passphrase.into()].map(Zeroizing::new);
        Self::checked(&VALUES, &key, &secret, &passphrase)
    }

    /// Credentials from the environment variables `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`.
    ///
    /// # Errors
    ///
    /// A variable is not set, is not text, is empty, or holds a character that cannot be part of it; the error names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| env::var(name))
    }

    fn from_variables(get: impl Fn(&str) -> Result<String, VarError>) -> Result<Self, Error> {
        let variable = |name: &'static str| match get(name) {
            Ok(value) => Ok(Zeroizing::new(value)),
            Err(VarError::NotPresent) => Err(Error::setup("this environment variable is not set").in_field(name)),
            // The error of the standard library would print what the variable holds.
            Err(VarError::NotUnicode(_)) => Err(Error::setup("this environment variable is not text").in_field(name)),
        };
        let (key, secret) = (variable(VARIABLES.key)?, variable(VARIABLES.secret)?);
        Self::checked(&VARIABLES, &key, &secret, &variable(VARIABLES.passphrase)?)
    }

    /// The values that were given are wiped by the caller; what is kept is wiped with these credentials.
    fn checked(names: &Names, key: &str, secret: &str, passphrase: &str) -> Result<Self, Error> {
        stray::refuse(names.key, key)?;
        stray::refuse(names.secret, secret)?;
        stray::refuse(names.passphrase, passphrase)?;
        Ok(Self {
            key: SecretString::from(key),
            passphrase: SecretString::from(passphrase),
            signer: Signer::new(secret),
        })
    }

    pub(crate) fn key(&self) -> &str {
        self.key.expose_secret()
    }

    pub(crate) fn passphrase(&self) -> &str {
        self.passphrase.expose_secret()
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [&str; 3] = ["cb1b4c0e-0b37-4a06", "22582BD0CFF14C41EDBF1AB98506286D", "Pass-phrase#1"];
    const NAMES: [&str; 3] = ["OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE"];

    /// Reads credentials from variables of which the one at `place` is replaced.
    fn with(place: usize, value: &Result<&str, VarError>) -> Result<Credentials, Error> {
        Credentials::from_variables(|name| match NAMES.iter().position(|known| *known == name) {
            Some(asked) if asked == place => value.clone().map(str::to_owned),
            Some(asked) => Ok(GOOD[asked].to_owned()),
            None => Err(VarError::NotPresent),
        })
    }

    #[track_caller]
    fn each_refuses(value: &Result<&str, VarError>, expected: &str) {
        for (place, name) in NAMES.iter().enumerate() {
            let error = with(place, value).unwrap_err();
            assert_eq!(error.to_string(), format!("`{name}`: {expected}"));
            assert_eq!(error.field(), Some(*name));
            assert!(error.is_setup());
        }
    }

    #[test]
    fn good_ones_are_taken() {
        let credentials = with(0, &Ok(GOOD[0])).unwrap();
        assert_eq!([credentials.key(), credentials.passphrase()], [GOOD[0], GOOD[2]]);
    }

    #[test]
    fn each_variable_is_named_when_it_is_wrong() {
        each_refuses(&Err(VarError::NotPresent), "this environment variable is not set");
        each_refuses(&Err(VarError::NotUnicode("secret".into())), "this environment variable is not text");
        each_refuses(&Ok(""), "it is empty");
        each_refuses(&Ok("abc\n"), "character 4 is U+000A (line feed), which cannot be part of it; copy it again");
        each_refuses(&Ok(" abc"), "character 1 is U+0020 (space), which cannot be part of it; copy it again");
        each_refuses(
            &Ok("ab\u{200b}c"),
            "character 3 is U+200B (zero width space), which cannot be part of it; copy it again",
        );
        each_refuses(
            &Ok("“abc"),
            "character 1 is U+201C (typographic quote), which cannot be part of it; copy it again",
        );
        each_refuses(&Ok("abç"), "character 3 is U+00E7, which cannot be part of it; copy it again");
    }

    #[test]
    fn values_are_named_when_they_are_wrong() {
        let error = Credentials::new(GOOD[0], GOOD[1], "abc\r").unwrap_err();
        assert_eq!(error.field(), Some("passphrase"));
    }

    #[test]
    fn nothing_prints_a_secret() {
        let printed = format!("{:?}", with(0, &Ok(GOOD[0])).unwrap());
        assert_eq!(printed, "Credentials(***)");
        for place in 0..3 {
            let error = with(place, &Ok("TopSecret1\n")).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("TopSecret"));
        }
    }
}
