//! Order operations.

use serde_json::{Map, Value, json};

use super::connection::ConnectionId;
use super::hub::Hub;
use super::message::ClientMessage;
use super::refusal::{INVALID_ARGUMENTS, NO_LOGIN, SocketCode, WRONG_URL};
use super::requests::names;
use crate::faults::SocketFault;
use crate::journal::Entry;
use crate::service::{Answer, Service};
use crate::validation::{RequestTime, Sender};

impl Hub {
    /// Acts on an order operation. Returns the reply.
    pub(super) fn operate(
        &mut self,
        service: &mut Service,
        id: ConnectionId,
        message: &ClientMessage,
        time: RequestTime,
    ) -> Value {
        let Some(connection) = self.connections.get(&id) else { return Value::Null };
        let model = std::sync::Arc::clone(&service.model);
        let Some(operation) = model.operations.iter().find(|operation| operation.op == message.op) else {
            return Value::Null;
        };
        if message.id.is_none() {
            return self.refusal_event(id, None, &super::refusal::SocketRefusal::of_message(&message.raw));
        }
        if operation.socket != connection.socket {
            return refused_with(message, WRONG_URL, time);
        }
        let Some(key) = connection.key.clone() else { return refused_with(message, NO_LOGIN, time) };
        let many = model[operation.of].batch.is_some();
        let arguments = match &message.arguments {
            Some(arguments) if !arguments.is_empty() && (many || arguments.len() == 1) => arguments.clone(),
            _ => return refused_with(message, INVALID_ARGUMENTS, time),
        };
        let sender = Sender { key: &key, ip: connection.ip };
        let answer = service.operate(operation, &sender, arguments, message.deadline.as_deref(), time);
        let entry = journal_entry(message, service.call_name_of(operation.of), Some(&answer), time);
        self.operations.push(entry);
        reply(message, &answer, time)
    }

    /// Records an order operation on which the exchange did not act because of faults. `code` is the code of the reply.
    pub(super) fn record_unanswered(
        &mut self,
        service: &Service,
        message: &ClientMessage,
        code: &str,
        faults: &[SocketFault],
        time: RequestTime,
    ) {
        let operation = service.model.operations.iter().find(|operation| operation.op == message.op);
        if let Some(operation) = operation {
            let entry = journal_entry(message, service.call_name_of(operation.of), None, time);
            self.operations.push(Entry { code: code.to_owned(), faults: names(faults), ..entry });
        }
    }
}

fn reply(message: &ClientMessage, answer: &Answer, time: RequestTime) -> Value {
    let envelope: Map<String, Value> = serde_json::from_str(&answer.reply.body).unwrap_or_default();
    let text = |name: &str| envelope.get(name).and_then(Value::as_str).unwrap_or_default();
    envelope_of(message, envelope.get("data").unwrap_or(&json!([])), text("code"), text("msg"), time)
}

/// The reply to an operation that was refused as a whole.
pub(super) fn refused(message: &ClientMessage, code: &str, text: &str, time: RequestTime) -> Value {
    envelope_of(message, &json!([]), code, text, time)
}

fn refused_with(message: &ClientMessage, code: SocketCode, time: RequestTime) -> Value {
    let refusal = code.refusal();
    refused(message, &refusal.code, &refusal.message, time)
}

fn envelope_of(message: &ClientMessage, rows: &Value, code: &str, text: &str, time: RequestTime) -> Value {
    let micros = time.clock_ms.saturating_mul(1000).to_string();
    json!({
        "id": message.id.clone().unwrap_or_default(),
        "op": message.op,
        "data": rows,
        "code": code,
        "msg": text,
        "inTime": micros,
        "outTime": micros,
    })
}

/// The entry for the journal of requests: operations draw on the same limits. Without an answer the exchange has not
/// acted.
fn journal_entry(message: &ClientMessage, call: String, answer: Option<&Answer>, time: RequestTime) -> Entry {
    Entry {
        arrived_micros: time.arrived_micros,
        method: "SOCKET".to_owned(),
        target: message.op.clone(),
        call,
        body: message.raw.clone(),
        signature: None,
        acted: answer.is_some(),
        counted: answer.map_or(0, |answer| answer.counted),
        done: answer.map_or(0, |answer| answer.done),
        status: 0,
        code: answer.map(|answer| answer.reply.code.clone()).unwrap_or_default(),
        faults: Vec::new(),
    }
}
