//! The address of OKX's sockets.

use reqwest::Url;

use crate::carriers::rest::Address;
use crate::error::Error;

/// The scheme and host of OKX's sockets, validated: `wss`, or `ws` to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SocketAddress {
    origin: Box<str>,
    /// The same for the request that is upgraded: `https` or `http`.
    http: Address,
}

impl SocketAddress {
    /// Parses an address such as `wss://ws.okx.com`, without a path. Plain `ws` would expose orders and the passphrase to the network, so it
    /// is only accepted for loopback addresses.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::setup(format!("invalid WebSocket URL `{text}`: {why}"));
        let (http, rest) = if let Some(rest) = text.strip_prefix("wss://") {
            ("https", rest)
        } else if let Some(rest) = text.strip_prefix("ws://") {
            ("http", rest)
        } else {
            // It may contain a password, so it is not repeated.
            return Err(Error::setup("invalid WebSocket URL: it must begin with wss://, or ws:// for this machine"));
        };
        if rest.contains('@') {
            return Err(Error::setup("the WebSocket URL must not contain a user or a password"));
        }
        let parsed = Address::parse(&format!("{http}://{rest}"));
        let http = parsed.map_err(|_| match Url::parse(text) {
            Err(error) => refuse(&error.to_string()),
            Ok(url) if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() => {
                refuse("it must end after the host; remove the path, query or fragment")
            }
            Ok(_) => refuse("plain ws is only allowed for this machine; use wss"),
        })?;
        Ok(Self::of(http))
    }

    /// The sockets of a server whose REST API has this address, such as a simulated exchange.
    pub(crate) fn beside(rest: &Address) -> Self {
        Self::of(rest.clone())
    }

    fn of(http: Address) -> Self {
        let origin = match http.origin().strip_prefix("https://") {
            Some(host) => format!("wss://{host}"),
            None => http.origin().replacen("http://", "ws://", 1),
        };
        Self { origin: origin.into(), http }
    }

    /// Scheme, host and port, without a trailing slash.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of the request that is upgraded.
    pub(crate) fn http(&self) -> &Address {
        &self.http
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepts(text: &str, origin: &str, http: &str) {
        let address = SocketAddress::parse(text).unwrap();
        assert_eq!((address.origin(), address.http().origin()), (origin, http));
    }

    #[track_caller]
    fn refuses(text: &str, why: &str) {
        let error = SocketAddress::parse(text).unwrap_err();
        assert!(error.is_setup());
        assert!(error.to_string().contains(why), "{error}");
        assert!(!format!("{error} {error:?}").contains("TopSecret"), "{error}");
    }

    #[test]
    fn wss_is_accepted_for_any_host_and_ws_for_this_machine() {
        accepts("wss://ws.okx.com", "wss://ws.okx.com", "https://ws.okx.com");
        accepts("wss://example.com:8443/", "wss://example.com:8443", "https://example.com:8443");
        accepts("ws://127.0.0.1:3000", "ws://127.0.0.1:3000", "http://127.0.0.1:3000");
        accepts("ws://[::1]:3000", "ws://[::1]:3000", "http://[::1]:3000");
        accepts("ws://localhost:3000/", "ws://localhost:3000", "http://localhost:3000");
    }

    #[test]
    fn invalid_addresses_are_rejected() {
        refuses("ws://ws.okx.com", "plain ws is only allowed for this machine");
        refuses("https://ws.okx.com", "it must begin with wss://");
        refuses("wss://ws.okx.com/ws/v5/public", "it must end after the host");
        refuses("wss://", "invalid WebSocket URL");
        refuses("wss://user:TopSecret@ws.okx.com", "must not contain a user or a password");
        refuses("user:TopSecret@ws.okx.com", "it must begin with wss://");
    }

    #[test]
    fn the_sockets_of_a_simulated_exchange_are_beside_its_rest_api() {
        let rest = Address::parse("http://127.0.0.1:3000").unwrap();
        assert_eq!(SocketAddress::beside(&rest).origin(), "ws://127.0.0.1:3000");
    }
}
