//! All connections of the sockets. It performs no I/O and takes the time as an argument.

use std::collections::BTreeMap;
use std::net::IpAddr;

use okx_spec::model::Socket;
use serde_json::Value;

use super::condition::Condition;
use super::connection::{Connection, ConnectionId};
use super::journal::{SocketEntry, SocketEvent, SocketJournal};
use super::outbox::{Frame, Outbox};
use super::subscriptions::release;
use crate::faults::{Occasion, OccasionKind, SocketFault, WaitingSocketFaults};
use crate::journal::Entry;
use crate::notices::Notices;
use crate::service::Service;
use crate::stream::StreamControl;
use crate::validation::{RequestTime, Window};

/// How long a connection may have no traffic, in microseconds, and how OKX closes it then.
const IDLE_MICROS: i64 = 30_000_000;
const IDLE: (u16, &str) = (4004, "No data received in 30s");

/// The largest message that OKX accepts, and how it closes a connection with a larger one.
const MAX_MESSAGE: usize = 64 << 10;
const TOO_LARGE: (u16, &str) = (1009, "Request message exceeds the maximum frame length");

/// How many connections an address may open in a second.
const CONNECTS: u32 = 3;
const CONNECTS_MICROS: i64 = 1_000_000;

/// All connections, with their faults and their journal.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(super) connections: BTreeMap<ConnectionId, Connection>,
    pub(super) faults: WaitingSocketFaults,
    pub(crate) journal: SocketJournal,
    /// Entries for the journal of requests: order operations since they were last taken.
    pub(super) operations: Vec<Entry>,
    /// The factor of the limits for requests and connections.
    pub(super) limit_scale: u32,
    /// How many balances or positions a page of a snapshot has.
    pub(super) page: usize,
    pub(super) notices: Notices,
    connects: BTreeMap<IpAddr, Window>,
    next: u64,
}

/// A connection to be opened.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) socket: Socket,
    pub(crate) ip: IpAddr,
    pub(crate) outbox: Outbox,
    pub(crate) control: StreamControl,
}

