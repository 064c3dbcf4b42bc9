//! The proxy that requests are sent through, if any.

use std::env::{self, VarError};
use std::fmt;

use reqwest::{NoProxy, Url};
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

/// The environment variables that name a proxy, as in other programs; the first that is set is used.
const PROXY: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// The environment variables that list hosts to connect to without a proxy.
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The proxy setting of a client.
pub(crate) enum ProxyChoice {
    /// No proxy.
    None,
    /// This URL.
    Named(SecretString),
    /// The proxy of the environment.
    FromEnvironment,
}

/// A validated proxy. It prints without its password.
#[derive(Clone)]
pub(crate) struct Proxy {
    url: Url,
    /// Hosts to connect to without it, in the format of `NO_PROXY`.
    bypass: String,
}

impl ProxyChoice {
    pub(crate) fn named(url: impl Into<String>) -> Self {
        Self::Named(SecretString::from(url.into()))
    }

    /// The proxy to use, if any.
    pub(crate) fn find(&self) -> Result<Option<Proxy>, Error> {
        match self {
            Self::None => Ok(None),
            Self::Named(url) => {
                Proxy::parse(url.expose_secret(), "").map(Some).map_err(|why| refused("the proxy", &why))
            }
            Self::FromEnvironment => from_variables(|name| env::var(name)),
        }
    }
}

impl Proxy {
    /// Parses the URL of a proxy. The error says why it is invalid, without repeating it.
    fn parse(text: &str, bypass: &str) -> Result<Self, String> {
        let mut url = Url::parse(text).map_err(|error| format!("not a valid URL: {error}"))?;
        if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
            return Err("it must begin with http://, https://, socks5:// or socks5h://".to_owned());
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err("it has no host".to_owned());
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(
                "it must end after the port; percent-encode all characters of the user and the password other than letters \
                        and digits"
                    .to_owned(),
            );
        }
        if url.scheme().starts_with("socks5") && url.port().is_none() {
            // This cannot fail, because the URL has a host.
            let _ = url.set_port(Some(1080));
        }
        Ok(Self { url, bypass: bypass.to_owned() })
    }

    /// The proxy in the form of the HTTP library.
    pub(crate) fn rule(&self) -> Result<reqwest::Proxy, Error> {
        // The library's error would show the URL.
        let proxy =
            reqwest::Proxy::https(self.url.clone()).map_err(|_| Error::setup(format!("invalid proxy {self}")))?;
        Ok(proxy.no_proxy(NoProxy::from_string(&self.bypass)))
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.url.scheme(), self.url.host_str().unwrap_or_default())?;
        match self.url.port_or_known_default() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

fn refused(what: &str, why: &str) -> Error {
    Error::setup(format!("{what} cannot be used: {why}"))
}

fn from_variables(get: impl Fn(&str) -> Result<String, VarError>) -> Result<Option<Proxy>, Error> {
    let Some((name, url)) = first(&PROXY, &get)? else { return Ok(None) };
    let bypass = first(&NO_PROXY, &get)?.map_or(String::new(), |(_, hosts)| hosts);
    // Other programs assume HTTP for a proxy without a scheme.
    let url = if url.contains("://") { url } else { format!("http://{url}") };
    Proxy::parse(&url, &bypass).map(Some).map_err(|why| refused("this proxy", &why).in_field(name))
}

/// The first of these variables that is set and not empty.
fn first(
    names: &[&'static str],
    get: impl Fn(&str) -> Result<String, VarError>,
) -> Result<Option<(&'static str, String)>, Error> {
    for name in names {
        match get(name) {
            Ok(value) if !value.is_empty() => return Ok(Some((name, value))),
            Ok(_) | Err(VarError::NotPresent) => {}
            // The standard library's error would print the value.
            Err(VarError::NotUnicode(_)) => {
                return Err(Error::setup("environment variable is not valid UTF-8").in_field(*name));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(url: &str, expected: &str) {
        let proxy = ProxyChoice::named(url).find().unwrap().unwrap();
        assert_eq!((proxy.to_string(), format!("{proxy:?}")), (expected.to_owned(), format!("Proxy({expected})")));
        proxy.rule().unwrap();
    }

    #[track_caller]
    fn refuses(url: &str, why: &str) {
        let error = ProxyChoice::named(url).find().unwrap_err();
        assert!(error.is_setup() && error.to_string().contains(why), "{error}");
        assert!(!format!("{error} {error:?}").contains("TopSecret"), "{error}");
    }

    /// The proxy for this environment.
    fn named_by(variables: &[(&str, &str)]) -> Result<Option<Proxy>, Error> {
        from_variables(|name| {
            let found = variables.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| (*value).to_owned()).ok_or(VarError::NotPresent)
        })
    }

    #[test]
    fn a_proxy_prints_without_its_password() {
        shows("http://proxy.example.com", "http://proxy.example.com:80");
        shows("https://me:TopSecret@proxy.example.com/", "https://proxy.example.com:443");
        shows("socks5://me:TopSecret@10.0.0.1", "socks5://10.0.0.1:1080");
        shows("socks5h://[::1]:9050", "socks5h://[::1]:9050");
    }

    #[test]
    fn an_invalid_proxy_is_rejected_without_showing_it() {
        refuses("ftp://me:TopSecret@example.com", "it must begin with");
        refuses("socks4://example.com", "it must begin with");
        refuses("example.com:8080", "it must begin with");
        refuses("TopSecret", "not a valid URL");
        refuses("http://me:Top/Secret@example.com", "not a valid URL");
        refuses("http://me:TopSecret", "not a valid URL");
        refuses("http://example.com/TopSecret", "must end after the port");
        refuses("http://me#TopSecret@example.com", "must end after the port");
        refuses("socks5://", "has no host");
    }

    #[test]
    fn the_environment_is_read_as_by_other_programs() {
        assert!(named_by(&[]).unwrap().is_none());
        assert!(named_by(&[("HTTPS_PROXY", ""), ("HTTP_PROXY", "http://a")]).unwrap().is_none());
        for (variables, expected) in [
            (&[("https_proxy", "http://a"), ("ALL_PROXY", "http://b")][..], "http://a:80"),
            (&[("ALL_PROXY", "socks5://b")], "socks5://b:1080"),
            (&[("HTTPS_PROXY", "me:TopSecret@c:3128"), ("https_proxy", "http://d")], "http://c:3128"),
        ] {
            assert_eq!(named_by(variables).unwrap().unwrap().to_string(), expected);
        }
        let error = named_by(&[("HTTPS_PROXY", "ftp://TopSecret")]).unwrap_err();
        assert_eq!(error.field(), Some("HTTPS_PROXY"));
        assert!(!error.to_string().contains("TopSecret"));
    }
}
