//! What is done, and what goes wrong meanwhile.

use std::time::Duration;

use okx_sim::{Delay, Fault};

use super::chance::Chance;

/// A few steps, one after another, on one exchange.
#[derive(Debug)]
pub(crate) struct Schedule {
    pub(crate) steps: Vec<Step>,
}

/// One request, and what happens to it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) action: Action,
    /// How many orders it is about; several are a batch.
    pub(crate) orders: usize,
    /// What goes wrong with the request, and for how many sendings of it.
    pub(crate) faults: Vec<(u32, Fault)>,
    /// What goes wrong with the questions for orders, and for OKX's time.
    pub(crate) obstacles: Vec<Fault>,
    pub(crate) clock_obstacles: Vec<Fault>,
    /// When the future is dropped.
    pub(crate) drop: Option<Drop>,
    pub(crate) jump: Option<Jump>,
    /// The deadline of the request, where it takes one.
    pub(crate) within: Option<Duration>,
    /// Whether the orders are named beforehand.
    pub(crate) named: bool,
    /// Whether they are resolved by the list, rather than by the request.
    pub(crate) by_list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Places orders that rest.
    PlaceResting,
    /// Places orders that are filled at once, so that their names are free again and a second sending would be a second order.
    PlaceFilled,
    Amend,
    Cancel,
}

/// When a future is dropped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Drop {
    /// After it was polled so many times.
    Polls(u64),
    /// As soon as the exchange has taken in so many of its sendings.
    Arrivals(usize),
}

/// What happens to the clocks before the request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Jump {
    /// The time of day is set, by so many milliseconds.
    Wall(i64),
    /// The machine sleeps: its monotonic clock stands still for so many milliseconds, and all others go on.
    Sleep(i64),
}

impl Schedule {
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        let count = 1 + chance.below(3);
        Self { steps: (0..count).map(|_| Step::draw(chance)).collect() }
    }
}

impl Step {
    fn draw(chance: &mut Chance) -> Self {
        let action = chance.pick(&[
            Action::PlaceResting,
            Action::PlaceResting,
            Action::PlaceFilled,
            Action::Amend,
            Action::Cancel,
        ]);
        let orders = chance.pick(&[1, 1, 2, 3]);
        let times = chance.pick(&[1, 1, 1, 2, 5]);
        let mut faults = Vec::new();
        if chance.percent(80) {
            faults.push((times, trouble(chance)));
        }
        // A reply that was refused by nobody and then garbled would be a lie that nobody can see through.
        if chance.percent(40) && !matches!(faults[..], [(_, Fault::Refused { .. })]) {
            faults.push((times, garbling(chance)));
        }
        let drop = match chance.below(4) {
            0 | 1 => None,
            2 => Some(Drop::Polls(chance.below(14))),
            _ => Some(Drop::Arrivals(chance.pick(&[1, 1, 2]))),
        };
        let jump = match chance.below(10) {
            0 => Some(Jump::Wall(chance.pick(&[-3_600_000, -40_000, 40_000, 3_600_000]))),
            1 => Some(Jump::Sleep(chance.pick(&[5_000, 29_000, 120_000, 3_600_000]))),
            _ => None,
        };
        let obstacles = (0..chance.below(4)).map(|_| obstacle(chance)).collect();
        let clock_obstacles = (0..chance.below(3)).map(|_| obstacle(chance)).collect();
        let within = (action != Action::Cancel && chance.percent(25)).then(|| chance.millis(1, 5_000));
        let (named, by_list) = (chance.percent(60), chance.percent(40));
        Self { action, orders, faults, obstacles, clock_obstacles, drop, jump, within, named, by_list }
    }
}

/// What can go wrong with a request on its way, and with the reply.
fn trouble(chance: &mut Chance) -> Fault {
    match chance.below(15) {
        0 => Fault::CutBeforeActing,
        1 => Fault::CutAfterActing,
        2 => Fault::CutInReply,
        3 => Fault::TruncatedJson,
        4 => Fault::RateLimited,
        5 => Fault::Maintenance,
        6 => Fault::SkewedClock(chance.pick(&[-120_000, 120_000])),
        7 => Fault::WebPage { status: chance.pick(&[500, 502, 503, 504]), acted: chance.percent(50) },
        8 => Fault::Refused { status: 400, code: "50004", acted: chance.percent(50) },
        9 => Fault::Refused { status: 200, code: "98765", acted: chance.percent(50) },
        13 | 14 => Fault::Refused { status: 200, code: chance.pick(&["51008", "51000"]), acted: false },
        10 => Fault::SlowReply(Delay::Fixed(chance.millis(0, 3))),
        11 => Fault::LateRequest(Delay::Fixed(chance.millis(0, 70_000))),
        _ => Fault::LateRequest(Delay::Fixed(Duration::from_millis(
            chance.pick(&[29_000, 29_990, 30_000, 30_010, 31_500]),
        ))),
    }
}

/// What can be wrong in a reply that is whole.
fn garbling(chance: &mut Chance) -> Fault {
    match chance.below(10) {
        0 | 1 => Fault::PreviousReply,
        2 => Fault::ShiftedRows(1 + chance.place(2)),
        3 => Fault::MissingRow(chance.place(3)),
        4 => Fault::RepeatedRow(chance.place(3)),
        5 => Fault::NoRows,
        6 => Fault::ReplyCode(chance.pick(&["0", "1", "2", "51008", "50011", "98765", ""])),
        7 => Fault::RowCode(""),
        8 => Fault::RowCode("98765"),
        _ => Fault::NoRowCode,
    }
}

/// What can go wrong with a question.
fn obstacle(chance: &mut Chance) -> Fault {
    match chance.below(9) {
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
