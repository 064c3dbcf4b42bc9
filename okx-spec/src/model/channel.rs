//! What sockets push.

use super::{Response, ShapeId, Socket};
use crate::Location;

/// One channel, or several with the same arguments and pushes.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its name within its socket, in `snake_case`.
    pub name: String,
    /// The same in `PascalCase`.
    pub type_name: String,
    /// The socket that pushes it.
    pub socket: Socket,
    /// What it pushes.
    pub does: String,
    /// Its section in the guide, a full address.
    pub guide: String,
    /// OKX's names of the channels, at least one.
    pub channels: Vec<String>,
    /// Whether OKX requires a login before the subscription.
    pub login: bool,
    /// The arguments of a subscription besides the channel. A shape even when there are none.
    pub arguments: ShapeId,
    /// What `data` of a push holds.
    pub push: Response,
    /// The members of a push besides `data`.
    pub beside: Option<ShapeId>,
    /// Where it was written.
    pub at: Location,
}

impl Channel {
    /// The Rust name of the type for the choice between several channels. `None` where there is only one.
    pub fn choice_type(&self) -> Option<String> {
        choice_type(&self.type_name, self.channels.len())
    }
}

/// The same, for an entry with this type name and number of channels.
pub(crate) fn choice_type(type_name: &str, channels: usize) -> Option<String> {
    (channels > 1).then(|| format!("{type_name}Channel"))
}
