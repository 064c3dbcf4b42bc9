//! The connections of a running simulator: what its tasks do to the hub, and the task that does what is due.

use std::net::IpAddr;
use std::sync::Arc;

use okx_spec::model::Socket;

use super::connection::ConnectionId;
use super::hub::{Opening, RefusedUpgrade};
use crate::state::SimState;

impl SimState {
    pub(super) fn admit_connection(&self, socket: Socket, ip: IpAddr) -> Result<(), RefusedUpgrade> {
        let now = self.time().arrived_micros;
        self.hub().admit(socket, ip, now)
    }

    pub(super) fn open_connection(&self, opening: Opening) -> ConnectionId {
        let _service = self.service();
        let now = self.time().arrived_micros;
        self.hub().open(opening, now)
    }

    pub(super) fn leave_connection(&self, id: ConnectionId) {
        let mut service = self.service();
        let now = self.time().arrived_micros;
        self.hub().left(&mut service, id, now);
    }

    pub(super) fn receive_text(&self, id: ConnectionId, text: String) {
        let mut service = self.service();
        // What happened before is pushed before: a snapshot that the message asks for has it already.
        self.publish(&mut service);
        let time = self.time();
        let mut hub = self.hub();
        hub.receive(&mut service, id, text, time);
        self.record_operations(hub.take_operations());
    }

    /// Something else than a message with text arrived.
    pub(super) fn receive_other(&self, id: ConnectionId) {
        let now = self.time().arrived_micros;
        self.hub().traffic(id, now);
    }
}

/// Does what is due when it is due, until it is aborted. It sleeps in between.
pub(crate) async fn pump(state: Arc<SimState>) {
    loop {
        let next = state.run_due();
        state.wait_for_due(next).await;
    }
}
