//! Order operations over a socket and over the REST API.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use okx_client::enums::{OrdType, Side, TdMode, TgtCcy};
use okx_client::trade::{AmendOrder, CancelOrder, PlaceOrder};
use okx_client::{Decimal, Error, OrderHandle, SendOptions, SendRoute};
use tokio::task::JoinSet;

use super::Run;
use crate::random::Random;

/// How many orders may rest.
const MOST_RESTING: usize = 60;

/// How many handles are kept, of resting orders and of those that have ended.
const MOST_HANDLES: usize = 400;

const INSTRUMENTS: [&str; 4] = ["BTC-USDT", "ETH-USDT", "BTC-USDT-SWAP", "ETH-USDT-SWAP"];

/// The numbers of operations by outcome.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    pub(super) done: AtomicU64,
    pub(super) refused: AtomicU64,
    pub(super) not_sent: AtomicU64,
    pub(super) unknown: AtomicU64,
    /// Why operations were not sent, and how often.
    reasons: Mutex<BTreeMap<String, u64>>,
}

impl Outcomes {
    /// The most frequent reasons for operations that were not sent.
    pub(super) fn reasons(&self) -> Vec<(u64, String)> {
        let reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: Vec<_> = reasons.iter().map(|(reason, count)| (*count, reason.clone())).collect();
        sorted.sort_unstable_by(|one, other| other.cmp(one));
        sorted.truncate(5);
        sorted
    }
}

/// The orders of a run.
pub(super) struct Orders {
    run: Run,
    random: Random,
    handles: Arc<Mutex<VecDeque<OrderHandle>>>,
    under_way: JoinSet<()>,
    pub(super) outcomes: Arc<Outcomes>,
    /// The number of operations so far.
    pub(super) count: u64,
}

impl Orders {
    pub(super) fn new(run: Run, random: Random) -> Self {
        Self { run, random, handles: Arc::default(), under_way: JoinSet::new(), outcomes: Arc::default(), count: 0 }
    }

    /// The orders that were placed, without the oldest that have ended.
    pub(super) fn handles(&self) -> Vec<OrderHandle> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Begins one operation.
    pub(super) fn operate(&mut self) {
        while self.under_way.try_join_next().is_some() {}
        self.forget_old();
        self.count += 1;
        let options = SendOptions::default().route(self.random.pick(&[
            SendRoute::Rest,
            SendRoute::Socket,
            SendRoute::SocketOrRest,
        ]));
        let mut resting = self.handles();
        resting.retain(|handle| !handle.status().has_ended());
        let is_full = resting.len() >= MOST_RESTING;
        let chosen = (!resting.is_empty()).then(|| resting.swap_remove(self.random.place(resting.len())));
        match (self.random.below(10), chosen) {
            (_, Some(handle)) if is_full => self.cancel(handle, options),
            (4, _) => self.place_filled(options),
            (5..7, Some(handle)) => self.amend(&handle, options),
            (7.., Some(handle)) => self.cancel(handle, options),
            _ => self.place_resting(options),
        }
    }

    /// Drops the handles of the oldest orders that have ended.
    fn forget_old(&mut self) {
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        while handles.len() > MOST_HANDLES {
            let Some(place) = handles.iter().position(|handle| handle.status().has_ended()) else { break };
            handles.remove(place);
        }
    }

    fn place_resting(&mut self, options: SendOptions) {
        let instrument = self.random.pick(&INSTRUMENTS);
        let percent = 80 + self.random.below(10);
        let (price, size) = self.price(instrument, percent);
        let order = PlaceOrder::new(instrument, mode(instrument), Side::Buy, OrdType::Limit, size).px(price);
        self.place(order, options);
    }

    fn place_filled(&mut self, options: SendOptions) {
        let instrument = self.random.pick(&INSTRUMENTS);
        let (_, size) = self.price(instrument, 100);
        let direction = if self.random.percent(50) { Side::Buy } else { Side::Sell };
        let mut order = PlaceOrder::new(instrument, mode(instrument), direction, OrdType::Market, size);
        if !instrument.ends_with("-SWAP") {
            order = order.tgt_ccy(TgtCcy::BaseCcy);
        }
        self.place(order, options);
    }

