//! What is constant about a call: facts of the description, in the form the lifecycle reads them.

mod budget;
mod question;

use std::fmt;

use crate::envelope::FromRows;
use crate::fields::{Fields, Form, List, Value};
use crate::unknown_values::{self, UnknownValue};

pub use self::budget::{Budget, KeyPart};
pub use self::question::Question;
#[cfg(feature = "dynamic")]
pub(crate) use self::question::{Request, read};
pub use crate::instruments::ListedBy;

/// A request that can be sent: generated from the description, or derived with `OkxRequest`.
pub trait Endpoint: Fields {
    /// One row of the reply.
    type Row: Fields + Default + 'static;

    /// What `send` gives: one row, or [`crate::Rows`].
    type Reply: FromRows<Self::Row>;

    /// The facts of the call.
    const CALL: &'static Call;

    /// The request itself, or its items when it is a batch: a list and nothing around it.
    fn items(&self) -> Items<'_>
    where
        Self: Sized,
    {
        // Only what has nothing around it is sure to have a field.
        if self.shape().form == Form::Bare
            && let Value::List(list) = self.value(0)
        {
            return Items::Many(list);
        }
        Items::One(self)
    }

    /// The values in it that are not known today, with the nearest known ones: new values of OKX, or misspelt ones. They are sent as they
    /// are, and OKX decides.
    ///
    /// ```
    /// use okx_client::endpoint::Endpoint;
    /// use okx_client::market::GetCandles;
    ///
    /// let unknown = GetCandles::new("BTC-USDT").bar("1d").unknown_values();
    /// assert_eq!(unknown[0].to_string(), r#"`bar`: "1d" is not a known value; did you mean "1D"?"#);
    /// ```
    fn unknown_values(&self) -> Vec<UnknownValue>
    where
        Self: Sized,
    {
        unknown_values::of(self.items())
    }
}

/// A request of which OKX can be asked whether it was done: generated where the description says how.
pub trait Resolvable: Endpoint {
    /// The call that asks.
    type Question: Endpoint + Default;
}

/// How to ask whether what a request, or one item of it, would make is there. Fields are given by wire name.
#[derive(Debug)]
pub struct AskedBy {
    /// The call that asks.
    pub question: Question,
    /// The field that names it, of the request, of the question, and, where it tells, of a row of the answer.
    pub name: &'static str,
    /// What else the question takes from the request.
    pub with: &'static [&'static str],
    /// Codes that say that there is none. A list without rows says so too.
    pub missing: &'static [&'static str],
    /// The field of the answer's row that tells when it was made.
    pub made: Option<&'static str>,
    /// For how many seconds OKX knows of it after it has ended, where not for good.
    pub remembered: Option<u32>,
}

/// A request seen as the items it is made of.
#[derive(Clone, Copy)]
pub enum Items<'a> {
    /// A request of its own.
    One(&'a dyn Fields),
    /// A batch; every entry is an object.
    Many(&'a dyn List),
}

impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(fields) => Value::Object(*fields).fmt(f),
            Self::Many(list) => Value::List(*list).fmt(f),
        }
    }
}

/// The facts of one call.
#[derive(Debug)]
pub struct Call {
    /// `chapter.endpoint`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path on the host.
    pub path: &'static str,
    /// Where the guide tells of it.
    pub guide: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Budgets every call draws on.
    pub draws: &'static [&'static Budget],
    /// Budgets a batch of one item draws on instead; `None` when no other call does what that would do.
    pub single_draws: Option<&'static [&'static Budget]>,
    /// How many items it takes at most; 1 when it is no batch.
    pub up_to: usize,
    /// Whether it takes a deadline.
    pub deadline: bool,
    /// Whether it only takes orders out of the market, closes positions or stops what trades by itself.
    pub reduces_risk: bool,
    /// What makes a second sending safe.
    pub repeat: Repeat,
    /// Fields of an item that tell what it makes or is about from everything else, such as `ordId` and `clOrdId`, by wire name. A row of
    /// the reply that has such a field too is about the same thing only if both agree.
    pub identities: &'static [&'static str],
    /// How to find out whether it was done; `None` where OKX cannot be asked by a name.
    pub asked_by: Option<&'static AskedBy>,
    /// Whether the reply has any number of rows; otherwise it has one.
    pub many_rows: bool,
    /// Demands on each item beyond required fields.
    pub rules: &'static [Rule],
}

impl Call {
    /// A call of which nothing special is to be said: what others are written down from.
    pub const PLAIN: Self = Self {
        name: "",
        method: Method::Get,
        path: "",
        guide: "",
        access: Access::Public,
        draws: &[],
        single_draws: None,
        up_to: 1,
        deadline: false,
        reduces_risk: false,
        repeat: Repeat::Never,
        identities: &[],
        asked_by: None,
        many_rows: false,
        rules: &[],
    };
}

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Parameters travel in the query.
    Get,
    /// Parameters travel as JSON.
    Post,
}

impl Method {
    /// Its name in HTTP, which is part of what is signed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anyone; sent without keys.
    Public,
    /// Anyone; sent without keys unless asked.
    Either,
    /// A key with the right to read.
    Read,
    /// A key with the right to trade.
    Trade,
    /// A key with the right to withdraw.
    Withdraw,
}

