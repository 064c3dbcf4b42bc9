//! Configuration from environment variables.

use std::env::{self, VarError};

use super::ClientBuilder;
use crate::api::Environment;
use crate::api::environments::Region;
use crate::auth::credentials::{Credentials, VARIABLES};
use crate::client::Client;
use crate::error::Error;

const ENVIRONMENT: &str = "OKX_ENVIRONMENT";
const REGION: &str = "OKX_REGION";
const BASE_URL: &str = "OKX_BASE_URL";
const WS_URL: &str = "OKX_WS_URL";

impl Client {
    /// Creates a client from environment variables. To change further settings, use [`ClientBuilder::with_env`], which also lists the
    /// variables.
    ///
    /// ```no_run
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// // OKX_ENVIRONMENT=demo OKX_API_KEY=… OKX_API_SECRET=… OKX_API_PASSPHRASE=… cargo run
    /// let okx = okx_client::Client::from_env()?;
    /// println!("{:?}", okx.send(okx_client::account::GetBalance::new()).await?.total_eq);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`ClientBuilder::with_env`] and [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().with_env()?.build()
    }
}

impl<C> ClientBuilder<C> {
    /// Sets what environment variables say. An empty variable counts as not set.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `OKX_ENVIRONMENT` | `demo` or `live`. Required, so that real funds are never traded by omission |
    /// | `OKX_REGION` | `global` (the default), `eea` or `us` |
    /// | `OKX_API_KEY`, `OKX_API_SECRET`, `OKX_API_PASSPHRASE` | the credentials. Without all three, only public data can be read |
    /// | `OKX_BASE_URL`, `OKX_WS_URL` | another server than OKX's, such as okx-sim |
    ///
    /// The command `okx` reads the same variables.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use okx_client::Client;
    ///
    /// let okx = Client::builder().with_env()?.request_timeout(Duration::from_secs(3)).build()?;
    /// # Ok::<(), okx_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A variable has a wrong value, or only some of the credentials are set. The error names the variable, and never contains a secret.
    pub fn with_env(self) -> Result<Self, Error> {
        self.with_variables(|name| env::var(name))
    }

    fn with_variables(self, get: impl Fn(&str) -> Result<String, VarError>) -> Result<Self, Error> {
        let mut builder = self.environment(environment(&get)?);
        if let Some(url) = variable(&get, BASE_URL)? {
            builder = builder.base_url(url);
        }
        if let Some(url) = variable(&get, WS_URL)? {
            builder = builder.ws_url(url);
        }
        let is_set = |name: &&str| !matches!(get(name).as_deref(), Ok("") | Err(VarError::NotPresent));
        if VARIABLES.iter().any(is_set) {
            builder = builder.credentials(Credentials::from_variables(get)?);
        }
        Ok(builder)
    }
}

fn environment(get: &impl Fn(&str) -> Result<String, VarError>) -> Result<Environment, Error> {
    let of = match variable(get, ENVIRONMENT)?.as_deref() {
        Some("demo") => Environment::demo,
        Some("live") => Environment::live,
        Some(other) => {
            return Err(wrong(ENVIRONMENT, format!("`{other}` is not an environment; use `demo` or `live`")));
        }
        None => {
            return Err(wrong(ENVIRONMENT, "environment variable is not set; set it to `demo` or `live`".to_owned()));
        }
    };
    let Some(name) = variable(get, REGION)? else { return Ok(of(Region::Global)) };
    let region = Region::ALL.iter().copied().find(|region| region.name() == name);
    region.map(of).ok_or_else(|| {
        let names: Vec<&str> = Region::ALL.iter().map(|region| region.name()).collect();
        wrong(REGION, format!("`{name}` is not a region; use one of {}", names.join(", ")))
    })
}

/// The value of a variable; `None` if it is not set or empty.
fn variable(get: &impl Fn(&str) -> Result<String, VarError>, name: &'static str) -> Result<Option<String>, Error> {
    match get(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(wrong(name, "environment variable is not valid UTF-8".to_owned())),
    }
}

fn wrong(name: &'static str, why: String) -> Error {
    Error::setup(why).in_field(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: [(&str, &str); 3] = [
        ("OKX_API_KEY", "cb1b4c0e-0b37-4a06"),
        ("OKX_API_SECRET", "22582BD0CFF14C41EDBF1AB98506286D"),
        ("OKX_API_PASSPHRASE", "Pass-phrase#1"),
    ];

    fn built(variables: &[(&str, &str)]) -> Result<Client, Error> {
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned()).ok_or(VarError::NotPresent)
        };
        Client::builder().with_variables(get)?.build()
    }

    #[track_caller]
    fn refuses(variables: &[(&str, &str)], expected: &str) {
        let error = built(variables).unwrap_err();
        assert!(error.is_setup());
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn the_environment_must_be_chosen() {
        refuses(&[], "`OKX_ENVIRONMENT`: environment variable is not set; set it to `demo` or `live`");
        refuses(
            &[("OKX_ENVIRONMENT", "prod")],
            "`OKX_ENVIRONMENT`: `prod` is not an environment; use `demo` or `live`",
        );
        let okx = built(&[("OKX_ENVIRONMENT", "demo")]).unwrap();
        assert_eq!(okx.environment(), Environment::demo(Region::Global));
    }

    #[test]
    fn the_region_is_global_unless_it_is_set() {
        let okx = built(&[("OKX_ENVIRONMENT", "live"), ("OKX_REGION", "eea")]).unwrap();
        assert_eq!(okx.environment(), Environment::live(Region::Eea));
        refuses(
            &[("OKX_ENVIRONMENT", "live"), ("OKX_REGION", "mars")],
            "`OKX_REGION`: `mars` is not a region; use one of global, eea, us",
        );
    }

    #[test]
    fn credentials_are_complete_or_absent() {
        let demo = ("OKX_ENVIRONMENT", "demo");
        assert!(!built(&[demo, ("OKX_API_KEY", "")]).unwrap().engine().has_keys());
        assert!(built(&[&[demo], &CREDENTIALS[..]].concat()).unwrap().engine().has_keys());
        refuses(&[&[demo], &CREDENTIALS[..2]].concat(), "`OKX_API_PASSPHRASE`: environment variable is not set");
    }

    #[test]
    fn the_urls_of_a_simulated_exchange_are_used() {
        let okx = built(&[("OKX_ENVIRONMENT", "demo"), ("OKX_BASE_URL", "http://127.0.0.1:8080")]).unwrap();
        assert_eq!(okx.engine().origin(), "http://127.0.0.1:8080");
        assert!(built(&[("OKX_ENVIRONMENT", "demo"), ("OKX_BASE_URL", "http://example.com")]).unwrap_err().is_setup());
    }
}
