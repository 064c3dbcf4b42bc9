//! One REST call.

use std::fmt;

use super::words::word;
use super::{AskedBy, BudgetId, ChapterId, EndpointId, Pages, Rule, ShapeId};
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

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Parameters travel in the query.
    Get,
    /// Parameters travel as JSON.
    Post,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Post => "POST",
        })
    }
}

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone; sent without keys.
    Public,
    /// Anyone, but a signed request may be answered differently; sent without keys unless asked.
    Either,
    /// A key with the right to read.
    Read,
    /// A key with the right to trade.
    Trade,
    /// A key with the right to withdraw.
    Withdraw,
}

impl Access {
    /// Every access with the word that stands for it in YAML.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("public", Self::Public),
        ("either", Self::Either),
        ("read", Self::Read),
        ("trade", Self::Trade),
        ("withdraw", Self::Withdraw),
    ];

    /// The word that stands for it in YAML.
    pub fn word(self) -> &'static str {
        word(Self::ALL, self)
    }
}

/// What makes a second sending of the same request safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It changes nothing, or the same thing twice is the same as once.
    Always,
    /// Nothing does.
    Never,
    /// This field of each item (its place in the request's shape) names what is made. OKX refuses a repeated
    /// name only while the first order is open, so what may have been done is asked for by the name, never sent
    /// again.
    By(usize),
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
