//! Where requests go.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::Error;

/// Scheme and host of OKX, checked: `https`, or `http` to this very machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    origin: Box<str>,
    encrypted: bool,
}

impl Address {
    /// Takes an address such as `https://openapi.okx.com`.
    ///
    /// Plain `http` would show orders and passphrase to everyone on the way, so it is only for a loopback address. A path has no
    /// place in it, because OKX signs from the host's root; neither have a query and a user.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::setup(format!("`{text}` cannot be the base address: {why}"));
        let url = Url::parse(text).map_err(|error| refuse(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            // The address itself is not repeated here: it holds somebody's password.
            return Err(Error::setup("the base address must not hold a user or a password"));
        }
        let host = url.host_str().unwrap_or_default();
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(host) => {}
            "http" => return Err(refuse("plain http is only for this machine itself; use https")),
            _ => return Err(refuse("it must begin with https://")),
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("it must end after the host"));
        }
        Ok(Self { origin: url.as_str().trim_end_matches('/').into(), encrypted: url.scheme() == "https" })
    }

    /// Scheme, host and port, without a slash at the end.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is reached over TLS.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.encrypted
    }
}

/// Whether a host, as the URL parser writes it, is this machine. `localhost` is one by its standard; other names are not looked up.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_taken(text: &str, origin: &str) {
        assert_eq!(Address::parse(text).unwrap().origin(), origin);
    }

    #[track_caller]
    fn is_refused(text: &str, why: &str) {
        let error = Address::parse(text).unwrap_err();
        assert!(error.is_setup());
        assert!(error.to_string().contains(why), "{error}");
    }

    #[test]
    fn https_goes_anywhere() {
        is_taken("https://example.com", "https://example.com");
        is_taken("https://example.com:8443/", "https://example.com:8443");
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        is_taken("http://127.0.0.1:3000", "http://127.0.0.1:3000");
        is_taken("http://127.255.0.9", "http://127.255.0.9");
        is_taken("http://[::1]:3000/", "http://[::1]:3000");
        is_taken("http://localhost:3000", "http://localhost:3000");
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
            is_refused(far, "plain http is only for this machine itself");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        is_refused("ftp://example.com", "it must begin with https://");
        is_refused("example.com", "cannot be the base address");
        is_refused("https://", "cannot be the base address");
        is_refused("https://example.com/proxy", "it must end after the host");
        is_refused("https://example.com/?x=1", "it must end after the host");
        is_refused("https://example.com/#x", "it must end after the host");
    }

    #[test]
    fn a_password_in_the_address_is_not_repeated() {
        let error = Address::parse("https://user:TopSecret@example.com").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("TopSecret"));
    }
}
