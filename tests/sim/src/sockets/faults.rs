//! The faults that concern a connection as a whole.

use okx_spec::model::Socket;
use serde_json::json;

use super::connection::{Connection, ConnectionId};
use super::hub::Hub;
use super::journal::SocketEvent;
use super::subscriptions::MAX_CONNECTIONS;
use crate::clock::micros;
use crate::faults::{FaultTimes, Occasion, OccasionKind, ScheduledFault, SocketFault, SocketTarget};
use crate::service::Service;
use crate::validation::RequestTime;

/// An event that does not exist.
const UNKNOWN_EVENT: &str = r#"{"event":"okx-sim-unknown","code":"69999","msg":"Simulated fault.","data":{"a":[1]}}"#;

impl Hub {
    /// Registers a fault, or applies it at once. Returns to how many connections it was applied.
    pub(crate) fn begin(&mut self, service: &mut Service, fault: ScheduledFault, time: RequestTime) -> usize {
        match fault.when {
            FaultTimes::Now => return self.apply_now(service, &fault.target, &fault.fault, time),
            FaultTimes::Next(times) => self.faults.add(fault.target, fault.fault, Some(times)),
            FaultTimes::Always => self.faults.add(fault.target, fault.fault, None),
        }
        0
    }

    /// Begins a fault later.
    pub(crate) fn schedule(&mut self, fault: ScheduledFault) {
        self.faults.schedule(fault);
    }

    /// How many faults wait.
    pub(crate) fn waiting_faults(&self) -> usize {
        self.faults.count()
    }

    fn apply_now(
        &mut self,
        service: &mut Service,
        target: &SocketTarget,
        fault: &SocketFault,
        time: RequestTime,
    ) -> usize {
        let matching = |(id, connection): (&ConnectionId, &Connection)| {
            let channel = target.channel.as_deref();
            let occasion = Occasion {
                kind: OccasionKind::Push,
                socket: connection.socket.as_str(),
                connection: Some(&connection.name),
                channel,
                op: target.op.as_deref(),
            };
            let has_channel = channel.is_none_or(|channel| connection.has(channel));
            (has_channel && target.matches(&occasion)).then_some(*id)
        };
        let ids: Vec<ConnectionId> = self.connections.iter().filter_map(matching).collect();
        for id in &ids {
            self.apply(service, *id, fault, target.channel.as_deref(), time);
        }
        ids.len()
    }

    /// Applies a fault to a connection. `channel` is the channel that it concerns; without one, it concerns all
    /// channels of the connection.
    pub(super) fn apply(
        &mut self,
        service: &mut Service,
        id: ConnectionId,
        fault: &SocketFault,
        channel: Option<&str>,
        time: RequestTime,
    ) {
        let now = time.arrived_micros;
        let Some(connection) = self.connections.get_mut(&id) else { return };
        match fault {
            SocketFault::Reset => self.reset(service, id, now),
            SocketFault::Close { code, reason } => self.close(service, id, *code, reason, now),
            SocketFault::Stall { lasts } => {
                connection.condition.stall(lasts.map_or(i64::MAX, |lasts| now.saturating_add(micros(lasts))));
            }
            SocketFault::HalfOpen => connection.condition.half_open(),
            SocketFault::Slow { delay, bytes_per_second } => connection.condition.slow_down(*delay, *bytes_per_second),
            SocketFault::Mute { until } => {
                for channel in concerned(connection, channel) {
                    connection.condition.mute(&channel, *until);
                }
            }
            SocketFault::UnknownEvent => self.send(id, SocketEvent::Sent(UNKNOWN_EVENT.to_owned()), now),
            SocketFault::Notice { closes_after } if connection.socket != Socket::Business => {
                connection.closes_at = Some(now.saturating_add(micros(*closes_after)));
                self.send_notice(id, now);
            }
            SocketFault::ConnectionCount => {
                for channel in concerned(connection, channel) {
                    self.end_subscriptions(service, id, &channel);
                    let event = self.connection_count("channel-conn-count-error", id, &channel, MAX_CONNECTIONS);
                    self.send_value(id, &event, now);
                }
            }
            _ => {}
        }
    }

    fn send_notice(&mut self, id: ConnectionId, now: i64) {
        let text = "The connection will soon be closed for a service upgrade. Please reconnect.";
        let notice = json!({"event": "notice", "code": "64008", "msg": text, "connId": self.name_of(id)});
        self.send_value(id, &notice, now);
    }

    /// Ends all faults: those that wait, and those of open connections.
    pub(crate) fn clear_faults(&mut self, service: &mut Service, time: RequestTime) {
        self.faults.clear();
        for connection in self.connections.values_mut() {
            connection.condition.clear(time.arrived_micros);
            connection.traffic_at = time.arrived_micros;
        }
        self.tick(service, time);
    }
}

/// The channels that a fault concerns.
fn concerned(connection: &Connection, channel: Option<&str>) -> Vec<String> {
    if let Some(channel) = channel {
        return vec![channel.to_owned()];
    }
    let mut channels: Vec<String> =
        connection.subscriptions.iter().map(|subscription| subscription.channel.clone()).collect();
    channels.sort();
    channels.dedup();
    channels
}
