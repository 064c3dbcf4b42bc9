//! Faults at random times.

use std::time::Duration;

use okx_sim::{Fault, MuteEnd, SocketFault, SocketTarget};

use super::Run;
use crate::random::Random;

/// For how long after a check connections of the account may become half-open. The client notices that within 30 seconds, and the next
/// check waits for it.
const HALF_OPEN_FOR: Duration = Duration::from_secs(10);

/// Causes faults.
pub(super) struct Faults {
    run: Run,
    random: Random,
    every: Duration,
    next: Duration,
    interval_began: Duration,
    /// The number of faults so far.
    pub(super) count: u64,
}

impl Faults {
    pub(super) fn new(run: Run, random: Random, every: Duration) -> Self {
        let now = run.clock.monotonic();
        Self { run, random, every, next: now.saturating_add(every), interval_began: now, count: 0 }
    }

    /// A check has ended, and the next one is far.
    pub(super) fn begin_interval(&mut self) {
        self.interval_began = self.run.clock.monotonic();
    }

    /// Causes the faults that are due.
    pub(super) fn tick(&mut self) {
        while self.run.clock.monotonic() >= self.next {
            let most = u64::try_from(self.every.as_millis()).unwrap_or(u64::MAX).saturating_mul(2);
            self.next = self.next.saturating_add(self.random.millis(1, most));
            self.cause_one();
        }
    }

    /// Causes the faults of the market data that are due. Those of the account wait for the end of the check.
    pub(super) fn tick_during_check(&mut self) {
        while self.run.clock.monotonic() >= self.next {
            let most = u64::try_from(self.every.as_millis()).unwrap_or(u64::MAX).saturating_mul(2);
            self.next = self.next.saturating_add(self.random.millis(1, most));
            self.of_market();
            self.count += 1;
        }
    }

    fn cause_one(&mut self) {
        match self.random.below(10) {
            0..4 => self.of_market(),
            4..6 => self.of_account(),
            6..8 => self.of_socket_operation(),
            _ => self.of_rest_request(),
        }
        self.count += 1;
    }

    /// A fault of the sockets that push market data.
    fn of_market(&mut self) {
        let socket = self.random.pick(&["public", "public", "business"]);
        let (faults, target) = (self.run.sim.socket_faults(), SocketTarget::socket(socket));
        let times = u32::try_from(1 + self.random.below(3)).unwrap_or(1);
        match self.random.below(14) {
            0 => drop(faults.now(target, SocketFault::Reset)),
            1 => faults.next(1, target, SocketFault::Reset),
            2 => faults.next(1, target, SocketFault::Stall { lasts: Some(self.random.millis(100, 8_000)) }),
            3 => faults.next(1, target, SocketFault::HalfOpen),
            4 => faults.next(1, target.channel("books"), SocketFault::Mute { until: MuteEnd::Resubscribed }),
            5 => faults.next(1, target.channel("books"), SocketFault::Mute { until: MuteEnd::Reconnected }),
            6 => {
                // It lasts until the connection ends, so it must end.
                let slow = SocketFault::Slow { delay: self.random.millis(1, 20), bytes_per_second: Some(2_000_000) };
                faults.now(target.clone(), slow);
                faults.after(self.random.millis(500, 4_000), target, SocketFault::Reset);
            }
            7 => faults.next(times, target, SocketFault::Missing),
            8 => faults.next(times, target.channel("books"), SocketFault::Missing),
            9 => faults.next(times, target, SocketFault::Doubled),
            10 => faults.next(times, target, SocketFault::Reordered),
            11 => faults.next(1, target, SocketFault::Notice { closes_after: self.random.millis(1_000, 10_000) }),
            12 => faults.next(1, target, SocketFault::WrongJson),
            _ => faults.next(1, target, refused_upgrade(503)),
        }
    }

    /// A fault of the socket that pushes about the account and takes orders.
    fn of_account(&mut self) {
        let (faults, target) = (self.run.sim.socket_faults(), SocketTarget::socket("private"));
        let is_early = self.run.clock.monotonic().saturating_sub(self.interval_began) < HALF_OPEN_FOR;
        match self.random.below(8) {
            0 | 1 => drop(faults.now(target, SocketFault::Reset)),
            2 => drop(faults.now(target, SocketFault::Stall { lasts: Some(self.random.millis(100, 6_000)) })),
            3 if is_early => drop(faults.now(target, SocketFault::HalfOpen)),
            4 => drop(faults.now(target, SocketFault::Notice { closes_after: self.random.millis(1_000, 10_000) })),
            5 => faults.next(2, target, SocketFault::Doubled),
            6 => {
                let close = SocketFault::Close { code: 4004, reason: "closed by the soak".to_owned() };
                faults.now(target, close);
                faults.once(SocketTarget::socket("private"), refused_upgrade(502));
            }
            _ => drop(faults.now(target, SocketFault::UnknownEvent)),
        }
    }

    /// A fault of an order operation over the socket.
    fn of_socket_operation(&mut self) {
        let op = self.random.pick(&["order", "order", "amend-order", "cancel-order"]);
        let fault = match self.random.below(6) {
            0 => SocketFault::CutBeforeActing,
            1 => SocketFault::CutAfterActing,
            2 | 3 => SocketFault::LostReply,
            4 => SocketFault::WrongJson,
            _ => SocketFault::Stall { lasts: Some(self.random.millis(100, 6_000)) },
        };
        self.run.sim.socket_faults().once(SocketTarget::socket("private").op(op), fault);
    }

    /// A fault of a request over the REST API.
    fn of_rest_request(&mut self) {
        let calls = [
            "trade.place_order",
            "trade.amend_order",
            "trade.cancel_order",
            "trade.get_order",
            "trade.get_orders_pending",
        ];
        let call = self.random.pick(&calls);
        let fault = match self.random.below(6) {
            0 => Fault::CutBeforeActing,
            1 => Fault::CutAfterActing,
            2 => Fault::CutInReply,
            3 => Fault::TruncatedJson,
            4 => Fault::Maintenance,
            _ => Fault::WebPage { status: 502, acted: true },
        };
        self.run.sim.faults().once(call, fault);
    }
}

fn refused_upgrade(status: u16) -> SocketFault {
    SocketFault::RefusedUpgrade { status, body: "refused by the soak".to_owned() }
}
