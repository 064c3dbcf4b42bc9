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

pub use budget::{Budget, KeyPart};
pub use channel::{ChannelFacts, Socket};
pub use environment::Hosts;
pub use operation::{Access, AskedBy, Operation, Repeat};
pub use pages::{PageCursor, PageOrder, Pages};
pub use precision::{ListedBy, Precision, PrecisionCase, PrecisionKind};
#[cfg(feature = "dynamic")]
pub(crate) use question::NewRows;
pub use question::Question;
pub use route::{Method, RestRoute, Route, SocketRoute};
pub(crate) use row_sink::{Place, RowSink};
pub use rule::{Condition, Demand, Rule, Subject, Test};
pub use shape::{Form, Letters, OutcomeFields, Shape, TextRule};
pub(crate) use table::entries;
pub use table::{Clearing, FieldType, Fields, List, Optional, Slot, Table, Value, Word};
