//! Who asks: a key, its secret and its passphrase.

mod file;
mod keys;
mod source;
pub(crate) mod stray;

use std::env::{self, VarError};
use std::fmt;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::auth::sign::Signer;
use crate::error::Error;

pub(crate) use keys::{Held, Keys};
pub use source::CredentialsSource;

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

/// What key, secret and passphrase are called where they come from.
type Names = [&'static str; 3];

const VALUES: Names = ["key", "secret", "passphrase"];
const VARIABLES: Names = ["OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE"];

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
        let values = [key.into(), secret.into(), passphrase.into()].map(Zeroizing::new);
        for (name, value) in VALUES.into_iter().zip(&values) {
            stray::find(value).map_or(Ok(()), |why| Err(Error::setup(why).in_field(name)))?;
        }
        Ok(Self::of(&values))
    }

    /// Credentials from the environment variables `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`.
    ///
    /// # Errors
    ///
    /// A variable is not set, is not text, is empty, or holds a character that cannot be part of it; the error names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| env::var(name))
    }

    /// Credentials from a file that nobody but its owner may read, of lines as shells read them:
    ///
    /// ```text
    /// # A comment has a line of its own.
    /// OKX_API_KEY=cb1b4c0e-0b37-4a06-9fdb-6bd1ba25d1a0
    /// OKX_API_SECRET=22582BD0CFF14C41EDBF1AB98506286D
    /// export OKX_API_PASSPHRASE='Pass-phrase#1'
    /// ```
    ///
    /// What a shell would take otherwise than it looks is refused, so that `set -a; . ./okx.env` gives a shell the very same values: a
    /// value with other characters than letters, digits and `_-./:@%+,=^` stands in single quotes, or in double quotes if it has
    /// none of `` $ ` \ " ``. Lines for other variables are passed over.
    ///
    /// On Unix the file must grant nothing to its group and to others. Links are followed, and the file they lead to is the one that
    /// counts. Its owner need not be checked: but for the superuser, only the owner can read such a file. On other systems nothing
    /// tells who may read it, and only its contents are checked.
    ///
    /// # Errors
    ///
    /// The file cannot be read, others may read or change it, a line is not as above, or a value is missing, is empty, or holds a
    /// character that cannot be part of it. The error names the file and the line, never what stands there.
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

    fn from_variables(get: impl Fn(&str) -> Result<String, VarError>) -> Result<Self, Error> {
        let variable = |name: &'static str| {
            let refuse = |why: String| Error::setup(why).in_field(name);
            let value = match get(name) {
                Ok(value) => Zeroizing::new(value),
                Err(VarError::NotPresent) => return Err(refuse("this environment variable is not set".to_owned())),
                // The error of the standard library would print what the variable holds.
                Err(VarError::NotUnicode(_)) => return Err(refuse("this environment variable is not text".to_owned())),
            };
            stray::find(&value).map_or(Ok(value), |why| Err(refuse(why)))
        };
        let [key, secret, passphrase] = VARIABLES;
        Ok(Self::of(&[variable(key)?, variable(secret)?, variable(passphrase)?]))
    }

    /// Credentials of key, secret and passphrase that were checked. They are wiped by the caller; what is kept is wiped with these.
    fn of([key, secret, passphrase]: &[Zeroizing<String>; 3]) -> Self {
        Self {
            key: SecretString::from(key.as_str()),
            passphrase: SecretString::from(passphrase.as_str()),
            signer: Signer::new(secret),
        }
    }

    /// Whether OKX would take one for the other. Of the secret only what it signs can be compared.
    fn same_as(&self, other: &Self) -> bool {
        let proof = |credentials: &Self| credentials.signer.sign("", "", "", b"");
        self.key() == other.key()
            && self.passphrase() == other.passphrase()
            && proof(self).as_str() == proof(other).as_str()
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
