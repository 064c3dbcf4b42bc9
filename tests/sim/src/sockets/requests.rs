//! Requests of clients: what each operation does, and the faults that apply to it.

use serde_json::Value;

use super::connection::ConnectionId;
use super::hub::Hub;
use super::journal::SocketEvent;
use super::message::ClientMessage;
use super::pushes::Push;
use super::refusal::{INVALID_ARGUMENTS, SocketRefusal, TOO_FREQUENT, UNKNOWN_OP};
use crate::faults::{Occasion, OccasionKind, SocketFault};
use crate::service::Service;
use crate::validation::RequestTime;

/// How many logins, subscriptions and cancellations of subscriptions a connection may request in an hour.
const REQUESTS: u32 = 480;
const REQUESTS_MICROS: i64 = 3_600_000_000;

/// What a request leads to: its replies, and then pushes.
#[derive(Debug, Default)]
pub(super) struct Effects {
    pub(super) replies: Vec<Value>,
    pub(super) pushes: Vec<Push>,
}

impl Effects {
    pub(super) fn reply(reply: Value) -> Self {
        Self { replies: vec![reply], pushes: Vec::new() }
    }
}

impl Hub {
    /// Acts on a request and replies, except where faults apply.
    pub(super) fn request(&mut self, service: &mut Service, id: ConnectionId, text: &str, time: RequestTime) {
        let now = time.arrived_micros;
        let message = match ClientMessage::read(text) {
            Ok(message) => message,
            Err(refusal) => {
                let reply = self.refusal_event(id, None, &refusal);
                return self.send_value(id, &reply, now);
            }
        };
        let is_counted = matches!(message.op.as_str(), "login" | "subscribe" | "unsubscribe");
        if is_counted && !self.count(id, now) {
            let reply = self.refusal_event(id, Some(&message), &TOO_FREQUENT.refusal());
            return self.send_value(id, &reply, now);
        }
        for part in message.parts() {
            self.request_part(service, id, &part, time);
        }
    }

    /// Acts on a request with at most one channel. Faults apply to each channel on its own.
    fn request_part(&mut self, service: &mut Service, id: ConnectionId, message: &ClientMessage, time: RequestTime) {
        let now = time.arrived_micros;
        let faults = self.faults_of_request(id, message);
        self.notices.fault(&format!("operation {}", message.op), names(&faults));
        for fault in faults.iter().filter(|fault| fault.is_of_connection()) {
            self.apply(service, id, fault, message.channel(), time);
        }
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.condition.is_half_open() {
            return;
        }
        if connection.condition.is_stalled() {
            return connection.condition.keep(message.raw.clone());
        }
        if faults.contains(&SocketFault::CutBeforeActing) {
            self.record_unanswered(service, message, "", &faults, time);
            return self.reset(service, id, now);
        }
        let effects = if let Some(code) = faults.iter().find_map(refusal_code) {
            self.record_unanswered(service, message, code, &faults, time);
            Effects::reply(self.simulated_refusal(id, message, code, time))
        } else {
            let before = self.operations.len();
            let effects = self.act(service, id, message, time);
            self.operations[before..].iter_mut().for_each(|entry| entry.faults = names(&faults));
            effects
        };
        self.answer(service, id, effects, &faults, now);
    }

    fn faults_of_request(&mut self, id: ConnectionId, message: &ClientMessage) -> Vec<SocketFault> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        let occasion = Occasion {
            kind: OccasionKind::Request,
            socket: connection.socket.as_str(),
            connection: Some(&connection.name),
            channel: message.channel(),
            op: Some(&message.op),
        };
        self.faults.take(&occasion)
    }

    /// Sends the replies and pushes of a request, unless a fault prevents it.
    fn answer(&mut self, service: &mut Service, id: ConnectionId, effects: Effects, faults: &[SocketFault], now: i64) {
        let is_lost = faults.contains(&SocketFault::LostReply) || faults.contains(&SocketFault::CutAfterActing);
        for reply in effects.replies {
            let mut text = reply.to_string();
            if is_lost {
                self.note_with(id, SocketEvent::Lost(text), names(faults), now);
                continue;
            }
            if faults.contains(&SocketFault::WrongJson) {
                text = first_half(&text);
            }
            self.send(id, SocketEvent::Sent(text), now);
        }
        if faults.contains(&SocketFault::CutAfterActing) {
            return self.reset(service, id, now);
        }
        for push in effects.pushes {
            self.push(service, id, push, now);
        }
    }

    fn act(&mut self, service: &mut Service, id: ConnectionId, message: &ClientMessage, time: RequestTime) -> Effects {
        match (message.op.as_str(), &message.arguments) {
            ("login" | "subscribe" | "unsubscribe", None) => {
                Effects::reply(self.refusal_event(id, None, &SocketRefusal::of_message(&message.raw)))
            }
            ("login", Some(arguments)) => match arguments.as_slice() {
                [one] => Effects::reply(self.log_in(service, id, message, one, time)),
                _ => Effects::reply(self.refusal_event(id, Some(message), &INVALID_ARGUMENTS.refusal())),
            },
            ("subscribe", Some(arguments)) => self.subscribe(service, id, message, arguments, time),
            ("unsubscribe", Some(arguments)) => self.unsubscribe(service, id, message, arguments),
            (op, _) if service.model.operations.iter().any(|operation| operation.op == op) => {
                Effects::reply(self.operate(service, id, message, time))
            }
            (op, _) => Effects::reply(self.refusal_event(id, Some(message), &UNKNOWN_OP.about(op))),
        }
    }

    /// Counts a request toward the limit of its connection. Returns false if there is no room.
    fn count(&mut self, id: ConnectionId, now: i64) -> bool {
        let limit = REQUESTS.saturating_mul(self.limit_scale);
        let Some(connection) = self.connections.get_mut(&id) else { return false };
        connection.requests.expire(now, REQUESTS_MICROS);
        let has_room = connection.requests.has_room(1, limit);
        if has_room {
            connection.requests.record(now, 1);
        }
        has_room
    }

    /// The message that tells a refusal. Without `message` the `id` of the request is unknown.
    pub(super) fn refusal_event(
        &self,
        id: ConnectionId,
        message: Option<&ClientMessage>,
        refusal: &SocketRefusal,
    ) -> Value {
        let connection = self.connections.get(&id).map_or("", |connection| connection.name.as_str());
        refusal.event(message.and_then(|message| message.id.as_deref()), connection)
    }

    fn simulated_refusal(&self, id: ConnectionId, message: &ClientMessage, code: &str, time: RequestTime) -> Value {
        if matches!(message.op.as_str(), "login" | "subscribe" | "unsubscribe") {
            let mut refusal = SocketRefusal::simulated(code);
            refusal.argument = message.arguments.as_ref().and_then(|list| list.first()).cloned();
            refusal.argument = refusal.argument.filter(|_| message.op != "login");
            return self.refusal_event(id, Some(message), &refusal);
        }
        super::operations::refused(message, code, "Simulated fault.", time)
    }
}

fn refusal_code(fault: &SocketFault) -> Option<&str> {
    match fault {
        SocketFault::Refused { code } => Some(code),
        _ => None,
    }
}

pub(super) fn names(faults: &[SocketFault]) -> Vec<&'static str> {
    faults.iter().map(SocketFault::name).collect()
}

/// The first half of a text.
pub(super) fn first_half(text: &str) -> String {
    let middle = (0..=text.len() / 2).rfind(|&index| text.is_char_boundary(index)).unwrap_or(0);
    text[..middle].to_owned()
}
