//! The guide, the regions and the chapters.

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

/// A chapter of the guide, one file, one Rust module.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// The module's name, from the file's name.
    pub name: String,
    /// The chapter's heading in the guide.
    pub title: String,
    /// What it is about.
    pub does: String,
    /// Its section in the guide, a full address.
    pub guide: String,
    /// Where it was written.
    pub at: Location,
}
