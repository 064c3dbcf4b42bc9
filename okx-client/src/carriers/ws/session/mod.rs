//! A session: one logical connection to one of OKX's sockets, with its reconnects and replacements.
//!
//! It is a pure state machine. Frames, commands and times go in; frames, events and the time of the next deadline come out. It does no IO,
//! has no clock, and knows nothing of tokio. Times are durations on any monotonic clock.
//!
//! The shell passes in everything that happens, takes out all outputs until there are none, and calls `timeout` no later than at
//! `next_deadline`. What is due is sent when the outputs are taken, so that commands that are given together share a message.
//!
//! Subscriptions are a comparison of what is wanted with what OKX believes, for each connection. Commands change the first, acknowledgements
//! the second, and whatever differs is requested. So no interleaving of commands, frames, failures and replacements needs a rule of its own.

mod acknowledgement;
mod argument;
mod backoff;
mod config;
mod deadlines;
mod ending;
mod frames;
mod handover;
mod input;
mod link;
mod login;
mod message;
mod mute;
mod output;
mod refusal;
mod request_budget;
mod requests;
mod sending;
#[cfg(any(test, fuzzing))]
mod tests;
mod topics;

use std::collections::VecDeque;
use std::time::Duration;

#[cfg(fuzzing)]
pub use tests::fuzz_session;

pub(crate) use config::SessionConfig;
pub(crate) use input::{
    ConnectFailure, Disconnect, Frame, FrameText, LinkId, NewRequest, NewSubscription, RequestId, SubscriptionId,
};
pub(crate) use message::without_login;
pub use output::{ConnectionState, Degradation};
pub(crate) use output::{Event, GapCause, Output};

use crate::error::Error;
use backoff::Backoff;
use link::Links;
use topics::{NotAdded, Topics};

/// One logical connection.
#[derive(Debug)]
pub(crate) struct Session {
    config: SessionConfig,
    /// The latest time that was passed in.
    now: Duration,
    links: Links,
    topics: Topics,
    /// Requests that were not sent yet.
    waiting: VecDeque<NewRequest>,
    outputs: VecDeque<Output>,
    backoff: Backoff,
    /// The earliest time for the next attempt to connect.
    connect_after: Duration,
    /// Whether the key must be read again before the next login.
    rereads_key: bool,
    /// Whether a connection was ever opened.
    has_connected: bool,
    next_link: u64,
    /// The numbers of the first and the next message that has an `id`.
    first_number: u64,
    next_number: u64,
    life: Life,
    /// Whether everything that is due was sent, and the deadline is known.
    is_settled: bool,
    deadline: Option<Duration>,
}

/// Whether a session opens connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Running,
    /// A final error ended everything, until there is something to connect for again.
    Halted,
    Closed,
}

impl Session {
    /// A session that is not connected. `random` spreads its attempts to reconnect; no two sessions should have the same.
    pub(crate) fn new(config: SessionConfig, random: u64, now: Duration) -> Self {
        // Sessions begin at different numbers, so that a text of one is not taken for a number of another.
        let first_number = random & 0xFFFF_FFFF_0000_0000;
        Self {
            backoff: Backoff::new(&config, random),
            config,
            now,
            links: Links::default(),
            topics: Topics::default(),
            waiting: VecDeque::new(),
            outputs: VecDeque::new(),
            connect_after: Duration::ZERO,
            rereads_key: false,
            has_connected: false,
            next_link: 1,
            first_number,
            next_number: first_number,
            life: Life::Running,
            is_settled: false,
            deadline: None,
        }
    }

    /// Subscribes, and keeps the subscription until it ends or `unsubscribe` is called.
    pub(crate) fn subscribe(&mut self, new: &NewSubscription, now: Duration) {
        self.advance(now);
        let refused = if self.life == Life::Closed {
            Some(Error::unreachable("the connection was closed by the client"))
        } else if sending::length_alone(&new.arg) > self.config.longest_message {
            Some(Error::invalid(format!(
                "the argument has {} bytes, but OKX takes messages of at most {} bytes",
                new.arg.len(),
                self.config.longest_message
            )))
        } else {
            self.topics.want(new).err().map(|reason| {
                Error::invalid(match reason {
                    NotAdded::NoChannel => "the argument is not a JSON object with a member `channel`",
                    NotAdded::AlreadyWanted => "there is a subscription with the same argument; share it",
                })
            })
        };
        match refused {
            Some(error) => self.report_end(new.id, new.name, error),
            None => self.life = Life::Running,
        }
    }

    /// Ends a subscription. Nothing more is reported about it.
    pub(crate) fn unsubscribe(&mut self, id: SubscriptionId, now: Duration) {
        self.advance(now);
        self.topics.unwant(id);
    }

    /// Ends everything. Requests are reported as lost, subscriptions are not.
    pub(crate) fn close(&mut self, now: Duration) {
        self.advance(now);
        if self.life != Life::Closed {
            self.life = Life::Closed;
            self.topics = Topics::default();
            self.stop("the connection was closed by the client");
        }
    }

    /// Acts on the deadlines that have passed.
    pub(crate) fn timeout(&mut self, now: Duration) {
        self.advance(now);
        self.check_deadlines();
    }

    /// The next thing to do. Take all outputs after each input.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        if self.outputs.is_empty() && !self.is_settled {
            self.settle();
        }
        self.outputs.pop_front()
    }

    /// When to call `timeout`, once all outputs were taken. After frames it may be earlier than necessary.
    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.deadline
    }

    fn advance(&mut self, now: Duration) {
        self.now = self.now.max(now);
        self.is_settled = false;
    }

    /// Does everything that is due, and determines the next deadline.
    fn settle(&mut self) {
        self.is_settled = true;
        self.deadline = None;
        self.hand_over();
        self.connect_if_needed();
        self.send_due();
        self.end_overlaps();
        self.remove_unused_topics();
        self.set_deadline();
    }

    /// The number of a message with an `id`.
    fn take_number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number = number.saturating_add(1);
        number
    }

    fn send(&mut self, link: LinkId, text: impl Into<FrameText>) {
        self.outputs.push_back(Output::Send { link, text: text.into() });
    }

    fn report(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn report_state(&mut self, link: LinkId, state: ConnectionState) {
        self.report(Event::State { link, state });
    }

    fn report_end(&mut self, subscription: SubscriptionId, name: Option<&'static str>, error: Error) {
        let error = match name {
            Some(name) => error.in_call(name),
            None => error,
        };
        self.report(Event::Ended { subscription, error });
    }

    /// Makes sure that the deadline is not later than this.
    fn wake_at(&mut self, time: Duration) {
        self.deadline = Some(self.deadline.map_or(time, |deadline| deadline.min(time)));
    }

    fn remove_unused_topics(&mut self) {
        let links = &self.links;
        let removed =
            self.topics.remove_unused(|place| links.iter().any(|link| link.state(place) != link::WireState::Absent));
        for place in removed {
            for link in self.links.iter_mut() {
                *link.wire_mut(place) = link::Wire::default();
            }
        }
    }
}
