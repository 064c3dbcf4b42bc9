//! The proxy that requests go through, if any.

use std::env::{self, VarError};
use std::fmt;

use reqwest::{NoProxy, Url};
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

/// The variables that name a proxy, as other programs read them; the first that is set counts.
const PROXY: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// The variables that list hosts to be reached without a proxy.
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// What was said about proxies when the client was made.
pub(crate) enum ProxyChoice {
    /// Nothing: none is used.
    None,
    /// This one is used.
    Named(SecretString),
    /// The environment names it.
    FromEnvironment,
}

/// A proxy, checked. It prints without the password.
#[derive(Clone)]
pub(crate) struct Proxy {
    url: Url,
    /// Hosts that are reached without it, as `NO_PROXY` lists them.
    bypass: String,
}

impl ProxyChoice {
    pub(crate) fn named(url: impl Into<String>) -> Self {
        Self::Named(SecretString::from(url.into()))
    }

    /// The proxy, if one is to be used.
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
    /// Takes the address of a proxy; the error says why it cannot be one, without repeating it.
    fn parse(text: &str, bypass: &str) -> Result<Self, String> {
        let mut url = Url::parse(text).map_err(|error| format!("it is not an address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
            return Err("it must begin with http://, https://, socks5:// or socks5h://".to_owned());
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err("it names no host".to_owned());
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(
                "it must end after the port; write other characters of a password than letters and digits as `%` \
                        and their two hexadecimal digits"
                    .to_owned(),
            );
        }
        if url.scheme().starts_with("socks5") && url.port().is_none() {
            // It cannot fail: the address has a host.
            let _ = url.set_port(Some(1080));
        }
        Ok(Self { url, bypass: bypass.to_owned() })
    }

    /// The proxy as the HTTP library wants it.
    pub(super) fn rule(&self) -> Result<reqwest::Proxy, Error> {
        // The library's error would show the address.
        let proxy = reqwest::Proxy::https(self.url.clone())
            .map_err(|_| Error::setup(format!("the proxy {self} cannot be used")))?;
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
    // Other programs take a proxy without a scheme for one that speaks HTTP.
    let url = if url.contains("://") { url } else { format!("http://{url}") };
    Proxy::parse(&url, &bypass).map(Some).map_err(|why| refused("this proxy", &why).in_field(name))
}

/// The first of some variables that is set and not empty.
fn first(
    names: &[&'static str],
    get: impl Fn(&str) -> Result<String, VarError>,
) -> Result<Option<(&'static str, String)>, Error> {
    for name in names {
        match get(name) {
            Ok(value) if !value.is_empty() => return Ok(Some((name, value))),
            Ok(_) | Err(VarError::NotPresent) => {}
            // The error of the standard library would print what the variable holds.
            Err(VarError::NotUnicode(_)) => {
                return Err(Error::setup("this environment variable is not text").in_field(*name));
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

    /// The proxy that an environment of these variables names.
    fn named_by(variables: &[(&str, &str)]) -> Result<Option<Proxy>, Error> {
        from_variables(|name| {
            let found = variables.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| (*value).to_owned()).ok_or(VarError::NotPresent)
        })
    }

    #[test]
    fn a_proxy_shows_no_password() {
        shows("http://proxy.example.com", "http://proxy.example.com:80");
        shows("https://me:TopSecret@proxy.example.com/", "https://proxy.example.com:443");
        shows("socks5://me:TopSecret@10.0.0.1", "socks5://10.0.0.1:1080");
        shows("socks5h://[::1]:9050", "socks5h://[::1]:9050");
    }

    #[test]
    fn what_cannot_be_a_proxy_is_refused_and_not_repeated() {
        refuses("ftp://me:TopSecret@example.com", "it must begin with");
        refuses("socks4://example.com", "it must begin with");
        refuses("example.com:8080", "it must begin with");
        refuses("TopSecret", "not an address");
        refuses("http://me:Top/Secret@example.com", "not an address");
        refuses("http://me:TopSecret", "not an address");
        refuses("http://example.com/TopSecret", "must end after the port");
        refuses("http://me#TopSecret@example.com", "must end after the port");
        refuses("socks5://", "names no host");
    }

    #[test]
    fn the_environment_names_the_proxy_as_for_other_programs() {
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
