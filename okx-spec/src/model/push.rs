//! What is known about the pushes of a channel: how long it may be silent, how rows are told apart, what a gap is filled with.

use super::{EndpointId, ShapeId};
use crate::Location;

/// The longest time without a push on a healthy subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// In seconds.
    pub at_most: u32,
    /// An argument of the channel. A subscription that has it has no such limit.
    pub unless: Option<usize>,
    /// Where it was written.
    pub at: Location,
}

/// How rows that arrive twice are recognized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// By the sequence of the messages. Fields of a row.
    Sequence {
        /// The sequence ID of the message.
        id: usize,
        /// The sequence ID of the message before it.
        previous: usize,
    },
    /// By the values of fields. The first key that applies to a row is used.
    Keys(Vec<RowKey>),
}

/// Fields that tell rows apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// The rows that it applies to: the field has one of these values or, if there are none, any value.
    pub when: Vec<(usize, Vec<String>)>,
    /// The fields of a row.
    pub by: Vec<usize>,
    /// Where it was written.
    pub at: Location,
}

/// How a subscription starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// The first pushes hold the whole state. The last one of them is not marked.
    Full,
    /// The whole state is pushed in numbered pages. Fields of the object next to the rows.
    Paged {
        /// The number of the page.
        page: usize,
        /// Whether it is the last page.
        last: usize,
        /// Whether such snapshots are pushed again at intervals.
        repeats: bool,
    },
}

/// The lists that have what a gap in a channel's pushes missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The fields of a row that identify what it is about. The rows of the calls have the same fields.
    pub id: Vec<usize>,
    /// The field of a row with its time. The rows of the calls have the same field.
    pub time: usize,
    /// The calls, all of which are needed.
    pub calls: Vec<FillCall>,
    /// Where it was written.
    pub at: Location,
}

/// One call that fills gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillCall {
    /// A paged GET.
    pub call: EndpointId,
    /// Its parameters that are arguments of the channel: the place of the argument, and of the parameter.
    pub takes: Vec<(usize, usize)>,
    /// A parameter that is the name of the channel without this prefix.
    pub bar: Option<(usize, String)>,
    /// Parameters that take each of these values in turn, unless an argument gives one of them.
    pub each: Vec<(usize, Vec<String>)>,
    /// Whether rows of a gap may be on any page.
    pub complete: bool,
    /// Where it was written.
    pub at: Location,
}

/// The facts of a channel's pushes, together with the shapes that they are about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pushed {
    pub(crate) arguments: ShapeId,
    pub(crate) row: ShapeId,
    pub(crate) beside: Option<ShapeId>,
}
