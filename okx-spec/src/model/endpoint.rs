//! One REST call.

use super::{Access, BudgetId, ChapterId, EndpointId, Given, Method, Pages, Repeat, Rule, ShapeId};
use crate::Location;

/// The name of the deadline: a header of REST requests, and a field of messages.
pub const DEADLINE: &str = "expTime";

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
    /// Other words that people search for it by.
    pub aka: Vec<String>,
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
    /// Whether it works in live trading and in demo trading.
    pub demo: Demo,
    /// Whether it can have a deadline (`expTime`), after which OKX discards the request.
    pub deadline: bool,
    /// Whether it only cancels orders, closes positions or stops automatic trading.
    pub reduces_risk: bool,
    /// How many requests about one order OKX processes at the same time; more are refused.
    pub in_flight: Option<u32>,
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
    /// The fields of an example of the request or, for a batch, of one item. Empty where there is no example.
    pub example: Vec<Given>,
    /// Result codes that users of this call should know, the most important first.
    pub codes: Vec<String>,
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

/// Where a call works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// In live trading and in demo trading.
    Both,
    /// Only in live trading.
    LiveOnly,
    /// Only in demo trading.
    DemoOnly,
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

/// The query that tells whether a call with an unknown outcome was done. Fields are places in the call's request, or in one item of it, unless
/// stated otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedBy {
    /// The call that is sent as the query.
    pub call: EndpointId,
    /// The field that names what the call creates. The query has a field with the same name, and so may the rows of its reply.
    pub name: usize,
    /// Other fields of the request that the query also has, under the same names.
    pub with: Vec<usize>,
    /// Result codes that mean "not found".
    pub missing: Vec<String>,
    /// The field with the time of creation, in the rows of the reply to the query.
    pub made: Option<usize>,
    /// For how many seconds OKX keeps it after it has ended. `None` when it is kept forever.
    pub remembered: Option<u32>,
    /// Where it was written.
    pub at: Location,
}
