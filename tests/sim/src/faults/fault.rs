//! The faults that can be simulated.

use std::time::Duration;

use crate::random::Random;

/// A fault of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request takes this long to arrive. It never arrives if the client closes the connection before.
    SlowRequest(Delay),
    /// The connection is reset immediately, but the request still arrives when the simulator's clock has advanced by
    /// this much. It is processed with the time of its arrival.
    LateRequest(Delay),
    /// The reply takes this long after the exchange has acted.
    SlowReply(Delay),
    /// The exchange's clock is wrong by this many milliseconds.
    SkewedClock(i64),
    /// The exchange replies that a rate limit is exceeded, and does not act.
    RateLimited,
    /// The exchange replies that it is closed for maintenance, and does not act.
    Maintenance,
    /// The exchange replies with the given code.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The result code.
        code: &'static str,
        /// Whether it acts nevertheless.
        acted: bool,
    },
    /// A proxy in front of the exchange replies with a web page.
    WebPage {
        /// The HTTP status, such as 502.
        status: u16,
        /// Whether the exchange acts nevertheless.
        acted: bool,
    },
    /// The connection is reset before the exchange acts, and no part of a reply is sent.
    CutBeforeActing,
    /// The connection is reset after the exchange has acted, and no part of the reply is sent.
    CutAfterActing,
    /// The exchange acts, and the connection is closed in the middle of the reply.
    CutInReply,
    /// The exchange acts, and the second half of the JSON is missing from a reply that is complete at the HTTP level.
    TruncatedJson,
    /// The reply has members and enum values that the description does not contain.
    UnknownMembers,
    /// The reply is sent in pieces with pauses between them.
    SlowBody {
        /// The size of a piece in bytes.
        piece: usize,
        /// The duration of a pause.
        pause: Duration,
    },
    /// The reply is a redirect, and the exchange does not act.
    Redirect {
        /// The target.
        to: String,
    },
    /// The content type of the reply is plain text.
    WrongContentType,
    /// The exchange acts, and replies with the previous reply with rows of the same call, or with the correct one if
    /// there is none.
    PreviousReply,
    /// The exchange acts, and the rows of its reply are rotated by this many positions.
    ShiftedRows(usize),
    /// The exchange acts, and the row at this index, modulo the number of rows, is missing from its reply.
    MissingRow(usize),
    /// The exchange acts, and the row at this index, modulo the number of rows, occurs twice in its reply.
    RepeatedRow(usize),
    /// The exchange acts, and its reply has no rows.
    NoRows,
    /// The exchange acts, and its reply has this code regardless of its rows.
    ReplyCode(&'static str),
    /// The exchange acts, and every row of its reply has this `sCode`, which may be empty.
    RowCode(&'static str),
    /// The exchange acts, and the rows of its reply have no `sCode`.
    NoRowCode,
}

impl Fault {
    /// A fault that happens on the real exchange now and then.
    pub(super) fn draw(random: &mut Random) -> Self {
        match random.between(0, 7) {
            0 => Self::RateLimited,
            1 => Self::Maintenance,
            2 => Self::WebPage { status: 502, acted: false },
            3 => Self::WebPage { status: 504, acted: true },
            4 => Self::CutBeforeActing,
            5 => Self::CutAfterActing,
            6 => Self::CutInReply,
            _ => Self::SlowReply(Delay::Between(Duration::from_millis(500), Duration::from_secs(3))),
        }
    }

    /// The name for the journal.
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

/// The length of a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Always the same.
    Fixed(Duration),
    /// A random duration between the two.
    Between(Duration, Duration),
}

impl Delay {
    pub(crate) fn draw(self, random: &mut Random) -> Duration {
        match self {
            Self::Fixed(delay) => delay,
            Self::Between(least, most) => Duration::from_micros(random.between(micros(least), micros(most))),
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
