//! What generated tables are made of: facts of the description, and the interfaces through which the fields and rows of generated types
//! are reached. Nothing in here decides anything.

mod budget;
mod channel;
mod environment;
mod operation;
mod pages;
mod precision;
mod question;
mod route;
mod row_sink;
mod rule;
mod shape;
mod table;

pub use budget::Budget;
pub use channel::ChannelFacts;
pub use environment::Hosts;
pub use okx_facts::{
    Access, Demand, Form, KeyPart, Letters, Method, OutcomeFields, PrecisionKind, Repeat, Socket, Subject, Test,
};
pub use operation::{AskedBy, Operation};
pub use pages::{PageCursor, PageOrder, Pages};
pub use precision::{ListedBy, Precision, PrecisionCase};
#[cfg(feature = "dynamic")]
pub(crate) use question::NewRows;
pub use question::Question;
pub use route::{RestRoute, Route, SocketRoute};
pub(crate) use row_sink::{Place, RowSink};
pub use rule::{Condition, Rule};
pub use shape::{Shape, TextRule};
pub(crate) use table::entries;
pub use table::{Clearing, FieldType, Fields, List, Optional, Slot, Table, Value, Word};
