//! The sessions of a client: starts them, shares them among subscribers and requests, and ends them.

mod placement;
mod shared;
mod wanted;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedSender};

use super::context::Context;
use super::driver::{Command, Driver, NewDriver, Reader, ReaderId, ReplySender};
use super::feed::Feed;
use super::login;
use super::session::{NewRequest, NewSubscription, RequestId, Session, SessionConfig, SubscriptionId};
use crate::api::ws::CONNECTION;
use crate::error::Error;
use crate::facts::{Snapshot, Socket};
use crate::system::random::RandomSource;
use placement::{ConnectionLimits, Needs, Place};
use shared::{Shared, SharedKey};
pub(crate) use wanted::WantedSubscription;
use wanted::{needs, new_subscription};

/// How soon after the last time a subscription is made again because a reader lacks a snapshot.
const RESUBSCRIBE_PAUSE: Duration = Duration::from_secs(20);

/// The sessions of a client.
pub(super) struct Pool {
    context: Arc<Context>,
    random: Arc<dyn RandomSource>,
    state: Mutex<PoolState>,
}

#[derive(Default)]
struct PoolState {
    sessions: Vec<Slot>,
    shared: HashMap<SharedKey, Shared>,
    /// The last number given to a connection, a subscription, a reader or a request.
    last_number: u64,
}

/// A session and what the pool gave to it.
struct Slot {
    connection: u64,
    socket: Socket,
    /// Whether every connection of the session logs in at once.
    logs_in: bool,
    commands: UnboundedSender<Command>,
    /// The number of commands sent.
    sent: u64,
    ids: Vec<SubscriptionId>,
    needs: Vec<Needs>,
}

/// A reader of a subscription. The last one that is dropped unsubscribes.
pub(crate) struct Reading {
    pool: Arc<Pool>,
    wanted: WantedSubscription,
    /// The number of the shared subscription that it reads.
    shared: u64,
    reader: ReaderId,
    feed: Arc<Feed>,
}

impl Reading {
    /// The queue to read from.
    pub(crate) fn feed(&self) -> &Arc<Feed> {
        &self.feed
    }

    /// What is subscribed to.
    #[cfg(test)]
    pub(super) fn wanted(&self) -> &WantedSubscription {
        &self.wanted
    }

    /// Subscribes again, because a snapshot is needed. All readers of the subscription get it.
    pub(crate) fn resubscribe(&self) {
        self.pool.resubscribe(&self.wanted, self.shared);
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.pool.detach(&self.wanted, self.shared, self.reader);
    }
}

impl Pool {
    pub(super) fn new(context: Arc<Context>, random: Arc<dyn RandomSource>) -> Self {
        Self { context, random, state: Mutex::default() }
    }

    pub(super) fn context(&self) -> &Context {
        &self.context
    }

    /// Subscribes, or shares a subscription that exists.
    pub(super) fn subscribe(self: &Arc<Self>, wanted: WantedSubscription) -> Result<Reading, Error> {
        if wanted.needs_login && !self.context.login.has_keys() {
            return Err(login::no_keys());
        }
        let mut state = self.state();
        state.forget_ended_sessions();
        let reader = ReaderId(state.next_number());
        let feed = Arc::new(Feed::new(wanted.policy));
        let new_reader = Reader { id: reader, feed: Arc::clone(&feed) };
        let key = (wanted.socket, Arc::clone(&wanted.arg));
        let shared = match state.shared.get(&key).map(|shared| shared.number) {
            Some(number) => {
                state.share(&key, &wanted, new_reader);
                number
            }
            None => self.subscribe_first(&mut state, key, &wanted, new_reader)?,
        };
        drop(state);
        Ok(Reading { pool: Arc::clone(self), wanted, shared, reader, feed })
    }

    /// Begins a subscription that is shared from now on, and returns its number.
    fn subscribe_first(
        self: &Arc<Self>,
        state: &mut PoolState,
        key: SharedKey,
        wanted: &WantedSubscription,
        reader: Reader,
    ) -> Result<u64, Error> {
        let needs = needs(wanted);
        let index = self.slot_for(state, wanted.socket, &needs)?;
        let id = SubscriptionId(state.next_number());
        let slot = &mut state.sessions[index];
        slot.ids.push(id);
        slot.needs.push(needs);
        slot.send(Command::Subscribe {
            new: new_subscription(id, wanted),
            channel: Arc::clone(&wanted.channel),
            reader,
        });
        let connection = slot.connection;
        let number = state.next_number();
        state.shared.insert(key, Shared::first(number, connection, id, wanted));
        Ok(number)
    }

