//! Follows the orders of a client: reads the channel `orders` for all of them, and asks over the REST API where it may lack something.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

use super::lookup::{self, Answer};
use super::routes::Routes;
use crate::api::enums::SubscribedInstType;
use crate::api::objects::Order;
use crate::api::ws::private::Orders;
use crate::carriers::ws::{ConnectionEvent, ConnectionEventKind, ConnectionState, Connections};
use crate::client::Client;
use crate::error::Error;
use crate::facts::Socket;
use crate::streams::{Subscription, Update, UpdateSource};
use crate::trading::order_status::{RowSource, as_update};

/// How often the open orders are listed while the channel pushes, because a connection can be open and push nothing.
const LIST_EVERY: Duration = Duration::from_secs(30);

/// How often they are listed while there is no connection.
const LIST_EVERY_WHEN_AWAY: Duration = Duration::from_secs(2);

/// Follows the orders of a client until it is dropped.
pub(super) struct Follower {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// What the task and the handles share.
pub(super) struct Shared {
    client: Client,
    routes: Mutex<Routes>,
    /// Wakes the task after a lookup was scheduled.
    scheduled: Notify,
}

/// The task's own state.
struct Following {
    shared: Arc<Shared>,
    lookups: JoinSet<Answer>,
    /// When the open orders are listed next; `None` while that is being done.
    next_list: Option<Duration>,
    is_away: bool,
}

impl Follower {
    /// Subscribes to the orders of the account, and waits until OKX has acknowledged that. `client` must not own the follower.
    pub(super) async fn start(client: Client) -> Result<Self, Error> {
        let connections = client.connections();
        let orders = client.subscribe(&Orders::new(SubscribedInstType::Any)).unbounded().await?;
        let shared = Arc::new(Shared { client, routes: Mutex::default(), scheduled: Notify::new() });
        let next_list = Some(shared.now().saturating_add(LIST_EVERY));
        let following = Following { shared: Arc::clone(&shared), lookups: JoinSet::new(), next_list, is_away: false };
        Ok(Self { shared, task: tokio::spawn(following.run(orders, connections)) })
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Whether it has ended: the subscription has, or the runtime that it was started on.
    pub(super) fn has_ended(&self) -> bool {
        self.task.is_finished()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    pub(super) fn now(&self) -> Duration {
        self.client.engine().clock().monotonic()
    }

    /// Changes the routes, and lets the task notice what was scheduled.
    pub(super) fn update<T>(&self, change: impl FnOnce(&mut Routes, Duration) -> T) -> T {
        let now = self.now();
        let changed = change(&mut self.routes(), now);
        self.scheduled.notify_one();
        changed
    }

    fn routes(&self) -> MutexGuard<'_, Routes> {
        // Every method of the routes leaves them consistent, so a panic of another holder has not broken them.
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Following {
    async fn run(mut self, mut orders: Subscription<Orders>, mut connections: Connections) {
        let clock = Arc::clone(self.shared.client.engine().clock());
        loop {
            let pause = self.begin_lookups();
            tokio::select! {
                biased;
                update = orders.next() => match update {
                    Some(Ok(update)) => self.apply(update),
                    Some(Err(error)) => return self.shared.routes().fail_all(&error),
                    None => return self.shared.routes().fail_all(&Error::unreachable("the channel `orders` has ended")),
                },
                Some(event) = connections.next() => self.connection_changed(&event),
                Some(answer) = self.lookups.join_next(), if !self.lookups.is_empty() => {
                    // A lookup only ends without an answer if the runtime does.
                    if let Ok(answer) = answer {
                        self.answered(answer);
                    }
                }
                () = self.shared.scheduled.notified() => {}
                () = clock.sleep(pause) => {}
            }
        }
    }

    /// Begins the lookups that are due. Returns the time until the next one.
    fn begin_lookups(&mut self) -> Duration {
        let now = self.shared.now();
        let mut routes = self.shared.routes();
        for due in routes.take_due(now) {
            self.lookups.spawn(lookup::order(self.shared.client.clone(), due));
        }
        if self.next_list.is_some_and(|at| at <= now) {
            self.next_list = if routes.has_open() {
                self.lookups.spawn(lookup::open_orders(self.shared.client.clone(), routes.open()));
                None
            } else {
                Some(now.saturating_add(self.list_every()))
            };
        }
        let next = routes.next_due().into_iter().chain(self.next_list).min();
        next.map_or(LIST_EVERY, |at| at.saturating_sub(now))
    }

    fn list_every(&self) -> Duration {
        if self.is_away { LIST_EVERY_WHEN_AWAY } else { LIST_EVERY }
    }

    fn apply(&mut self, update: Update<Orders>) {
        let now = self.shared.now();
        let source = if update.source == UpdateSource::Pushed { RowSource::Push } else { RowSource::Rest };
        let mut is_complete = true;
        let mut routes = self.shared.routes();
        for row in update.rows {
            match row {
                Ok(row) => routes.apply(row, source, now),
                Err(error) => {
                    tracing::warn!(%error, "cannot read a row of the channel `orders`; OKX is asked for the open orders");
                    is_complete = false;
                }
            }
        }
        drop(routes);
        // Even what fills a gap may lack an order: the history is sorted by creation, and is not read to its end.
        is_complete &= update.gap.is_none();
        if !is_complete && self.next_list.is_some() {
            self.next_list = Some(now);
        }
    }

    fn connection_changed(&mut self, event: &ConnectionEvent) {
        let ConnectionEvent { socket: Socket::Private, kind: ConnectionEventKind::State(state), .. } = event else {
            return;
        };
        let was_away = self.is_away;
        match state {
            ConnectionState::Disconnected(_) => self.is_away = true,
            ConnectionState::LoggedIn | ConnectionState::Replaced => self.is_away = false,
            _ => {}
        }
        if self.is_away && !was_away && self.next_list.is_some() {
            self.next_list = Some(self.shared.now().saturating_add(LIST_EVERY_WHEN_AWAY));
        }
    }

    fn answered(&mut self, answer: Answer) {
        let now = self.shared.now();
        let mut routes = self.shared.routes();
        match answer {
            Answer::Order(id, Ok(found)) => {
                let (order, fills) = *found;
                if let Some(row) = read(&order) {
                    routes.apply(row, RowSource::Rest, now);
                }
                routes.looked_up(&id, &fills, now);
            }
            Answer::Order(id, Err(error)) => {
                let is_unknown = lookup::is_unknown_order(&error);
                let is_again = routes.lookup_failed(&id, error.is_temporary() && !is_unknown, now);
                if is_unknown && !is_again {
                    routes.fail(&id, &error);
                } else {
                    tracing::warn!(%error, order = %id, is_again, "could not ask OKX about an order");
                }
            }
            Answer::OpenOrders(before, listed) => {
                match listed {
                    Ok(orders) => {
                        orders.iter().filter_map(read).for_each(|row| routes.apply(row, RowSource::Rest, now));
                        let listed: HashSet<_> = orders.iter().map(|order| &order.ord_id).collect();
                        let missing: Vec<_> = before.into_iter().filter(|(id, _)| !listed.contains(id)).collect();
                        routes.not_listed(&missing, now);
                    }
                    Err(error) => tracing::warn!(%error, "could not list the open orders"),
                }
                self.next_list = Some(now.saturating_add(self.list_every()));
            }
        }
    }
}

impl Drop for Following {
    /// Lets nobody wait for ever: the task also ends without an error of its own if its runtime is shut down.
    fn drop(&mut self) {
        let error = Error::unreachable("orders are not followed any longer, because the async runtime was shut down");
        self.shared.routes().fail_all(&error);
    }
}

/// The row with what a reply tells; `None` if it cannot be read, which its own decoding has excluded already.
fn read(order: &Order) -> Option<crate::api::ws::private::OrderUpdate> {
    as_update(order).inspect_err(|error| tracing::warn!(%error, "cannot read an order")).ok()
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follower").field("routes", &*self.shared.routes()).finish_non_exhaustive()
    }
}
