//! One request as it arrived, whatever carried it.

use std::net::IpAddr;

/// A request: the very bytes that were sent, nothing decoded.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The HTTP method, in capitals.
    pub(crate) method: String,
    /// Path and query as sent.
    pub(crate) target: String,
    /// Header names in lower case with their values.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// Where it came from.
    pub(crate) ip: IpAddr,
}

impl Request {
    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// What stands behind the `?`.
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The value of a header, by its name in lower case; an empty one is none.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}
