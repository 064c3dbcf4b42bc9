//! One REST call.

use super::{Access, AskedBy, BudgetId, ChapterId, EndpointId, Method, Pages, Repeat, Rule, ShapeId};
use crate::Location;

/// The name of the deadline: a header of REST requests, and a field of messages.
pub const DEADLINE: &str = "expTime";

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

/// One REST call.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its name within the chapter, in `snake_case`.
    pub name: String,
    /// The name of its request type, in `PascalCase`.
    pub type_name: String,
    /// Its chapter.
    pub chapter: ChapterId,
    /// What it does.
    pub does: String,
    /// Its section in the guide, a full address.
    pub guide: String,
    /// HTTP method.
    pub method: Method,
    /// Path, including `/api/v5/`.
    pub path: String,
    /// Who may call it.
    pub access: Access,
    /// The budgets that it draws on, its own first.
    pub draws: Vec<BudgetId>,
    /// Whether it can have a deadline (`expTime`), after which OKX discards the request.
    pub deadline: bool,
    /// Whether it only cancels orders, closes positions or stops automatic trading.
    pub reduces_risk: bool,
    /// Whether it may be sent twice.
    pub repeat: Repeat,
    /// The query that tells whether it was done, where there is one.
    pub asked_by: Option<AskedBy>,
    /// The fields of the request or, for a batch, of one item. A shape even when there are none.
    pub request: ShapeId,
    /// Set when the request is a list of items.
    pub batch: Option<Batch>,
    /// Rules on the fields of one item.
    pub rules: Vec<Rule>,
    /// The reply.
    pub response: Response,
    /// How its list is paged, where it is.
    pub pages: Option<Pages>,
    /// Why its list is not paged, although its parameters look as if it were.
    pub unpaged: Option<String>,
    /// Where it was written.
    pub at: Location,
}

impl Endpoint {
    /// The call for a single item, when it is a batch of another call's requests.
    pub fn single(&self) -> Option<EndpointId> {
        self.batch.as_ref().and_then(|batch| batch.of)
    }
}

/// A request that is a list of items.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The call for a single item: the items have its fields, and a batch of one item draws on its budgets. `None` when there is no such
    /// call. The items then have fields of their own.
    pub of: Option<EndpointId>,
    /// The maximum number of items.
    pub up_to: usize,
}

/// The reply to a call, or a push.
#[derive(Clone, Debug)]
pub struct Response {
    /// The shape of one row of `data`.
    pub row: ShapeId,
    /// Any number of rows, or exactly one.
    pub many: bool,
}
