//! One REST call.

use super::{Access, AskedBy, BudgetId, ChapterId, EndpointId, Method, Pages, Repeat, Rule, ShapeId};
use crate::Location;

/// What carries a deadline: a header of calls, a field of messages.
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
    /// Where it stands in the guide, a full address.
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
    /// Where it stands in the guide, a full address.
    pub guide: String,
    /// HTTP method.
    pub method: Method,
    /// Path, from `/api/v5/` on.
    pub path: String,
    /// Who may call it.
    pub access: Access,
    /// Budgets every call draws on, its own first.
    pub draws: Vec<BudgetId>,
    /// Whether it takes a deadline after which OKX drops the request (`expTime`).
    pub deadline: bool,
    /// Whether it only takes orders out of the market, closes positions or stops what trades by itself.
    pub reduces_risk: bool,
    /// What makes a second sending safe.
    pub repeat: Repeat,
    /// How to find out whether it was done, where that can be asked.
    pub asked_by: Option<AskedBy>,
    /// The fields of the request, or of one item of it when it is a batch. Requests have a shape even when it has no
    /// field.
    pub request: ShapeId,
    /// Set when the body is a list of items.
    pub batch: Option<Batch>,
    /// Demands on the fields of one item beyond being required.
    pub rules: Vec<Rule>,
    /// What comes back.
    pub response: Response,
    /// How its list is read page by page, where it is.
    pub pages: Option<Pages>,
    /// Why its list cannot be, where its parameters look as if it could.
    pub unpaged: Option<String>,
    /// Where it was written.
    pub at: Location,
}

impl Endpoint {
    /// The call that one item of this one would be, when it is a batch of such.
    pub fn single(&self) -> Option<EndpointId> {
        self.batch.as_ref().and_then(|batch| batch.of)
    }
}

/// A request that is a list of items.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The call one item would be: the items have its fields, and a batch of one draws what that call draws. `None`
    /// when no call is about a single item; then the items have fields of their own.
    pub of: Option<EndpointId>,
    /// How many items OKX takes at most.
    pub up_to: usize,
}

/// What comes back from a call, or is pushed.
#[derive(Clone, Debug)]
pub struct Response {
    /// The shape of one row of `data`.
    pub row: ShapeId,
    /// Any number of rows, or exactly one.
    pub many: bool,
}