    /// The session that gets a subscription; a new one if necessary.
    fn slot_for(self: &Arc<Self>, state: &mut PoolState, socket: Socket, needs: &Needs) -> Result<usize, Error> {
        let candidates: Vec<usize> =
            (0..state.sessions.len()).filter(|index| state.sessions[*index].socket == socket).collect();
        let connections: Vec<&[Needs]> = candidates.iter().map(|index| &*state.sessions[*index].needs).collect();
        let limits = ConnectionLimits { heavy: CONNECTION.heavy, counted: CONNECTION.counted };
        let place = placement::place(&connections, needs, limits).map_err(|why| Error::invalid(why.to_string()))?;
        match place {
            Place::Existing(index) => Ok(candidates[index]),
            Place::New => self.start(state, socket, socket == Socket::Private),
        }
    }

    /// Starts a session, and returns its index.
    fn start(self: &Arc<Self>, state: &mut PoolState, socket: Socket, logs_in: bool) -> Result<usize, Error> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| {
            Error::setup("sockets need a tokio runtime; call this inside one, or use `okx_client::blocking`")
        })?;
        let connection = state.next_number();
        let (commands, received) = mpsc::unbounded_channel();
        let config = SessionConfig { logs_in, ..SessionConfig::default() };
        let session = Session::new(config, self.random.next_u64(), self.context.clock.monotonic());
        let driver = Driver::new(NewDriver {
            connection,
            socket,
            url: format!("{}{}", self.context.address.origin(), CONNECTION.path(socket)).into(),
            context: Arc::clone(&self.context),
            pool: Arc::downgrade(self),
            report: self.context.states.add(connection, socket),
            commands: received,
            session,
        });
        runtime.spawn(driver.run());
        state.sessions.push(Slot {
            connection,
            socket,
            logs_in,
            commands,
            sent: 0,
            ids: Vec::new(),
            needs: Vec::new(),
        });
        Ok(state.sessions.len() - 1)
    }

    /// Subscribes again with the same readers, unless that was done a moment ago: several readers may ask for it, and one that is always
    /// too slow would use up what OKX allows in an hour.
    fn resubscribe(&self, wanted: &WantedSubscription, number: u64) {
        let mut state = self.state();
        let key = (wanted.socket, Arc::clone(&wanted.arg));
        let now = self.context.clock.monotonic();
        let Some(shared) = state.shared.get_mut(&key).filter(|shared| shared.number == number) else { return };
        if shared.resubscribed.is_some_and(|last| now.saturating_sub(last) < RESUBSCRIBE_PAUSE) {
            return;
        }
        shared.resubscribed = Some(now);
        state.replace(&key, wanted, |old, new, channel| Command::Resubscribe { old, new, channel });
    }

    /// Removes a reader. The last one unsubscribes. A reader whose subscription has ended does not affect one that was begun since.
    fn detach(&self, wanted: &WantedSubscription, number: u64, reader: ReaderId) {
        let mut state = self.state();
        let key = (wanted.socket, Arc::clone(&wanted.arg));
        let Some(shared) = state.shared.get_mut(&key).filter(|shared| shared.number == number) else { return };
        shared.readers -= 1;
        let (id, connection, is_last) = (shared.id, shared.connection, shared.readers == 0);
        if is_last {
            state.shared.remove(&key);
        }
        let Some(slot) = state.slot(connection) else { return };
        if is_last {
            slot.remove(id);
            slot.send(Command::Unsubscribe(id));
        } else {
            slot.send(Command::Detach { id, reader });
        }
    }

    /// A subscription has ended by itself.
    pub(super) fn forget(&self, connection: u64, id: SubscriptionId) {
        let mut state = self.state();
        state.shared.retain(|_, shared| shared.id != id);
        if let Some(slot) = state.slot(connection) {
            slot.remove(id);
        }
    }

    /// Removes a session that is idle, unless it has subscriptions or was given commands that it has not received. Returns whether it was
    /// removed.
    pub(super) fn retire(&self, connection: u64, received: u64) -> bool {
        let mut state = self.state();
        let Some(index) = state.sessions.iter().position(|slot| slot.connection == connection) else { return true };
        let slot = &state.sessions[index];
        let is_idle = slot.sent == received && slot.ids.is_empty();
        if is_idle {
            state.sessions.swap_remove(index);
        }
        is_idle
    }

    /// Sends a request on a session that is logged in. It is forgotten when the result is dropped.
    pub(super) fn request(
        self: &Arc<Self>,
        socket: Socket,
        request: impl FnOnce(RequestId) -> NewRequest,
        reply: ReplySender,
    ) -> Result<SentRequest, Error> {
        if !self.context.login.has_keys() {
            return Err(login::no_keys());
        }
        let mut state = self.state();
        state.forget_ended_sessions();
        let index = match state.sessions.iter().position(|slot| slot.socket == socket && slot.logs_in) {
            Some(index) => index,
            None => self.start(&mut state, socket, true)?,
        };
        let id = RequestId(state.next_number());
        let slot = &mut state.sessions[index];
        slot.send(Command::Request { request: request(id), reply });
        Ok(SentRequest { commands: slot.commands.clone(), connection: slot.connection, id, pool: Arc::clone(self) })
    }

    fn state(&self) -> MutexGuard<'_, PoolState> {
        // No code that holds the lock panics in the middle of a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that was given to a session. When it is dropped, the session forgets it.
