//! Keeps the state of an account current.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::lists;
use super::shared::SharedState;
use super::state::{AccountState, Lists, Source};
use crate::api::errors;
use crate::api::objects::Order;
use crate::api::ws::private::{Account, Orders, Positions};
use crate::api::{Channel, Rows};
use crate::carriers::ws::{ConnectionEvent, ConnectionEventKind, ConnectionState, Connections};
use crate::client::Client;
use crate::error::Error;
use crate::facts::Socket;
use crate::streams::{GapAction, Subscription, Update, UpdateSource};
use crate::trading::order_status::{OrderStatus, RowSource, as_update};
use crate::value::Timestamp;

/// How often everything is read over the REST API, because a connection can be open and push nothing.
const RELOAD_EVERY: Duration = Duration::from_secs(60);

/// How long what was missed may take to arrive by itself, before everything is read over the REST API.
const RESTORED_WITHIN: Duration = Duration::from_secs(5);

/// What the state is kept current from.
pub(super) struct Streams {
    pub(super) orders: Subscription<Orders>,
    pub(super) positions: Subscription<Positions>,
    pub(super) account: Subscription<Account>,
    pub(super) connections: Connections,
}

/// Keeps the state current.
pub(super) struct Updater {
    client: Client,
    shared: Arc<SharedState>,
    lookups: JoinSet<Answer>,
    /// When everything is read next; `None` while that is being done.
    next_reload: Option<Duration>,
}

/// What was read over the REST API.
enum Answer {
    /// Everything, as of the time when it was requested.
    Lists(Timestamp, Result<Box<Lists>, Error>),
    /// An order that was not listed any longer.
    Order(OrderStatus, Result<Box<Order>, Error>),
}

impl Updater {
    pub(super) fn new(client: Client, shared: Arc<SharedState>) -> Self {
        let next_reload = Some(client.engine().clock().monotonic().saturating_add(RELOAD_EVERY));
        Self { client, shared, lookups: JoinSet::new(), next_reload }
    }

    /// Runs until one of the streams ends.
    pub(super) async fn run(mut self, streams: Streams) {
        let Streams { mut orders, mut positions, mut account, mut connections } = streams;
        let clock = Arc::clone(self.client.engine().clock());
        loop {
            let pause = self.begin_reload();
            // Events of connections come first, so that the loss of a connection is known before the gaps and snapshots that follow it. Then
            // orders, so that a gap that they report is known before the snapshots restore the rest.
            let result = tokio::select! {
                biased;
                Some(event) = connections.next() => { self.connection_changed(&event); Ok(()) }
                update = orders.next() => ended(update).map(|update| self.apply_orders(update)),
                update = positions.next() => ended(update).map(|update| self.apply_positions(update)),
                update = account.next() => ended(update).map(|update| self.apply_account(update)),
                Some(answer) = self.lookups.join_next(), if !self.lookups.is_empty() => {
                    // A lookup only ends without an answer if the runtime does.
                    if let Ok(answer) = answer {
                        self.answered(answer);
                    }
                    Ok(())
                }
                () = clock.sleep(pause) => Ok(()),
            };
            if let Err(error) = result {
                return self.shared.end(error);
            }
        }
    }

    fn is_stale(&self) -> bool {
        self.shared.read(|state| state.stale_since().is_some())
    }

    fn now(&self) -> Duration {
        self.client.engine().clock().monotonic()
    }

    /// Begins to read everything if it is time for that. Returns the time until it is.
    fn begin_reload(&mut self) -> Duration {
        let Some(at) = self.next_reload else { return RELOAD_EVERY };
        let left = at.saturating_sub(self.now());
        if !left.is_zero() {
            return left;
        }
        self.next_reload = None;
        self.shared.update(AccountState::begin_lists);
        let (client, begun) = (self.client.clone(), self.client.server_time());
        self.lookups.spawn(async move { Answer::Lists(begun, lists::load(client).await.map(Box::new)) });
        RELOAD_EVERY
    }

    /// Reads everything this much later, if that is not done earlier.
    fn reload_in(&mut self, time: Duration) {
        let at = self.now().saturating_add(time);
        self.next_reload = self.next_reload.map(|planned| planned.min(at));
    }

    fn apply_orders(&mut self, update: Update<Orders>) {
        let is_complete = self.note_gap(&update, Source::Orders);
        let source = if update.source == UpdateSource::Pushed { RowSource::Push } else { RowSource::Rest };
        let rows = self.readable(update.rows);
        self.shared.update(|state| {
            state.hear(update.received);
            for row in rows {
                state.apply_order(row, source);
            }
            if is_complete && update.gap.is_some() {
                state.restore(Source::Orders);
            }
        });
    }

