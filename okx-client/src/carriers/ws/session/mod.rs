//! A session: one logical connection to one of OKX's sockets, with its reconnects and replacements.
//!
//! It is a pure state machine. Frames, commands and times go in; frames, events and the time of the next deadline come out. It does no IO,
//! has no clock, and knows nothing of tokio. Times are durations on any monotonic clock.
//!
//! The shell passes in everything that happens, then takes out all outputs until there are none, and calls `timeout` no later than at
//! `next_deadline`. What is due is sent when the outputs are taken, so that commands that are given together share a message.

mod config;
mod input;
mod output;

use std::collections::VecDeque;
use std::time::Duration;

pub(crate) use config::SessionConfig;
pub(crate) use input::{
    ConnectFailure, Disconnect, Frame, FrameText, LinkId, NewRequest, NewSubscription, RequestId, SubscriptionId,
};
pub(crate) use output::{ConnectionState, Degradation, Event, GapCause, Output};
