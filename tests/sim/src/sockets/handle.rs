//! The public handle for faults of sockets.

use std::fmt;
use std::time::Duration;

use crate::clock::micros;
use crate::faults::{FaultTimes, ScheduledFault, SocketFault, SocketTarget, WrittenFault};
use crate::state::SimState;

/// Simulates faults of the sockets.
///
/// A fault is applied to the open connections at once ([`now`](Self::now)), or it waits for the next messages that
/// match its target: the next requests, pushes, or new connections.
pub struct SocketFaults<'a>(&'a SimState);

impl fmt::Debug for SocketFaults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketFaults").field("waiting", &self.waiting_count()).finish()
    }
}

impl<'a> SocketFaults<'a> {
    pub(crate) fn new(state: &'a SimState) -> Self {
        Self(state)
    }

    /// Applies a fault to the open connections that match. Returns how many there are. A fault that does not concern
    /// a connection as a whole ([`SocketFault::is_of_connection`]) has no effect here.
    pub fn now(&self, target: SocketTarget, fault: SocketFault) -> usize {
        self.0.begin_socket_fault(Duration::ZERO, target, fault, FaultTimes::Now)
    }

    /// Applies a fault to the next message that matches.
    pub fn once(&self, target: SocketTarget, fault: SocketFault) {
        self.next(1, target, fault);
    }

    /// Applies a fault to the next `times` messages that match.
    pub fn next(&self, times: u32, target: SocketTarget, fault: SocketFault) {
        self.0.begin_socket_fault(Duration::ZERO, target, fault, FaultTimes::Next(times));
    }

    /// Applies a fault to every message that matches, until [`SocketFaults::clear`].
    pub fn always(&self, target: SocketTarget, fault: SocketFault) {
        self.0.begin_socket_fault(Duration::ZERO, target, fault, FaultTimes::Always);
    }

    /// Applies a fault to the connections that match when this much time has passed by the simulator's clock.
    pub fn after(&self, delay: Duration, target: SocketTarget, fault: SocketFault) {
        self.0.begin_socket_fault(delay, target, fault, FaultTimes::Now);
    }

    /// Ends all faults: removes those that wait, and releases the open connections. What has waited is processed and
    /// sent.
    pub fn clear(&self) {
        self.0.clear_socket_faults();
    }

    /// How many faults still wait.
    pub fn waiting_count(&self) -> usize {
        self.0.waiting_socket_faults()
    }
}

impl SimState {
    pub(crate) fn begin_socket_fault(
        &self,
        delay: Duration,
        target: SocketTarget,
        fault: SocketFault,
        when: FaultTimes,
    ) -> usize {
        let mut service = self.service();
        let time = self.time();
        let at_micros = time.arrived_micros.saturating_add(micros(delay));
        let fault = ScheduledFault { at_micros, target, fault, when };
        let mut hub = self.hub();
        if delay.is_zero() {
            return hub.begin(&mut service, fault, time);
        }
        hub.schedule(fault);
        0
    }

    pub(crate) fn begin_written_fault(&self, fault: WrittenFault) -> usize {
        self.begin_socket_fault(fault.at, fault.target, fault.fault, fault.when)
    }

    pub(crate) fn clear_socket_faults(&self) {
        let mut service = self.service();
        let time = self.time();
        self.hub().clear_faults(&mut service, time);
    }

    pub(crate) fn waiting_socket_faults(&self) -> usize {
        self.hub().waiting_faults()
    }
}
