//! Operations: what a request asks OKX to do, independent of its route, and the rules for its fields.

use std::fmt;

use super::{Access, Budget, Demand, Fields, Repeat, RestRoute, RowSink, Subject, Test};

/// What is constant about an operation, independent of its route: its rate limits, its rules, and the meaning of its reply.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent facts of the operation")]
pub struct Operation {
    /// Its name in this crate, `chapter.endpoint`.
    pub name: &'static str,
    /// The address of its section in OKX's guide.
    pub guide: &'static str,
    /// Who may call it.
    pub access: Access,
    /// The rate limits that every request counts against.
    pub draws: &'static [&'static Budget],
    /// The rate limits that a batch of one item counts against instead: those of the operation for a single item. `None` if there is none.
    pub single_draws: Option<&'static [&'static Budget]>,
    /// The maximum number of items; 1 if it is not a batch.
    pub up_to: usize,
    /// Whether it changes nothing at OKX, so that a lost reply leaves no outcome unknown.
    pub only_reads: bool,
    /// Whether it accepts a deadline.
    pub deadline: bool,
    /// Whether it can only cancel orders, close positions or stop bots.
    pub reduces_risk: bool,
    /// How many requests about the same order OKX accepts before it has answered the first of them. The order is the one that `identities`
    /// name. `None` if there is no such limit.
    pub in_flight: Option<u32>,
    /// Whether it is safe to send it twice.
    pub repeat: Repeat,
    /// The wire names of the fields of an item that identify its order or other subject, such as `ordId` and `clOrdId`. A row of the reply
    /// with the same fields belongs to the item only if all of them match.
    pub identities: &'static [&'static str],
    /// How to find out whether it was done; `None` if OKX cannot be asked.
    pub asked_by: Option<&'static AskedBy>,
    /// Whether the reply has any number of rows; otherwise it has one.
    pub many_rows: bool,
    /// Rules for each item, in addition to required fields.
    pub rules: &'static [Rule],
}

impl Operation {
    /// An operation with default values, for struct update syntax.
    pub const PLAIN: Self = Self {
        name: "",
        guide: "",
        access: Access::Public,
        draws: &[],
        single_draws: None,
        up_to: 1,
        only_reads: false,
        deadline: false,
        reduces_risk: false,
        in_flight: None,
        repeat: Repeat::Never,
        identities: &[],
        asked_by: None,
        many_rows: false,
        rules: &[],
    };
}

/// A rule for the fields of an item, given by their places.
#[derive(Debug)]
pub struct Rule {
    /// What is demanded.
    pub demand: Demand,
    /// The conditions under which it applies; empty means always.
    pub when: &'static [Condition],
    /// For a safeguard of the client: why it refuses what OKX would accept. `None` if OKX itself refuses it.
    pub ours: Option<&'static str>,
}

/// A condition. In a list of conditions, all must hold.
#[derive(Debug)]
pub struct Condition {
    /// What is tested.
    pub subject: Subject,
    /// The test.
    pub test: Test,
}

/// How to find out whether a request, or one item of it, was done. Fields are given by wire name.
#[derive(Debug)]
pub struct AskedBy {
    /// The lookup.
    pub lookup: Lookup,
    /// The field with the id: of the request, of the lookup, and, if it has one, of a row of the lookup's reply.
    pub name: &'static str,
    /// Other fields that the lookup takes over from the request.
    pub with: &'static [&'static str],
    /// Codes that mean that OKX knows no such id. A reply without rows means the same.
    pub missing: &'static [&'static str],
    /// The field of a row with the creation time.
    pub made: Option<&'static str>,
    /// For how many seconds OKX remembers it after its end; `None` if forever.
    pub remembered: Option<u32>,
}

/// An operation that the client calls on its own, without knowing the types of its request and rows.
#[derive(Clone, Copy)]
pub struct Lookup {
    pub(crate) operation: &'static Operation,
    pub(crate) route: &'static RestRoute,
    pub(crate) request: fn() -> Box<dyn Fields>,
    pub(crate) rows: NewRows,
}

/// Creates an empty collection for the rows of a reply.
pub(crate) type NewRows = fn() -> Box<dyn RowSink>;

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lookup({})", self.operation.name)
    }
}