    /// A valid price at this percentage of the last one, and a small size.
    fn price(&self, instrument: &str, percent: u64) -> (Decimal, Decimal) {
        let core = self.run.sim.core();
        let market = core.market(instrument).expect("the instrument is listed");
        let tick = market.instrument.tick;
        let price = (market.last * Decimal::from(percent) / Decimal::ONE_HUNDRED / tick).floor() * tick;
        (price, market.instrument.min * Decimal::from(10))
    }

    fn place(&mut self, order: PlaceOrder, options: SendOptions) {
        let (okx, handles, outcomes) = (self.run.okx.clone(), Arc::clone(&self.handles), Arc::clone(&self.outcomes));
        self.under_way.spawn(async move {
            let placed = okx.place(&order).options(options).resolve_within(Duration::from_secs(300)).await;
            count(&outcomes, placed.as_ref().map(drop));
            if let Ok(handle) = placed {
                handles.lock().unwrap_or_else(PoisonError::into_inner).push_back(handle);
            }
        });
    }

    fn amend(&mut self, handle: &OrderHandle, options: SendOptions) {
        let percent = 80 + self.random.below(10);
        let (price, _) = self.price(handle.inst_id().as_str(), percent);
        let (okx, outcomes, handle) = (self.run.okx.clone(), Arc::clone(&self.outcomes), handle.clone());
        self.under_way.spawn(async move {
            let request = AmendOrder::new(handle.inst_id().clone()).ord_id(handle.ord_id()).new_px(price);
            let amended = okx.send_with(&request, options).await;
            count(&outcomes, amended.as_ref().map(drop));
            if amended.is_err() {
                handle.refresh();
            }
        });
    }

    fn cancel(&mut self, handle: OrderHandle, options: SendOptions) {
        let (okx, outcomes) = (self.run.okx.clone(), Arc::clone(&self.outcomes));
        self.under_way.spawn(async move {
            let request = CancelOrder::new(handle.inst_id().clone()).ord_id(handle.ord_id());
            let canceled = okx.send_with(&request, options).await;
            count(&outcomes, canceled.as_ref().map(drop));
            if canceled.is_err() {
                handle.refresh();
            }
        });
    }

    /// Waits until every operation has ended.
    ///
    /// # Errors
    ///
    /// An operation has panicked, or an order is still listed as unresolved.
    pub(super) async fn finish(&mut self) -> Result<(), String> {
        while let Some(ended) = self.under_way.join_next().await {
            ended.map_err(|error| error.to_string())?;
        }
        // Amendments and cancellations cannot be asked for: the handles know how their orders are.
        let unresolved = self.run.okx.unresolved();
        let orders: Vec<_> = unresolved.iter().filter(|entry| entry.call() == "trade.place_order").collect();
        if orders.is_empty() { Ok(()) } else { Err(format!("unresolved: {orders:?}")) }
    }
}

fn mode(instrument: &str) -> TdMode {
    if instrument.ends_with("-SWAP") { TdMode::Cross } else { TdMode::Cash }
}

fn count(outcomes: &Outcomes, outcome: Result<(), &Error>) {
    let counter = match outcome {
        Ok(()) => &outcomes.done,
        Err(error) if error.outcome_unknown() => &outcomes.unknown,
        Err(error) if error.is_refused() => &outcomes.refused,
        Err(error) => {
            // Without numbers, so that equal reasons are counted together.
            let reason =
                error.to_string().replace(|letter: char| letter.is_ascii_digit(), "").chars().take(160).collect();
            *outcomes.reasons.lock().unwrap_or_else(PoisonError::into_inner).entry(reason).or_default() += 1;
            &outcomes.not_sent
        }
    };
    counter.fetch_add(1, Ordering::Relaxed);
}
