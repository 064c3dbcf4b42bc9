//! Channels, and calls that can also be sent over a socket.

use super::{BudgetId, EndpointId, Field, Fill, Given, Model, Once, Response, ShapeId, Silence, Snapshot, Socket};
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
    /// Other words that people search for it by.
    pub aka: Vec<String>,
    /// Its section in the guide, a full address.
    pub guide: String,
    /// OKX's names of the channels, at least one.
    pub channels: Vec<String>,
    /// Whether OKX requires a login before the subscription.
    pub login: bool,
    /// The arguments of a subscription besides the channel. A shape even when there are none.
    pub arguments: ShapeId,
    /// The arguments in an example of a subscription.
    pub example: Vec<Given>,
    /// What `data` of a push holds.
    pub push: Response,
    /// The members of a push besides `data`.
    pub beside: Option<ShapeId>,
    /// The longest time without a push, where silence is not normal.
    pub silence: Option<Silence>,
    /// Channels that a connection cannot have for the same arguments: one of `channels`, and those that it excludes. Both of two channels that
    /// exclude each other have an entry.
    pub excludes: Vec<(String, Vec<String>)>,
    /// How rows that arrive twice are recognized, where they can be.
    pub once: Option<Once>,
    /// Whether the number of connections that subscribe to it is limited.
    pub counted: bool,
    /// Those of `channels` that push so much that they should be spread over several connections.
    pub heavy: Vec<String>,
    /// How a subscription starts, where the guide says so.
    pub snapshot: Option<Snapshot>,
    /// What fills a gap in its pushes.
    pub filled_by: Option<Fill>,
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

/// A REST call that can also be sent over a socket. Its rules, deadline, `repeat` and reply are those of the call.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name, in `snake_case`.
    pub name: String,
    /// What it does.
    pub does: String,
    /// Its section in the guide, a full address.
    pub guide: String,
    /// OKX's name of it: the `op` of the message.
    pub op: String,
    /// The socket that accepts it.
    pub socket: Socket,
    /// The call that it is.
    pub of: EndpointId,
    /// Fields of the call's request that it does not have, by their places.
    pub without: Vec<usize>,
    /// Fields that it has and the call does not. A shape even when there are none.
    pub adds: ShapeId,
    /// The budgets that it draws on: its own, or else those of the call.
    pub draws: Vec<BudgetId>,
    /// Where it was written.
    pub at: Location,
}

impl Operation {
    /// The fields of one item: those of its call that it has, and then those that only it has.
    pub fn fields<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = &'m Field> {
        let request = &model[model[self.of].request].fields;
        let taken = request.iter().enumerate().filter(|(place, _)| !self.without.contains(place));
        taken.map(|(_, field)| field).chain(&model[self.adds].fields)
    }
}
