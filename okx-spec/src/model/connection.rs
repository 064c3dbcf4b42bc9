//! What OKX accepts on the connections of its sockets.

use super::{Letters, Rate, Socket};
use crate::Location;

/// The limits of connections, and the paths of the sockets.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The path of each socket, in the order of [`Socket::ALL`].
    pub paths: Vec<(Socket, String)>,
    /// How many connections may be opened from one address.
    pub connects: Rate,
    /// How many logins and changes of subscriptions one connection accepts.
    pub requests: Rate,
    /// The maximum size of a message to OKX, in bytes.
    pub message_bytes: usize,
    /// The maximum number of characters of a request's `id`.
    pub id_length: usize,
    /// Which characters it may have.
    pub id_letters: Letters,
    /// OKX closes a connection without messages after so many seconds.
    pub idle: u32,
    /// The seconds between the notice of a close and the close.
    pub notice: u32,
    /// The maximum number of connections that subscribe to one counted channel, of one account or sub-account.
    pub counted: usize,
    /// The number of subscriptions to heavy channels that one connection should not exceed.
    pub heavy: usize,
    /// Where it was written.
    pub at: Location,
}