pub(super) struct SentRequest {
    commands: UnboundedSender<Command>,
    connection: u64,
    id: RequestId,
    pool: Arc<Pool>,
}

impl Drop for SentRequest {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        match state.slot(self.connection) {
            Some(slot) => slot.send(Command::ForgetRequest(self.id)),
            // The session has ended, and forgot everything.
            None => drop(self.commands.send(Command::ForgetRequest(self.id))),
        }
    }
}

impl PoolState {
    fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    fn slot(&mut self, connection: u64) -> Option<&mut Slot> {
        self.sessions.iter_mut().find(|slot| slot.connection == connection)
    }

    /// Removes the sessions whose tasks are gone, because their runtime was shut down.
    fn forget_ended_sessions(&mut self) {
        let ended: Vec<u64> =
            self.sessions.iter().filter(|slot| slot.commands.is_closed()).map(|slot| slot.connection).collect();
        if !ended.is_empty() {
            self.sessions.retain(|slot| !ended.contains(&slot.connection));
            self.shared.retain(|_, shared| !ended.contains(&shared.connection));
        }
    }

    /// Adds a reader to a subscription. It is subscribed to again if the channel starts with a snapshot, so that the new reader gets one, or
    /// if the reader asks for more than the others: a login, or the detection of a mute channel.
    fn share(&mut self, key: &SharedKey, wanted: &WantedSubscription, reader: Reader) {
        let starts_with_snapshot = wanted.facts.is_some_and(|facts| facts.snapshot != Snapshot::None);
        let Some(shared) = self.shared.get_mut(key) else { return };
        shared.readers += 1;
        let asks_for_more = shared.ask(wanted);
        if starts_with_snapshot || asks_for_more {
            self.replace(key, wanted, |old, new, channel| Command::Replace { old, new, channel, reader });
        } else if let Some(Shared { connection, id, .. }) = self.shared.get(key) {
            let (connection, id) = (*connection, *id);
            if let Some(slot) = self.slot(connection) {
                slot.send(Command::Attach { id, reader });
            }
        }
    }

    /// Gives a subscription a new number, and sends the command that ends the old one and begins the new one.
    fn replace(
        &mut self,
        key: &SharedKey,
        wanted: &WantedSubscription,
        command: impl FnOnce(SubscriptionId, NewSubscription, Arc<str>) -> Command,
    ) {
        let id = SubscriptionId(self.next_number());
        let Some(shared) = self.shared.get_mut(key) else { return };
        let old = std::mem::replace(&mut shared.id, id);
        let connection = shared.connection;
        let new = NewSubscription {
            needs_login: shared.needs_login,
            silence: shared.silence,
            ..new_subscription(id, wanted)
        };
        let Some(slot) = self.slot(connection) else { return };
        for own in &mut slot.ids {
            if *own == old {
                *own = id;
            }
        }
        slot.send(command(old, new, Arc::clone(&wanted.channel)));
    }
}

impl Slot {
    fn send(&mut self, command: Command) {
        self.sent += 1;
        // This fails if the task is gone, because its runtime was shut down. Its readers have been told.
        let _ = self.commands.send(command);
    }

    fn remove(&mut self, id: SubscriptionId) {
        if let Some(index) = self.ids.iter().position(|own| *own == id) {
            self.ids.swap_remove(index);
            self.needs.swap_remove(index);
        }
    }
}
