//! Environments: the region, and live or demo trading.

use std::fmt;

use crate::api::environments::Region;

/// The environment of a client: one of OKX's regions, and live or demo trading.
///
/// An API key belongs to exactly one environment. In all others, OKX answers that it does not exist.
///
/// ```
/// use okx_client::Environment;
/// use okx_client::environments::Region;
///
/// let demo = Environment::demo(Region::Global);
/// assert!(demo.is_demo());
/// assert_eq!(demo.to_string(), "Environment::demo(Region::Global)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Environment {
    region: Region,
    demo: bool,
}

impl Environment {
    /// Live trading with real funds in this region.
    pub const fn live(region: Region) -> Self {
        Self { region, demo: false }
    }

    /// Demo trading with simulated funds in this region.
    pub const fn demo(region: Region) -> Self {
        Self { region, demo: true }
    }

    /// The region.
    pub const fn region(self) -> Region {
        self.region
    }

    /// Whether it is demo trading.
    pub const fn is_demo(self) -> bool {
        self.demo
    }

    /// The address of its REST API. Live and demo trading have the same address; a header distinguishes them.
    pub fn rest(self) -> &'static str {
        self.region.hosts().rest
    }

    /// The address of its sockets, without a path.
    pub fn ws(self) -> &'static str {
        let hosts = self.region.hosts();
        if self.demo { hosts.demo_socket } else { hosts.socket }
    }
}

impl fmt::Display for Environment {
    /// Prints the Rust expression, because that is what to change if an API key belongs to another environment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Environment::{}(Region::{:?})", if self.demo { "demo" } else { "live" }, self.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::rest::Address;

    #[test]
    fn every_region_has_an_address_for_signed_requests() {
        for region in Region::ALL {
            let address = Address::parse(Environment::live(*region).rest()).unwrap();
            assert!(address.is_encrypted());
            assert_eq!(Environment::live(*region).rest(), Environment::demo(*region).rest());
        }
    }
}