/// A refused connection: the HTTP status and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefusedUpgrade {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Hub {
    pub(crate) fn new(limit_scale: u32, page: usize, notices: Notices) -> Self {
        Self {
            connections: BTreeMap::new(),
            faults: WaitingSocketFaults::default(),
            journal: SocketJournal::default(),
            operations: Vec::new(),
            limit_scale,
            page,
            notices,
            connects: BTreeMap::new(),
            next: 1,
        }
    }

    /// Sets how many of ten thousand order operations get a random fault.
    pub(crate) fn fault_at_random(&mut self, per_ten_thousand: u32, seed: u64) {
        self.faults.at_random(per_ten_thousand, seed);
    }

    /// Decides whether a client may connect.
    pub(crate) fn admit(&mut self, socket: Socket, ip: IpAddr, now: i64) -> Result<(), RefusedUpgrade> {
        let refused = self.refusal(socket, ip, now);
        let Some((refused, faults)) = refused else { return Ok(()) };
        let event = SocketEvent::Refused(refused.status);
        let socket = socket.as_str();
        self.journal.write(SocketEntry { at_micros: now, connection: String::new(), socket, event, faults });
        Err(refused)
    }

    fn refusal(&mut self, socket: Socket, ip: IpAddr, now: i64) -> Option<(RefusedUpgrade, Vec<&'static str>)> {
        let kind = OccasionKind::Upgrade;
        let occasion = Occasion { kind, socket: socket.as_str(), connection: None, channel: None, op: None };
        for fault in self.faults.take(&occasion) {
            if let SocketFault::RefusedUpgrade { status, body } = &fault {
                return Some((RefusedUpgrade { status: *status, body: body.clone() }, vec![fault.name()]));
            }
        }
        let window = self.connects.entry(ip).or_default();
        window.expire(now, CONNECTS_MICROS);
        if window.has_room(1, CONNECTS.saturating_mul(self.limit_scale)) {
            window.record(now, 1);
            return None;
        }
        let body =
            r#"{"code":"50011","msg":"Too many connections. At most 3 a second are accepted from one address."}"#;
        Some((RefusedUpgrade { status: 429, body: body.to_owned() }, Vec::new()))
    }

    /// Opens a connection.
    pub(crate) fn open(&mut self, opening: Opening, now: i64) -> ConnectionId {
        let id = ConnectionId(self.next);
        self.next += 1;
        let connection = Connection {
            name: format!("{:08x}", 0xacc0_0000_u64 + id.0),
            socket: opening.socket,
            ip: opening.ip,
            key: None,
            user: None,
            subscriptions: Vec::new(),
            requests: Window::default(),
            traffic_at: now,
            closes_at: None,
            condition: Condition::default(),
            outbox: opening.outbox,
            control: opening.control,
        };
        self.connections.insert(id, connection);
        self.note(id, SocketEvent::Opened, now);
        id
    }

    /// The client has closed the connection or left it.
    pub(crate) fn left(&mut self, service: &mut Service, id: ConnectionId, now: i64) {
        if let Some(connection) = self.connections.get(&id) {
            connection.outbox.end();
        }
        self.note(id, SocketEvent::Left, now);
        self.remove(service, id);
    }

    /// Something arrived that is not a text message.
    pub(crate) fn traffic(&mut self, id: ConnectionId, now: i64) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.traffic_at = now;
        }
    }

    /// A text message arrived.
    pub(crate) fn receive(&mut self, service: &mut Service, id: ConnectionId, text: String, time: RequestTime) {
        let now = time.arrived_micros;
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.traffic_at = now;
        let condition = &mut connection.condition;
        if condition.is_stalled() {
            condition.keep(text);
            return;
        }
        let is_lost = condition.is_half_open();
        self.note(id, SocketEvent::Received(text.clone()), now);
        if is_lost {
            return;
        }
        if text == "ping" {
            self.send(id, SocketEvent::Sent("pong".to_owned()), now);
        } else if text.len() > MAX_MESSAGE {
            self.close(service, id, TOO_LARGE.0, TOO_LARGE.1, now);
        } else {
            self.request(service, id, &text, time);
        }
    }

    /// Does what is due: ends stalls, sends what was delayed, closes connections.
    pub(crate) fn tick(&mut self, service: &mut Service, time: RequestTime) {
        let now = time.arrived_micros;
        for fault in self.faults.take_due(now) {
            self.begin(service, fault, time);
        }
        let ids: Vec<ConnectionId> = self.connections.keys().copied().collect();
        for id in ids {
            let Some(connection) = self.connections.get_mut(&id) else { continue };
            let waited = connection.condition.end_stall(now);
            if !connection.condition.is_stalled() {
                connection.condition.flush(&connection.outbox, now);
            }
            for text in waited {
                self.receive(service, id, text, time);
            }
            self.push_regularly(service, id, time);
            self.close_if_due(service, id, now);
        }
    }

    fn close_if_due(&mut self, service: &mut Service, id: ConnectionId, now: i64) {
        let Some(connection) = self.connections.get(&id) else { return };
        if connection.condition.is_stalled() || connection.condition.is_half_open() {
            return;
        }
        if connection.closes_at.is_some_and(|at| at <= now) {
            self.close(service, id, 1001, "Service upgrade", now);
        } else if now.saturating_sub(connection.traffic_at) >= IDLE_MICROS {
            self.close(service, id, IDLE.0, IDLE.1, now);
        }
    }

    /// When something is due, in microseconds of the simulator's own clock.
    pub(crate) fn next_due(&self) -> Option<i64> {
        let of_connection = |connection: &Connection| {
            let condition = &connection.condition;
            let is_deaf = condition.is_stalled() || condition.is_half_open();
            let closes = connection.closes_at.into_iter().chain([connection.traffic_at.saturating_add(IDLE_MICROS)]);
            let closes = closes.min().filter(|_| !is_deaf);
            let pushes = connection.subscriptions.iter().filter_map(|subscription| subscription.next_at).min();
            condition.next_due().into_iter().chain(closes).chain(pushes).min()
        };
        self.connections.values().filter_map(of_connection).chain(self.faults.next_due()).min()
    }

    /// Sends a message, now or when the condition of the connection allows it, and records it in the journal.
    pub(super) fn send(&mut self, id: ConnectionId, event: SocketEvent, now: i64) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.condition.is_half_open() {
            let lost = SocketEvent::Lost(event.text().to_owned());
            self.note(id, lost, now);
            return;
        }
        connection.traffic_at = now;
        connection.condition.send(&connection.outbox, Frame::Text(event.text().to_owned()), now);
        self.note(id, event, now);
    }

    pub(super) fn send_value(&mut self, id: ConnectionId, value: &Value, now: i64) {
        self.send(id, SocketEvent::Sent(value.to_string()), now);
    }

    /// Closes a connection.
    pub(super) fn close(&mut self, service: &mut Service, id: ConnectionId, code: u16, reason: &str, now: i64) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.condition.clear(now);
            connection.condition.end_stall(now);
            connection.condition.flush(&connection.outbox, now);
            connection.outbox.push(Frame::Close(code, reason.to_owned()));
            self.note(id, SocketEvent::Closed(code), now);
            self.remove(service, id);
        }
    }

    /// Resets a connection.
    pub(super) fn reset(&mut self, service: &mut Service, id: ConnectionId, now: i64) {
        if let Some(connection) = self.connections.get(&id) {
            connection.outbox.end();
            connection.control.reset();
            self.note(id, SocketEvent::Reset, now);
            self.remove(service, id);
        }
    }

    /// Resets all connections, because the simulator ends.
    pub(crate) fn end(&mut self) {
        for connection in self.connections.values() {
            connection.outbox.end();
            connection.control.reset();
        }
        self.connections.clear();
    }

    fn remove(&mut self, service: &mut Service, id: ConnectionId) {
        if let Some(mut connection) = self.connections.remove(&id) {
            release(service, &mut connection, |_| true);
        }
    }

    /// The order operations since the last call.
    pub(crate) fn take_operations(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.operations)
    }

    /// Records something in the journal.
    pub(super) fn note(&mut self, id: ConnectionId, event: SocketEvent, now: i64) {
        self.note_with(id, event, Vec::new(), now);
    }

    pub(super) fn note_with(&mut self, id: ConnectionId, event: SocketEvent, faults: Vec<&'static str>, now: i64) {
        let Some(connection) = self.connections.get(&id) else { return };
        let (connection, socket) = (connection.name.clone(), connection.socket.as_str());
        self.journal.write(SocketEntry { at_micros: now, connection, socket, event, faults });
    }
}