    fn apply_positions(&mut self, update: Update<Positions>) {
        self.note_gap(&update, Source::Positions);
        let rows = self.readable(update.rows);
        self.shared.update(|state| {
            state.hear(update.received);
            state.apply_positions(rows, update.is_snapshot);
        });
    }

    fn apply_account(&mut self, update: Update<Account>) {
        self.note_gap(&update, Source::Balances);
        let rows = self.readable(update.rows);
        self.shared.update(|state| {
            state.hear(update.received);
            state.apply_account(rows, update.is_snapshot);
        });
    }

    /// Notes that changes may have been missed, if an update says so. Returns whether the update itself has what was missed.
    fn note_gap<C: Channel>(&mut self, update: &Update<C>, source: Source) -> bool {
        let Some(gap) = &update.gap else { return true };
        let is_filled = matches!(gap.action, GapAction::Filled { .. });
        if is_filled {
            // It may lack an order: the history is sorted by creation, and is not read to its end.
            self.reload_in(Duration::ZERO);
        } else {
            self.shared.update(|state| state.lose(source, gap.from));
            let is_restored_by_itself = matches!(gap.action, GapAction::SnapshotFollows);
            self.reload_in(if is_restored_by_itself { RESTORED_WITHIN } else { Duration::ZERO });
        }
        is_filled
    }

    /// The rows that can be read. If there are others, everything is read over the REST API.
    fn readable<T>(&mut self, rows: Rows<T>) -> Vec<T> {
        let mut readable = Vec::with_capacity(rows.len());
        for row in rows {
            match row {
                Ok(row) => readable.push(row),
                Err(error) => {
                    tracing::warn!(%error, "cannot read a row about the account; everything is read over the REST API");
                    self.reload_in(Duration::ZERO);
                }
            }
        }
        readable
    }

    fn connection_changed(&mut self, event: &ConnectionEvent) {
        let ConnectionEvent { socket: Socket::Private, kind: ConnectionEventKind::State(state), .. } = event else {
            return;
        };
        match state {
            ConnectionState::Disconnected(_) => self.shared.update(|state| state.lose_connection(event.at)),
            ConnectionState::LoggedIn | ConnectionState::Replaced | ConnectionState::Closed(_) => {
                self.shared.update(AccountState::reconnect);
                if self.is_stale() {
                    self.reload_in(RESTORED_WITHIN);
                }
            }
            _ => {}
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Lists(begun, Ok(lists)) => {
                let missing = self.shared.update(|state| {
                    state.hear(begun);
                    state.finish_lists(*lists)
                });
                for order in missing {
                    let client = self.client.clone();
                    self.lookups.spawn(async move {
                        let found = lists::load_order(client, &order).await;
                        Answer::Order(order, found.map(Box::new))
                    });
                }
                let pause = if self.is_stale() { RESTORED_WITHIN } else { RELOAD_EVERY };
                self.next_reload = Some(self.now().saturating_add(pause));
            }
            Answer::Lists(_, Err(error)) => {
                tracing::warn!(%error, "could not read the state of the account");
                self.next_reload = Some(self.now().saturating_add(RESTORED_WITHIN));
            }
            Answer::Order(_, Ok(order)) => match as_update(&order) {
                Ok(row) => {
                    self.shared.update(|state| state.apply_order(row, RowSource::Rest));
                }
                Err(error) => tracing::warn!(%error, "cannot read an order"),
            },
            Answer::Order(order, Err(error)) if error.code() == Some(errors::ORDER_UNKNOWN) => {
                self.shared.update(|state| state.remove_order(order.ord_id()));
            }
            // It is looked up again after everything was read again.
            Answer::Order(order, Err(error)) => {
                tracing::warn!(%error, order = %order.ord_id(), "could not ask OKX about an order");
            }
        }
    }
}

impl Drop for Updater {
    /// Lets nobody wait for ever: the task also ends without an error of its own if its runtime is shut down.
    fn drop(&mut self) {
        self.shared.end(Error::unreachable("the view has ended, because the async runtime was shut down"));
    }
}

/// The update, or why the stream has ended.
fn ended<C: Channel>(update: Option<Result<Update<C>, Error>>) -> Result<Update<C>, Error> {
    update.unwrap_or_else(|| Err(Error::unreachable("the subscription has ended").in_call(C::FACTS.name)))
}
