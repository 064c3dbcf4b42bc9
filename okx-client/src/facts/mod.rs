//! The data that generated tables consist of: facts from OKX's guide, and the traits that give access to the fields and rows of generated
//! types. This module makes no decisions.

mod budget;
mod channel;
mod connection;
mod field_type;
mod operation;
mod pages;
mod precision;
mod route;
mod row_sink;
mod shape;
mod table;

pub use budget::Budget;
pub use channel::{ChannelFacts, Fill, FillCall, Once, RowKey, Silence, Snapshot};
pub use connection::{CloseCode, ConnectionFacts};
pub use field_type::{Clearing, FieldType, List, Optional, Word};
pub use okx_facts::{
    Access, AfterClose, Demand, Form, KeyPart, Letters, Method, OutcomeFields, PrecisionKind, Repeat, Socket, Subject,
    Test,
};
#[cfg(feature = "dynamic")]
pub(crate) use operation::NewRows;
pub use operation::{AskedBy, Condition, Lookup, Operation, Rule};
pub use pages::{PageCursor, PageOrder, Pages};
pub use precision::{ListedBy, Precision, PrecisionCase};
pub use route::{Hosts, RestRoute, Route, SocketRoute};
pub(crate) use row_sink::{RowPlacement, RowSink};
pub use shape::{Shape, TextRule};
pub(crate) use table::entries;
pub use table::{Fields, Slot, Table, Value};
