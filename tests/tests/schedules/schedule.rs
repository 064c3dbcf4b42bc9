//! The actions of a schedule and their faults.

use std::time::Duration;

use okx_client::SendRoute;
use okx_sim::{Delay, Fault};
use okx_tests::random::Random;

use super::socket_faults::{self, SocketStep};

/// A few steps, executed one after another on one exchange.
#[derive(Debug)]
pub(crate) struct Schedule {
    /// How its requests are sent.
    pub(crate) route: SendRoute,
    pub(crate) steps: Vec<Step>,
}

/// One request with its faults.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) action: Action,
    /// The number of orders; more than one is a batch.
    pub(crate) orders: usize,
    /// The fault of the request, and to how many attempts it applies.
    pub(crate) faults: Vec<(u32, Fault)>,
    /// The faults of queries for orders and for OKX's time.
    pub(crate) query_faults: Vec<Fault>,
    pub(crate) time_faults: Vec<Fault>,
    /// The faults of the sockets.
    pub(crate) socket_faults: Vec<SocketStep>,
    /// When the future is dropped.
    pub(crate) drop: Option<Drop>,
    pub(crate) jump: Option<Jump>,
    /// The deadline of the request, if it supports one.
    pub(crate) within: Option<Duration>,
    /// Whether the orders have client order IDs of their own.
    pub(crate) named: bool,
    /// Whether the orders are resolved through the list of unresolved ones rather than through the request.
    pub(crate) by_list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Places orders that rest.
    PlaceResting,
    /// Places orders that are filled immediately, so that their client order IDs can be reused and a repeated request
    /// would place a second order.
    PlaceFilled,
    Amend,
    Cancel,
}

/// When a future is dropped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Drop {
    /// After it was polled this many times.
    Polls(u64),
    /// When this many of its requests have arrived at the exchange.
    Arrivals(usize),
}

/// A change of the clocks before the request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Jump {
    /// The wall clock is set by this many milliseconds.
    Wall(i64),
    /// The machine sleeps: its monotonic clock stops for this many milliseconds while all other clocks continue.
    Sleep(i64),
}

impl Schedule {
    pub(crate) fn draw(random: &mut Random, route: SendRoute) -> Self {
        let count = 1 + random.below(3);
        let mut steps: Vec<Step> = (0..count).map(|_| Step::draw(random)).collect();
        if route != SendRoute::Rest {
            for step in &mut steps {
                step.socket_faults = socket_faults::draw(random);
            }
        }
        Self { route, steps }
    }
}

impl Step {
    fn draw(random: &mut Random) -> Self {
        let action = random.pick(&[
            Action::PlaceResting,
            Action::PlaceResting,
            Action::PlaceFilled,
            Action::Amend,
            Action::Cancel,
        ]);
        let orders = random.pick(&[1, 1, 2, 3]);
        let times = random.pick(&[1, 1, 1, 2, 5]);
        let mut faults = Vec::new();
        if random.percent(80) {
            faults.push((times, request_fault(random)));
        }
        // A successful reply altered to a wrong outcome could not be detected by any client.
        if random.percent(40) && !matches!(faults[..], [(_, Fault::Refused { .. })]) {
            faults.push((times, reply_fault(random)));
        }
        let drop = match random.below(4) {
            0 | 1 => None,
            2 => Some(Drop::Polls(random.below(14))),
            _ => Some(Drop::Arrivals(random.pick(&[1, 1, 2]))),
        };
        let jump = match random.below(10) {
            0 => Some(Jump::Wall(random.pick(&[-3_600_000, -40_000, 40_000, 3_600_000]))),
            1 => Some(Jump::Sleep(random.pick(&[5_000, 29_000, 120_000, 3_600_000]))),
            _ => None,
        };
        let query_faults = (0..random.below(4)).map(|_| query_fault(random)).collect();
        let time_faults = (0..random.below(3)).map(|_| query_fault(random)).collect();
        let within = (action != Action::Cancel && random.percent(25)).then(|| random.millis(1, 5_000));
        let (named, by_list) = (random.percent(60), random.percent(40));
        let socket_faults = Vec::new();
        Self { action, orders, faults, query_faults, time_faults, socket_faults, drop, jump, within, named, by_list }
    }
}

/// The faults of a request in transit and of its reply.
fn request_fault(random: &mut Random) -> Fault {
    match random.below(15) {
        0 => Fault::CutBeforeActing,
        1 => Fault::CutAfterActing,
        2 => Fault::CutInReply,
        3 => Fault::TruncatedJson,
        4 => Fault::RateLimited,
        5 => Fault::Maintenance,
        6 => Fault::SkewedClock(random.pick(&[-120_000, 120_000])),
        7 => Fault::WebPage { status: random.pick(&[500, 502, 503, 504]), acted: random.percent(50) },
        8 => Fault::Refused { status: 400, code: "50004", acted: random.percent(50) },
        9 => Fault::Refused { status: 200, code: "98765", acted: random.percent(50) },
        13 | 14 => Fault::Refused { status: 200, code: random.pick(&["51008", "51000"]), acted: false },
        10 => Fault::SlowReply(Delay::Fixed(random.millis(0, 3))),
        11 => Fault::LateRequest(Delay::Fixed(random.millis(0, 70_000))),
        _ => Fault::LateRequest(Delay::Fixed(Duration::from_millis(
            random.pick(&[29_000, 29_990, 30_000, 30_010, 31_500]),
        ))),
    }
}

/// The faults within a complete reply.
fn reply_fault(random: &mut Random) -> Fault {
    match random.below(10) {
        0 | 1 => Fault::PreviousReply,
        2 => Fault::ShiftedRows(1 + random.place(2)),
        3 => Fault::MissingRow(random.place(3)),
        4 => Fault::RepeatedRow(random.place(3)),
        5 => Fault::NoRows,
        6 => Fault::ReplyCode(random.pick(&["0", "1", "2", "51008", "50011", "98765", ""])),
        7 => Fault::RowCode(""),
        8 => Fault::RowCode("98765"),
        _ => Fault::NoRowCode,
    }
}

/// The faults of a query.
fn query_fault(random: &mut Random) -> Fault {
    match random.below(9) {
        0 => Fault::CutBeforeActing,
        1 => Fault::CutAfterActing,
        2 => Fault::CutInReply,
        3 => Fault::TruncatedJson,
        4 => Fault::RateLimited,
        5 => Fault::Maintenance,
        6 => Fault::WebPage { status: 502, acted: true },
        7 => Fault::PreviousReply,
        _ => Fault::Refused { status: 500, code: "50026", acted: false },
    }
}
