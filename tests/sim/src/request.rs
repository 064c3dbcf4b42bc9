//! A request as it arrived, independent of the transport.

use std::net::IpAddr;

/// A request with its bytes exactly as sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The HTTP method, in upper case.
    pub(crate) method: String,
    /// Path and query as sent.
    pub(crate) target: String,
    /// Header names in lower case with their values.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// The address it came from.
    pub(crate) ip: IpAddr,
}

impl Request {
    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query without the `?`.
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The value of a header, by its name in lower case. An empty value counts as absent.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}
