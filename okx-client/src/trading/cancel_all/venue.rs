//! OKX, as the place where orders are cancelled.

use std::time::Duration;

use super::filter::CancelFilter;
use super::report::CanceledOrder;
use super::run::Venue;
use crate::api::algo::{AlgoOrder, CancelAlgoOrders, CancelAlgoOrdersItem, GetAlgoOrdersPending};
use crate::api::enums::AlgoOrdType;
use crate::api::trade::{CancelOrder, CancelOrders};
use crate::client::Client;
use crate::error::Error;

/// How many algo orders are cancelled in one request.
const ALGO_BATCH: usize = 10;

pub(super) struct ClientVenue<'a> {
    client: &'a Client,
    filter: &'a CancelFilter,
    /// When the time is over, on the monotonic clock.
    end: Duration,
}

impl<'a> ClientVenue<'a> {
    pub(super) fn new(client: &'a Client, filter: &'a CancelFilter, within: Duration) -> Self {
        let end = client.engine().clock().monotonic().saturating_add(within);
        Self { client, filter, end }
    }

    /// The open algo orders that match the filter. OKX lists them by type.
    async fn algo_orders(&self) -> Result<Vec<CanceledOrder>, Error> {
        let mut orders = Vec::new();
        for ord_type in AlgoOrdType::KNOWN {
            let mut request = GetAlgoOrdersPending::new().ord_type([AlgoOrdType::from(*ord_type)]);
            request.inst_type.clone_from(&self.filter.inst_type);
            request.inst_id.clone_from(&self.filter.inst_id);
            let rows = self.client.rows(&request).all().await?;
            orders.extend(rows.into_iter().filter(|row| self.matches_algo(row)).filter_map(of_algo));
        }
        Ok(orders)
    }

    fn matches_algo(&self, row: &AlgoOrder) -> bool {
        let family = self.filter.inst_family.as_ref();
        let is_of_family = |family: &str| {
            let after = row.inst_id.as_ref().and_then(|id| id.as_str().strip_prefix(family));
            after.is_some_and(|after| after.is_empty() || after.starts_with('-'))
        };
        self.filter.allows(row.inst_id.as_ref(), row.side.as_ref(), row.tag.as_ref())
            && family.is_none_or(|family| is_of_family(family.as_str()))
    }

    async fn cancel_orders(&self, orders: &[CanceledOrder]) -> Vec<Result<(), Error>> {
        let item = |order: &CanceledOrder| CancelOrder::new(order.inst_id.clone()).ord_id(order.id.clone());
        if let [order] = orders {
            return vec![self.client.send(&item(order)).await.map(drop)];
        }
        match self.client.send(&CancelOrders::new(orders.iter().map(item))).await {
            Ok(rows) => rows.into_iter().map(|row| row.map(drop)).collect(),
            Err(error) => vec![Err(error); orders.len()],
        }
    }

    async fn cancel_algo_orders(&self, orders: &[CanceledOrder]) -> Vec<Result<(), Error>> {
        let item = |order: &CanceledOrder| CancelAlgoOrdersItem::new(order.inst_id.clone()).algo_id(order.id.as_str());
        match self.client.send(&CancelAlgoOrders::new(orders.iter().map(item))).await {
            Ok(rows) => rows.into_iter().map(|row| row.map(drop)).collect(),
            Err(error) => vec![Err(error); orders.len()],
        }
    }
}

impl Venue for ClientVenue<'_> {
    async fn open_orders(&mut self) -> Result<Vec<CanceledOrder>, Error> {
        let rows = self.client.rows(&self.filter.request()).all().await?;
        let matching = rows.into_iter().filter(|order| self.filter.matches(order));
        let mut orders: Vec<_> = matching
            .filter_map(|order| Some(CanceledOrder { inst_id: order.inst_id?, id: order.ord_id, is_algo: false }))
            .collect();
        if self.filter.with_algo_orders {
            orders.extend(self.algo_orders().await?);
        }
        Ok(orders)
    }

    async fn cancel(&mut self, orders: &[CanceledOrder]) -> Vec<Result<(), Error>> {
        let mut results = Vec::with_capacity(orders.len());
        for same_kind in orders.chunk_by(|one, other| one.is_algo == other.is_algo) {
            if same_kind.iter().any(|order| order.is_algo) {
                for batch in same_kind.chunks(ALGO_BATCH) {
                    results.extend(self.cancel_algo_orders(batch).await);
                }
            } else {
                results.extend(self.cancel_orders(same_kind).await);
            }
        }
        results
    }

    async fn pause(&mut self, time: Duration) -> bool {
        let clock = self.client.engine().clock();
        let left = self.end.saturating_sub(clock.monotonic());
        clock.sleep(time.min(left)).await;
        left > time
    }
}

fn of_algo(row: AlgoOrder) -> Option<CanceledOrder> {
    Some(CanceledOrder { inst_id: row.inst_id?, id: row.algo_id.as_str().into(), is_algo: true })
}