/// What makes a second sending of the same request safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Twice is the same as once.
    Always,
    /// Nothing does.
    Never,
    /// The field at this place of each item names what is made. OKX refuses the name a second time only while what it names is open
    /// (a filled order's `clOrdId` is free again), so what may have been done is asked for by the name, never sent again.
    By(usize),
}

/// The hosts of one region.
#[derive(Debug)]
pub struct Hosts {
    /// The region's name in `snake_case`.
    pub region: &'static str,
    /// Address of the REST API, for live and demo trading alike.
    pub rest: &'static str,
    /// Address of the sockets of live trading, without path.
    pub socket: &'static str,
    /// Address of the sockets of demo trading, without path.
    pub demo_socket: &'static str,
}

/// A demand on the fields of an item, given by their places.
#[derive(Debug)]
pub struct Rule {
    /// What is demanded.
    pub demand: Demand,
    /// When; empty means always.
    pub when: &'static [Condition],
    /// For a safeguard of the client: why it refuses what OKX takes. `None` for what OKX itself refuses.
    pub ours: Option<&'static str>,
}

/// What a rule demands.
#[derive(Debug)]
pub enum Demand {
    /// No two of them.
    AtMostOne(&'static [usize]),
    /// One of them and no other.
    ExactlyOne(&'static [usize]),
    /// One of them or more.
    AtLeastOne(&'static [usize]),
    /// All of them.
    Require(&'static [usize]),
    /// None of them.
    Forbid(&'static [usize]),
}

/// One test; several in a list must all hold.
#[derive(Debug)]
pub struct Condition {
    /// What is looked at.
    pub subject: Subject,
    /// What must be true of it.
    pub test: Test,
}

/// What a condition looks at.
#[derive(Debug)]
pub enum Subject {
    /// A field of the item, by wire name.
    Field(&'static str),
    /// The type of the instrument the item names.
    InstrumentType,
}

/// What must be true of a condition's subject.
#[derive(Debug)]
pub enum Test {
    /// It is one of these texts.
    OneOf(&'static [&'static str]),
    /// It is none of these texts; an absent field is none of them.
    NoneOf(&'static [&'static str]),
    /// It is given.
    Present,
    /// It is not given.
    Absent,
}

/// A rule that holds a price or a size to the grid of its instrument, or of what is listed instead.
#[derive(Debug)]
pub struct Precision {
    /// Its name in the description.
    pub name: &'static str,
    /// A price or a size.
    pub kind: PrecisionKind,
    /// The field of the item that names the instrument, or what is listed instead, by wire name.
    pub instrument: &'static str,
    /// What has the grid where that is no instrument.
    pub listed_by: Option<ListedBy>,
    /// The value may be zero or negative: a multiple of the step on either side.
    pub signed: bool,
    /// Values that need not lie on the grid.
    pub allow: &'static [&'static str],
    /// The first case that holds governs; the last one always holds.
    pub cases: &'static [PrecisionCase],
}

/// What a grid is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrecisionKind {
    /// A price.
    Price,
    /// A size.
    Size,
}

/// The grid under a condition; step and bounds name fields of the instrument, or of the rows that list what the rule is about.
#[derive(Debug)]
pub struct PrecisionCase {
    /// When it holds; empty means always.
    pub when: &'static [Condition],
    /// The unit the value is in.
    pub unit: &'static str,
    /// The value is a multiple of this.
    pub step: Option<&'static str>,
    /// The step depends on the price, by tick bands.
    pub bands: bool,
    /// The value is at least this.
    pub min: Option<&'static str>,
    /// The value is at most this.
    pub max: Option<&'static str>,
}

/// What OKX means by a result code.
#[derive(Debug)]
pub struct ErrorFact {
    /// The code, with `_` and the sub-code where it is about one.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What it means.
    pub means: &'static str,
    /// What the person should do; empty when nothing is known.
    pub advice: &'static str,
}

/// What to do with a request that was answered with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not done; safe to send again at once.
    Retry,
    /// Not done; the same request can succeed after a pause of seconds or minutes, so it is sent again after one.
    Wait,
    /// Not done; measure the clock, sign again, send again.
    ResyncClock,
    /// Not done; the same request fails again until something else has changed, so it is not sent again.
    Never,
    /// It may have been done.
    Unknown,
}

/// What a code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// Keys, signatures, passphrases.
    Authentication,
    /// The key or account may not do this.
    Permission,
    /// The request's time.
    Clock,
    /// Too many requests.
    RateLimit,
    /// A parameter is missing or wrong.
    Parameter,
    /// A price or size off its grid or out of its bounds.
    Precision,
    /// A price outside the allowed band.
    PriceLimit,
    /// Not enough funds.
    Balance,
    /// Positions and their mode.
    Position,
    /// The state of an order.
    Order,
    /// The account and its mode.
    Account,
    /// The instrument cannot be traded so.
    Instrument,
    /// Risk control.
    Risk,
    /// Moving funds.
    Transfer,
    /// A failure at OKX.
    System,
    /// OKX is closed for a while.
    Maintenance,
    /// Not offered where the user is, or another region's key.
    Region,
    /// Sockets only.
    Socket,
    /// Anything else.
    Other,
}
