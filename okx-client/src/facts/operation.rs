//! What is sent, whichever way it travels.

use super::{Access, Budget, Question, Repeat, Rule};

/// What is constant about one call, whichever way it travels: its budgets, its rules, and what its reply means.
#[derive(Debug)]
pub struct Operation {
    /// `chapter.endpoint`.
    pub name: &'static str,
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
    /// Whether it changes nothing at OKX, so that a lost reply leaves nothing unknown.
    pub only_reads: bool,
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

impl Operation {
    /// A call of which nothing special is to be said: what others are written down from.
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
        repeat: Repeat::Never,
        identities: &[],
        asked_by: None,
        many_rows: false,
        rules: &[],
    };
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
