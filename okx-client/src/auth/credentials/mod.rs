//! Credentials: an API key, its secret and its passphrase.

mod file;
pub(crate) mod invalid_character;
mod provider;
mod source;

use std::env::{self, VarError};
use std::fmt;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::auth::sign::Signer;
use crate::error::Error;

pub(crate) use provider::{CredentialsProvider, SharedCredentials};
pub use source::CredentialsSource;

/// An API key with its secret and passphrase.
///
/// The values are validated when they are created, because OKX answers a stray space or an invisible character with "invalid signature" and
/// no hint. `Debug` prints `***`. The values are wiped from memory when the last copy is dropped; of the secret, only the prepared signing
/// state is stored.
///
/// ```
/// use okx_client::Credentials;
///
/// let error = Credentials::new("key", "se\u{200b}cret", "Passphrase-1").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`secret`: character 3 is U+200B (zero width space), which is not allowed; copy the value again"
/// );
/// # Ok::<(), okx_client::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    key: SecretString,
    passphrase: SecretString,
    signer: Signer,
}

/// The names of key, secret and passphrase in their origin.
type Names = [&'static str; 3];

const VALUES: Names = ["key", "secret", "passphrase"];
/// The environment variables of credentials.
pub(crate) const VARIABLES: Names = ["OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE"];

impl Credentials {
    /// Creates credentials from their three values.
    ///
    /// # Errors
    ///
    /// A value is empty or contains a character that is not allowed. The error names the value, the character and its position.
    pub fn new(
        key: impl Into<String>,
        secret: impl Into<String>,
        passphrase: impl Into<String>,
    ) -> Result<Self, Error> {
        let values = [key.into(), secret.into(), passphrase.into()].map(Zeroizing::new);
        for (name, value) in VALUES.into_iter().zip(&values) {
            invalid_character::find(value).map_or(Ok(()), |why| Err(Error::setup(why).in_field(name)))?;
        }
        Ok(Self::of(&values))
    }

    /// Reads the environment variables `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`.
    ///
    /// # Errors
    ///
    /// A variable is not set, is not UTF-8, is empty, or contains a character that is not allowed. The error names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| env::var(name))
    }

    /// Reads a file that only its owner can access, in shell syntax:
    ///
    /// ```text
    /// # Comments need a line of their own.
    /// OKX_API_KEY=cb1b4c0e-0b37-4a06-9fdb-6bd1ba25d1a0
    /// OKX_API_SECRET=22582BD0CFF14C41EDBF1AB98506286D
    /// export OKX_API_PASSPHRASE='Pass-phrase#1'
    /// ```
    ///
    /// The file is only accepted if a shell reads it the same way, so that `set -a; . ./okx.env` sets the same values: a value with
    /// characters other than letters, digits and `_-./:@%+,=^` must be in single quotes, or in double quotes if it contains none of `` $ `
    /// \ " ``. Lines that set other variables are ignored.
    ///
    /// On Unix, the file must not be accessible to its group or others. Symbolic links are followed, and the permissions of their target
    /// count. The owner is not checked, because except for the superuser only the owner can read such a file. On other systems permissions
    /// are not checked.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is accessible to others, contains a line that is not as described above, or a value is missing, empty, or
    /// contains a character that is not allowed. The error names the file and the line, but never their contents.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use okx_client::Credentials;
    ///
    /// # let path = std::env::temp_dir().join(format!("okx-client-from-file-{}.env", std::process::id()));
    /// std::fs::write(&path, "OKX_API_KEY=key\nOKX_API_SECRET=secret\nOKX_API_PASSPHRASE='Pass-phrase#1'\n")?;
    /// # #[cfg(unix)]
    /// # std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    /// # #[cfg(unix)]
    /// assert!(Credentials::from_file(&path).unwrap_err().to_string().contains("chmod 600"));
    /// # #[cfg(unix)]
    /// std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    /// let credentials = Credentials::from_file(&path)?;
    /// # std::fs::remove_file(&path)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        file::read(path.as_ref(), VARIABLES).map(|values| Self::of(&values))
    }

    /// Reads a text in the syntax of [`from_file`](Self::from_file), such as the output of a password manager. `origin` names the text in
    /// errors.
    ///
    /// # Errors
    ///
    /// As for a file. The error names the origin and the line, but never their contents.
    ///
    /// ```
    /// use okx_client::Credentials;
    ///
    /// let text = "OKX_API_KEY=key\nOKX_API_SECRET=secret\nOKX_API_PASSPHRASE='Pass-phrase#1'\n";
    /// assert!(Credentials::from_text("the vault", text).is_ok());
    /// let error = Credentials::from_text("the vault", "OKX_API_KEY=key").unwrap_err();
    /// assert_eq!(error.to_string(), "`OKX_API_SECRET`: not set in the vault; add a line `OKX_API_SECRET=…`");
    /// ```
    pub fn from_text(origin: &str, text: &str) -> Result<Self, Error> {
        file::parse(origin, text, VARIABLES).map(|values| Self::of(&values))
    }

    pub(crate) fn from_variables(get: impl Fn(&str) -> Result<String, VarError>) -> Result<Self, Error> {
        let variable = |name: &'static str| {
            let refuse = |why: String| Error::setup(why).in_field(name);
            let value = match get(name) {
                Ok(value) => Zeroizing::new(value),
                Err(VarError::NotPresent) => return Err(refuse("environment variable is not set".to_owned())),
                // The standard library's error would print the value.
                Err(VarError::NotUnicode(_)) => {
                    return Err(refuse("environment variable is not valid UTF-8".to_owned()));
                }
            };
            invalid_character::find(&value).map_or(Ok(value), |why| Err(refuse(why)))
        };
        let [key, secret, passphrase] = VARIABLES;
        Ok(Self::of(&[variable(key)?, variable(secret)?, variable(passphrase)?]))
    }

    /// Credentials from values that were validated. The caller wipes these; the stored copies are wiped when the credentials are dropped.
    fn of([key, secret, passphrase]: &[Zeroizing<String>; 3]) -> Self {
        Self {
            key: SecretString::from(key.as_str()),
            passphrase: SecretString::from(passphrase.as_str()),
            signer: Signer::new(secret),
        }
    }

    /// Whether both are the same to OKX. Secrets can only be compared by what they sign.
    fn equals(&self, other: &Self) -> bool {
        let signature = |credentials: &Self| credentials.signer.sign("", "", "", b"");
        self.key() == other.key()
            && self.passphrase() == other.passphrase()
            && signature(self).as_str() == signature(other).as_str()
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

    /// Reads credentials from variables, with the one at `index` replaced.
    fn with(index: usize, value: &Result<&str, VarError>) -> Result<Credentials, Error> {
        Credentials::from_variables(|name| match NAMES.iter().position(|known| *known == name) {
            Some(requested) if requested == index => value.clone().map(str::to_owned),
            Some(requested) => Ok(GOOD[requested].to_owned()),
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
    fn valid_values_are_accepted() {
        let credentials = with(0, &Ok(GOOD[0])).unwrap();
        assert_eq!([credentials.key(), credentials.passphrase()], [GOOD[0], GOOD[2]]);
    }

    #[test]
    fn errors_name_the_variable() {
        each_refuses(&Err(VarError::NotPresent), "environment variable is not set");
        each_refuses(&Err(VarError::NotUnicode("secret".into())), "environment variable is not valid UTF-8");
        each_refuses(&Ok(""), "it is empty");
        each_refuses(&Ok("abc\n"), "character 4 is U+000A (line feed), which is not allowed; copy the value again");
        each_refuses(&Ok(" abc"), "character 1 is U+0020 (space), which is not allowed; copy the value again");
        each_refuses(
            &Ok("ab\u{200b}c"),
            "character 3 is U+200B (zero width space), which is not allowed; copy the value again",
        );
        each_refuses(
            &Ok("“abc"),
            "character 1 is U+201C (typographic quote), which is not allowed; copy the value again",
        );
        each_refuses(&Ok("abç"), "character 3 is U+00E7, which is not allowed; copy the value again");
    }

    #[test]
    fn errors_name_the_value() {
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
