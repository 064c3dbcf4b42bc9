//! What can go wrong on the way to an exchange and back.

use std::time::Duration;

use crate::chance::Chance;

/// One thing that goes wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request is on its way for so long before it arrives. If the sender closes the connection before, it never
    /// does.
    SlowRequest(Delay),
    /// The connection is reset at once, and the request arrives all the same, once the simulator's clock shows so much
    /// later; it is judged by the time it shows then.
    LateRequest(Delay),
    /// The reply is on its way for so long after the exchange has acted.
    SlowReply(Delay),
    /// The exchange's clock is off by so many milliseconds.
    SkewedClock(i64),
    /// The exchange says that a rate limit is used up, and does not act.
    RateLimited,
    /// The exchange is closed for maintenance, and does not act.
    Maintenance,
    /// The exchange answers with a code of the tester's choice.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The result code.
        code: &'static str,
        /// Whether it acts all the same.
        acted: bool,
    },
    /// Something in front of the exchange answers with a web page.
    WebPage {
        /// The HTTP status, such as 502.
        status: u16,
        /// Whether the exchange acts all the same.
        acted: bool,
    },
    /// The connection is reset before the exchange acts: no byte of a reply comes.
    CutBeforeActing,
    /// The connection is reset after the exchange has acted: no byte of a reply comes.
    CutAfterActing,
    /// The exchange acts, and the connection is closed half-way through its reply.
    CutInReply,
    /// The exchange acts, and half of the JSON is missing from a reply that is complete as far as HTTP can tell.
    TruncatedJson,
    /// The reply has members and enum values that no description knows.
    UnknownMembers,
    /// The reply comes in pieces of so many bytes with a pause between them.
    SlowBody {
        /// How many bytes come at a time.
        piece: usize,
        /// How long the pauses are.
        pause: Duration,
    },
    /// The request is sent elsewhere, and the exchange does not act.
    Redirect {
        /// Where to.
        to: String,
    },
    /// The reply says that it is plain text.
    WrongContentType,
    /// The exchange acts, and answers with the last reply with rows that it gave to a request of this call before; with the
    /// right one if there was none.
    PreviousReply,
    /// The exchange acts, and its rows stand in another order: each this many places further on, the last ones first.
    ShiftedRows(usize),
    /// The exchange acts, and the row at this place is missing from its reply, counted round where there are fewer.
    MissingRow(usize),
    /// The exchange acts, and the row at this place stands in its reply twice, counted round where there are fewer.
    RepeatedRow(usize),
    /// The exchange acts, and its reply has no rows.
    NoRows,
    /// The exchange acts, and its reply has this code, whatever its rows say.
    ReplyCode(&'static str),
    /// The exchange acts, and each row of its reply has this `sCode`, which may be empty.
    RowCode(&'static str),
    /// The exchange acts, and the rows of its reply have no `sCode`.
    NoRowCode,
}

impl Fault {
    /// Its name, for the journal.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::SlowRequest(_) => "slow request",
            Self::LateRequest(_) => "late request",
            Self::SlowReply(_) => "slow reply",
            Self::SkewedClock(_) => "skewed clock",
            Self::RateLimited => "rate limited",
            Self::Maintenance => "maintenance",
            Self::Refused { .. } => "refused",
            Self::WebPage { .. } => "web page",
            Self::CutBeforeActing => "cut before acting",
            Self::CutAfterActing => "cut after acting",
            Self::CutInReply => "cut in reply",
            Self::TruncatedJson => "truncated JSON",
            Self::UnknownMembers => "unknown members",
            Self::SlowBody { .. } => "slow body",
            Self::Redirect { .. } => "redirect",
            Self::WrongContentType => "wrong content type",
            Self::PreviousReply => "previous reply",
            Self::ShiftedRows(_) => "shifted rows",
            Self::MissingRow(_) => "missing row",
            Self::RepeatedRow(_) => "repeated row",
            Self::NoRows => "no rows",
            Self::ReplyCode(_) => "reply code",
            Self::RowCode(_) => "row code",
            Self::NoRowCode => "no row code",
        }
    }
}

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Always the same.
    Fixed(Duration),
    /// Something between the two, drawn from the seed.
    Between(Duration, Duration),
}

impl Delay {
    pub(crate) fn draw(self, chance: &mut Chance) -> Duration {
        match self {
            Self::Fixed(delay) => delay,
            Self::Between(least, most) => Duration::from_micros(chance.between(micros(least), micros(most))),
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
