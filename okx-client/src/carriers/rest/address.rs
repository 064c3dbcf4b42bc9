//! The base URL that requests are sent to.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::Error;

/// The scheme and host of OKX, validated: `https`, or `http` to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    origin: Box<str>,
    encrypted: bool,
}

impl Address {
    /// Parses an address such as `https://openapi.okx.com`.
    ///
    /// Plain `http` would expose orders and the passphrase to the network, so it is only accepted for loopback addresses. An address has no
    /// path, because OKX's signatures start at the root of the host, and neither a query nor a user.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::setup(format!("invalid base URL `{text}`: {why}"));
        let url = Url::parse(text).map_err(|error| refuse(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            // The address is not repeated here, because it contains a password.
            return Err(Error::setup("the base URL must not contain a user or a password"));
        }
        let host = url.host_str().unwrap_or_default();
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(host) => {}
            "http" => return Err(refuse("plain http is only allowed for this machine; use https")),
            _ => return Err(refuse("it must begin with https://")),
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("it must end after the host; remove the path, query or fragment"));
        }
        Ok(Self { origin: url.as_str().trim_end_matches('/').into(), encrypted: url.scheme() == "https" })
    }

    /// Scheme, host and port, without a trailing slash.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it uses TLS.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.encrypted
    }
}

/// Whether a host, as the URL parser formats it, is this machine. `localhost` is by its standard; other names are not resolved.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepts(text: &str, origin: &str) {
        assert_eq!(Address::parse(text).unwrap().origin(), origin);
    }

    #[track_caller]
    fn refuses(text: &str, why: &str) {
        let error = Address::parse(text).unwrap_err();
        assert!(error.is_setup());
        assert!(error.to_string().contains(why), "{error}");
    }

    #[test]
    fn https_is_accepted_for_any_host() {
        accepts("https://example.com", "https://example.com");
        accepts("https://example.com:8443/", "https://example.com:8443");
    }

    #[test]
    fn plain_http_is_accepted_for_loopback_only() {
        accepts("http://127.0.0.1:3000", "http://127.0.0.1:3000");
        accepts("http://127.255.0.9", "http://127.255.0.9");
        accepts("http://[::1]:3000/", "http://[::1]:3000");
        accepts("http://localhost:3000", "http://localhost:3000");
        let far = [
            "http://example.com",
            "http://10.0.0.1",
            "http://0.0.0.0",
            "http://[::]",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://[::ffff:8.8.8.8]",
        ];
        for far in far {
            refuses(far, "plain http is only allowed for this machine");
        }
    }

    #[test]
    fn invalid_addresses_are_rejected() {
        refuses("ftp://example.com", "it must begin with https://");
        refuses("example.com", "invalid base URL");
        refuses("https://", "invalid base URL");
        refuses("https://example.com/proxy", "it must end after the host");
        refuses("https://example.com/?x=1", "it must end after the host");
        refuses("https://example.com/#x", "it must end after the host");
    }

    #[test]
    fn a_password_in_the_address_is_not_shown() {
        let error = Address::parse("https://user:TopSecret@example.com").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("TopSecret"));
    }
}
