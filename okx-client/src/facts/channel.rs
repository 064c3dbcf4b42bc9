//! What is constant about channels.

use std::time::Duration;

use super::{Lookup, Pages, Socket};

/// What is constant about a channel, or about several similar channels. Fields of rows, arguments and messages are given by their places in
/// the shapes of the channel's types.
#[derive(Debug)]
pub struct ChannelFacts {
    /// Its name in this crate, `ws.socket.channel`.
    pub name: &'static str,
    /// OKX's names of the channels.
    pub names: &'static [&'static str],
    /// The socket that pushes it.
    pub socket: Socket,
    /// Whether OKX requires a login before the subscription.
    pub login: bool,
    /// The address of its section in OKX's guide.
    pub guide: &'static str,
    /// The longest time without a push on a healthy subscription. `None` if a healthy subscription can be silent for any time.
    pub silence: Option<Silence>,
    /// Channels that a connection cannot have for the same arguments: a name from `names`, and the names of the channels that it excludes.
    /// If one channel excludes another, the other one excludes it too.
    pub excludes: &'static [(&'static str, &'static [&'static str])],
    /// How to recognize a row that arrives twice.
    pub once: Once,
    /// Whether OKX limits the number of connections of an account that subscribe to it, to [`ConnectionFacts::counted`].
    ///
    /// [`ConnectionFacts::counted`]: super::ConnectionFacts::counted
    pub counted: bool,
    /// The channels from `names` that push so much that OKX recommends at most [`ConnectionFacts::heavy`] of them on one connection.
    ///
    /// [`ConnectionFacts::heavy`]: super::ConnectionFacts::heavy
    pub heavy: &'static [&'static str],
    /// How a subscription starts.
    pub snapshot: Snapshot,
    /// How to get what was missed during a gap. `None` if OKX has no suitable list.
    pub filled_by: Option<&'static Fill>,
}

impl ChannelFacts {
    /// A channel with default values, for struct update syntax.
    pub const PLAIN: Self = Self {
        name: "",
        names: &[],
        socket: Socket::Public,
        login: false,
        guide: "",
        silence: None,
        excludes: &[],
        once: Once::Unknown,
        counted: false,
        heavy: &[],
        snapshot: Snapshot::None,
        filled_by: None,
    };

    /// The channels that a connection cannot have together with this one for the same arguments.
    pub fn excluded_by(&self, channel: &str) -> &'static [&'static str] {
        self.excludes.iter().find(|(name, _)| *name == channel).map_or(&[], |(_, excluded)| excluded)
    }
}

/// The longest time without a push on a healthy subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The time.
    pub at_most: Duration,
    /// An argument. There is no such limit for subscriptions that have it.
    pub unless: Option<usize>,
}

/// How to recognize a row that arrives twice, for example over the old and the new connection while a connection is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// It cannot be recognized.
    Unknown,
    /// By the sequence IDs of the messages, which are the same on all connections. Fields of a row.
    Sequence {
        /// The sequence ID of the message.
        id: usize,
        /// The sequence ID of the previous message.
        previous: usize,
    },
    /// By the values of fields. The first key that applies to a row is the row's key. A row without one cannot be recognized.
    Keys(&'static [RowKey]),
}

/// Fields that tell the rows of a channel apart.
#[derive(Debug, PartialEq, Eq)]
pub struct RowKey {
    /// The rows that it applies to. All conditions must hold: the field has one of these texts or, if the list is empty, any value.
    pub when: &'static [(usize, &'static [&'static str])],
    /// The fields. Rows of the same subscription with the same values are the same row. Absent fields are equal.
    pub by: &'static [usize],
}

/// How a subscription starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// OKX does not promise a snapshot.
    None,
    /// The first pushes contain the whole state. There can be several, and the last one is not marked.
    Full,
    /// The whole state is pushed in numbered pages. What is on none of them no longer exists. Fields of the object next to the rows.
    Paged {
        /// The page number, counted from 1.
        page: usize,
        /// Whether it is the last page.
        last: usize,
        /// Whether such snapshots are pushed again at intervals.
        repeats: bool,
    },
}

/// The lists of the REST API with what was missed during a gap. Their rows have the same fields as the pushes, with the same wire names, so
/// they can be read as pushes; fields that only one of them has are absent in the other.
#[derive(Debug)]
pub struct Fill {
    /// The fields of a push that identify what a row is about, such as the order or the trade. The rows of the calls have them too.
    pub id: &'static [usize],
    /// The field of a push with its time. The rows of the calls have it too.
    pub time: usize,
    /// The calls. All of them are needed.
    pub calls: &'static [FillCall],
}

impl Fill {
    /// Whether a row is identified by its time. The time of such a row, a candle, is its beginning; its values change afterwards.
    pub(crate) fn is_identified_by_time(&self) -> bool {
        self.id.contains(&self.time)
    }
}

/// A call that fills gaps.
#[derive(Debug)]
pub struct FillCall {
    /// The call.
    pub lookup: Lookup,
    /// How its list is paged. The entries are the rows of the reply.
    pub pages: &'static Pages,
    /// The parameters that are arguments of the channel: the place of the argument, and the wire name of the parameter. A value that the
    /// parameter does not know, such as `ANY`, is left out.
    pub takes: &'static [(usize, &'static str)],
    /// A parameter whose value is the name of the channel without this prefix.
    pub bar: Option<(&'static str, &'static str)>,
    /// Parameters that take each of these values in turn, unless an argument gives one of them. With several such parameters, one call is
    /// needed for each combination.
    pub each: &'static [(&'static str, &'static [&'static str])],
    /// Whether the list must be read to its end, because a row that changed during the gap may be on any page. Otherwise, reading can stop
    /// at the first page with no row from the gap.
    pub complete: bool,
}
