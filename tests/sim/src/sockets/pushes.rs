//! Pushes: what a subscription gets, and the faults that apply to it.

use serde_json::{Map, Value};

use super::connection::ConnectionId;
use super::content::Content;
use super::hub::Hub;
use super::journal::SocketEvent;
use super::requests::{first_half, names};
use super::snapshots;
use crate::faults::{Occasion, OccasionKind, SocketFault};
use crate::service::Service;
use crate::validation::RequestTime;

/// A push to one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Push {
    pub(super) channel: String,
    pub(super) text: String,
    /// Whether it is a sample from the description.
    pub(super) is_sample: bool,
}

impl Push {
    fn sent(self) -> SocketEvent {
        if self.is_sample { SocketEvent::SentSample(self.text) } else { SocketEvent::Sent(self.text) }
    }
}

impl Hub {
    /// The pushes that follow a new subscription.
    pub(super) fn first_pushes(
        &self,
        service: &Service,
        id: ConnectionId,
        argument: &Map<String, Value>,
        time: RequestTime,
    ) -> Vec<Push> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        let found = connection.subscriptions.iter().find(|subscription| subscription.argument == *argument);
        let Some(subscription) = found else { return Vec::new() };
        let account = connection.key.as_ref().map(|key| key.account);
        let contents = snapshots::first(service, subscription, account, self.page, time.clock_ms);
        let user = connection.user.as_deref();
        contents.into_iter().map(|content| content.push(&service.model, subscription, user, time.clock_ms)).collect()
    }

    /// Pushes what is due to the subscriptions of a connection that were quiet for too long.
    pub(super) fn push_regularly(&mut self, service: &mut Service, id: ConnectionId, time: RequestTime) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let (account, user) = (connection.key.as_ref().map(|key| key.account), connection.user.as_deref());
        let mut pushes = Vec::new();
        for subscription in &mut connection.subscriptions {
            if subscription.next_at.is_some_and(|at| at <= time.arrived_micros) {
                subscription.pushed(time.arrived_micros);
                let contents = snapshots::regular(service, subscription, account, self.page, time.clock_ms);
                let push = |content: Content| content.push(&service.model, subscription, user, time.clock_ms);
                pushes.extend(contents.into_iter().map(push));
            }
        }
        for push in pushes {
            self.push(service, id, push, time.arrived_micros);
        }
    }

    /// Sends a push, except where faults apply.
    pub(super) fn push(&mut self, service: &mut Service, id: ConnectionId, push: Push, now: i64) {
        let faults = self.faults_of_push(id, &push.channel);
        self.notices.fault(&format!("push of {}", push.channel), names(&faults));
        for fault in faults.iter().filter(|fault| fault.is_of_connection()) {
            self.apply(service, id, fault, Some(&push.channel), RequestTime { arrived_micros: now, clock_ms: 0 });
        }
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.condition.is_muted(&push.channel) || faults.contains(&SocketFault::Missing) {
            return self.note_with(id, SocketEvent::Lost(push.text), names(&faults), now);
        }
        if faults.contains(&SocketFault::Reordered) {
            return connection.condition.hold(&push.channel, push.text);
        }
        let held = connection.condition.take_held(&push.channel);
        let mut push = push;
        if faults.contains(&SocketFault::WrongJson) {
            push.text = first_half(&push.text);
        }
        if push.is_sample {
            self.notices.sample(&format!("channel {}", push.channel));
        }
        if faults.contains(&SocketFault::Doubled) {
            self.send(id, push.clone().sent(), now);
        }
        self.send(id, push.sent(), now);
        for text in held {
            self.send(id, SocketEvent::Sent(text), now);
        }
    }

    fn faults_of_push(&mut self, id: ConnectionId, channel: &str) -> Vec<SocketFault> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        let occasion = Occasion {
            kind: OccasionKind::Push,
            socket: connection.socket.as_str(),
            connection: Some(&connection.name),
            channel: Some(channel),
            op: None,
        };
        self.faults.take(&occasion)
    }
}
