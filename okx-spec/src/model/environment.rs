//! Regions and the guide.

use crate::Location;

/// The guide that a description was checked against.
#[derive(Clone, Debug)]
pub struct Guide {
    /// The date of the copy, `2026-06-27`.
    pub date: String,
    /// Its address. Anchors are appended after `#`.
    pub url: String,
}

/// The hosts of one region.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The region's name in `snake_case`.
    pub name: String,
    /// The region's name in `PascalCase`.
    pub type_name: String,
    /// Which region it is for.
    pub does: String,
    /// Address of the REST API, for live and demo trading alike.
    pub rest: String,
    /// Address of the sockets of live trading, without path.
    pub socket: String,
    /// Address of the sockets of demo trading, without path.
    pub demo_socket: String,
    /// Where it was written.
    pub at: Location,
}
