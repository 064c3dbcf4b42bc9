//! What sockets push.

use super::{Response, ShapeId, Socket};
use crate::Location;

/// One channel, or several that are subscribed to alike and push the same.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Our name of it within its socket, in `snake_case`.
    pub name: String,
    /// The same in `PascalCase`.
    pub type_name: String,
    /// Which socket pushes it.
    pub socket: Socket,
    /// What it tells.
    pub does: String,
    /// Where it stands in the guide, a full address.
    pub guide: String,
    /// OKX's names of the channels, at least one.
    pub channels: Vec<String>,
    /// Whether OKX wants a login before the subscription.
    pub login: bool,
    /// What a subscription names beside the channel; a shape even when it has no field.
    pub arguments: ShapeId,
    /// What `data` of a push holds.
    pub push: Response,
    /// What stands beside `data` in a push.
    pub beside: Option<ShapeId>,
    /// Where it was written.
    pub at: Location,
}

impl Channel {
    /// The Rust name of the type that tells which of several channels it is; `None` where there is only one.
    pub fn choice_type(&self) -> Option<String> {
        choice_type(&self.type_name, self.channels.len())
    }
}

/// The same, by the type of the entry and the number of its channels.
pub(crate) fn choice_type(type_name: &str, channels: usize) -> Option<String> {
    (channels > 1).then(|| format!("{type_name}Channel"))
}
