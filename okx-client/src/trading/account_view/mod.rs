//! The current state of an account: open orders, positions and balances.

mod lists;
mod shared;
mod state;
mod task;

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::api::enums::SubscribedInstType;
use crate::api::ids::{Ccy, InstId, OrdId};
use crate::api::ws::private::{Account, AccountCurrency, AccountUpdate, Orders, PositionUpdate, Positions};
use crate::client::Client;
use crate::error::Error;
use crate::trading::order_status::OrderStatus;
use crate::value::Timestamp;
use shared::SharedState;
use task::{Streams, Updater};

/// The current state of an account: its open orders, positions and balances. Returned by [`Client::account_view`].
///
/// It is kept current by the channels `orders`, `positions` and `account` until its last clone is dropped, and read without waiting. After a
/// connection was lost, missed changes of orders are fetched over the REST API, and positions and balances come back as snapshots; what is absent
/// from a snapshot is gone. [`state`](Self::state) and [`as_of`](Self::as_of) say whether and up to when the view is true. Because a connection can
/// be open and push nothing, everything is also read over the REST API once a minute.
///
/// Each clone waits for changes on its own.
#[derive(Clone)]
#[doc(alias("user data stream"))]
pub struct AccountView {
    shared: Arc<SharedState>,
    changes: watch::Receiver<u64>,
    _task: Arc<AbortOnDrop>,
}

/// Whether a view is true.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ViewState {
    /// Every change has arrived up to [`AccountView::as_of`].
    Current,
    /// Changes may have been missed since this time, for example because the connection is lost. The view becomes current again by itself.
    Stale {
        /// The time up to which the view is true.
        since: Timestamp,
    },
    /// The view has ended and does not change any longer, for example because the API key has expired. Create a new one.
    Ended(Error),
}

impl Client {
    /// Subscribes to the orders, positions and balances of the account, reads their current state over the REST API, and returns a view that is
    /// kept current.
    ///
    /// ```
    /// # use okx_client::{Client, Credentials, Environment, Region};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// let mut view = okx.account_view().await?;
    /// println!("{} open orders as of {}", view.orders().len(), view.as_of());
    /// if let Some(usdt) = view.balance("USDT") {
    ///     println!("{:?} USDT available", usdt.avail_bal);
    /// }
    /// # use okx_client::enums::{OrdType, Side, TdMode};
    /// # let price = okx_client::dec!(1_000);
    /// # let order = okx_client::trade::PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, okx_client::dec!(0.01)).px(price);
    /// # okx.send(&order).await?;
    /// view.changed().await?;
    /// for position in view.positions() {
    ///     println!("{}: {:?}", position.inst_id, position.pos);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// OKX refuses one of the subscriptions, or the current state cannot be read.
    pub async fn account_view(&self) -> Result<AccountView, Error> {
        let connections = self.connections();
        // First the subscriptions, then the lists, so that no change is missed between them.
        let (orders, positions, account) = tokio::try_join!(
            self.subscribe(&Orders::new(SubscribedInstType::Any)).unbounded().into_future(),
            self.subscribe(&Positions::new(SubscribedInstType::Any)).unbounded().into_future(),
            self.subscribe(&Account::new()).unbounded().into_future(),
        )?;
        let begun = self.server_time();
        let lists = lists::load(self.clone()).await?;
        let (shared, changes) = SharedState::new();
        let shared = Arc::new(shared);
        shared.update(|state| {
            state.hear(begun);
            // Nothing was known before, so nothing can be missing.
            drop(state.finish_lists(lists));
        });
        let streams = Streams { orders, positions, account, connections };
        let task = tokio::spawn(Updater::new(self.clone(), Arc::clone(&shared)).run(streams));
        Ok(AccountView { shared, changes, _task: Arc::new(AbortOnDrop(task)) })
    }
}

impl AccountView {
    /// The open orders, in no particular order.
    pub fn orders(&self) -> Vec<OrderStatus> {
        self.shared.read(|state| state.orders().cloned().collect())
    }

    /// The open order with this ID; `None` if it has ended, or does not exist.
    pub fn order(&self, ord_id: impl Into<OrdId>) -> Option<OrderStatus> {
        let ord_id = ord_id.into();
        self.shared.read(|state| state.order(&ord_id).cloned())
    }

    /// The positions that are not flat, in no particular order.
    pub fn positions(&self) -> Vec<Arc<PositionUpdate>> {
        self.shared.read(|state| state.positions().cloned().collect())
    }

    /// The positions in one instrument: several if long and short positions, or cross and isolated ones, are held at once.
    pub fn positions_in(&self, inst_id: impl Into<InstId>) -> Vec<Arc<PositionUpdate>> {
        let inst_id = inst_id.into();
        self.shared.read(|state| state.positions().filter(|position| position.inst_id == inst_id).cloned().collect())
    }

    /// The balance of a currency; `None` if there is none of it.
    pub fn balance(&self, ccy: impl Into<Ccy>) -> Option<Arc<AccountCurrency>> {
        let ccy = ccy.into();
        self.shared.read(|state| state.balance(&ccy).cloned())
    }

    /// The balances of all currencies, in no particular order.
    pub fn balances(&self) -> Vec<Arc<AccountCurrency>> {
        self.shared.read(|state| state.balances().cloned().collect())
    }

    /// The figures of the whole account, such as its equity in USD. The row has no `details`; use [`balance`](Self::balance).
    pub fn account(&self) -> Option<Arc<AccountUpdate>> {
        self.shared.read(|state| state.account().cloned())
    }

    /// The time up to which the view is true, by OKX's clock as far as it is known: when the last message arrived, or since when changes may have
    /// been missed. OKX pushes balances and positions every few seconds even if nothing changes.
    pub fn as_of(&self) -> Timestamp {
        // A view exists only after the lists were read, which sets the time.
        self.shared.read(|state| state.as_of().unwrap_or_default())
    }

    /// Whether the view is true.
    pub fn state(&self) -> ViewState {
        self.shared.view_state()
    }

    /// Waits until something arrives that may have changed the view since this was last called, or since the view was created.
    ///
    /// # Errors
    ///
    /// The view has ended, and there was no further change.
    pub async fn changed(&mut self) -> Result<(), Error> {
        if matches!(self.changes.has_changed(), Ok(false))
            && let ViewState::Ended(error) = self.state()
        {
            return Err(error);
        }
        // The sender is part of the view.
        self.changes.changed().await.map_err(|_| Error::unreachable("the view has ended"))
    }
}

/// Ends a task when it is dropped.
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl fmt::Debug for AccountView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountView")
            .field("state", &self.state())
            .field("as_of", &self.as_of())
            .finish_non_exhaustive()
    }
}
