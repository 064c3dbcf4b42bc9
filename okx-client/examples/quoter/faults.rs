//! The faults that the simulated exchange is asked for.

use std::time::Duration;

use okx_sim::{MuteEnd, Sim, SocketFault, SocketTarget};
use tokio::time::Interval;

/// Faults at even intervals.
pub(crate) struct FaultPlan<'a> {
    sim: &'a Sim,
    every: Duration,
    timer: Interval,
    asked: usize,
}

/// The names of the faults, in their order.
const FAULTS: [&str; 8] = [
    "the connection of the account is reset",
    "the reply to an order is lost",
    "the reply to an amendment is lost",
    "the channel of the prices is mute",
    "the exchange announces that it closes the connections (64008)",
    "the connection is cut after an order was accepted",
    "an update of an order arrives twice",
    "the connection of the prices is closed",
];

impl<'a> FaultPlan<'a> {
    pub(crate) fn new(sim: &'a Sim, duration: Duration) -> Self {
        let every = (duration / u32::try_from(FAULTS.len() + 2).unwrap_or(u32::MAX)).max(Duration::from_millis(1));
        let mut timer = tokio::time::interval(every);
        // Otherwise the first tick is now.
        timer.reset();
        Self { sim, every, timer, asked: 0 }
    }

    /// Waits for the time of the next fault, and asks the exchange for it. Never ends after the last one.
    pub(crate) async fn next(&mut self) {
        self.timer.tick().await;
        let Some(name) = FAULTS.get(self.asked) else { return std::future::pending().await };
        crate::say("fault", name);
        self.begin(self.asked);
        self.asked += 1;
    }

    fn begin(&self, number: usize) {
        let faults = self.sim.socket_faults();
        let (any, private) = (SocketTarget::any, SocketTarget::socket("private"));
        match number {
            0 => _ = faults.now(private, SocketFault::Reset),
            1 => faults.once(any().op("order"), SocketFault::LostReply),
            2 => faults.once(any().op("amend-order"), SocketFault::LostReply),
            3 => _ = faults.now(any().channel("books5"), SocketFault::Mute { until: MuteEnd::Resubscribed }),
            4 => _ = faults.now(any(), SocketFault::Notice { closes_after: self.every }),
            5 => faults.once(any().op("order"), SocketFault::CutAfterActing),
            6 => faults.once(any().channel("orders"), SocketFault::Doubled),
            _ => {
                let close = SocketFault::Close { code: 4004, reason: "no data received in 30s".to_owned() };
                _ = faults.now(any().channel("books5"), close);
            }
        }
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked
    }

    /// How many faults have happened. The others wait for a message that has not been sent.
    pub(crate) fn happened(&self) -> usize {
        self.asked - self.sim.socket_faults().waiting_count().min(self.asked)
    }
}
