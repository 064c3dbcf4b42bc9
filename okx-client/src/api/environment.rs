//! Which OKX is talked to.

use std::fmt;

use crate::api::environments::Region;

/// Which OKX is talked to: one of its regions, for real or for practice.
///
/// A key belongs to one of the six. OKX answers a key of another one as if it did not exist.
///
/// ```
/// use okx_client::Environment;
/// use okx_client::environments::Region;
///
/// let practice = Environment::demo(Region::Global);
/// assert!(practice.is_demo());
/// assert_eq!(practice.to_string(), "Environment::demo(Region::Global)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Environment {
    region: Region,
    demo: bool,
}

impl Environment {
    /// Trading with real funds in this region.
    pub const fn live(region: Region) -> Self {
        Self { region, demo: false }
    }

    /// Practice with play money in this region.
    pub const fn demo(region: Region) -> Self {
        Self { region, demo: true }
    }

    /// The region.
    pub const fn region(self) -> Region {
        self.region
    }

    /// Whether it is practice.
    pub const fn is_demo(self) -> bool {
        self.demo
    }

    /// The address of its REST API. Both trade at the same address; a header tells practice from the real thing.
    pub fn rest(self) -> &'static str {
        self.region.hosts().rest
    }
}

impl fmt::Display for Environment {
    /// As it is written in Rust, because that is the line to change when a key belongs elsewhere.
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
