//! Asks OKX about orders over the REST API.

use super::routes::DueLookup;
use crate::api::errors;
use crate::api::ids::OrdId;
use crate::api::objects::Order;
use crate::api::trade::{Fill, GetFills, GetOrder, GetOrdersPending};
use crate::client::Client;
use crate::error::Error;

/// What OKX answered.
pub(super) enum Answer {
    /// About one order: its state, and its fills.
    Order(OrdId, Result<Box<(Order, Vec<Fill>)>, Error>),
    /// All open orders. Before they were requested, these were open, with how often each had changed.
    OpenOrders(Vec<(OrdId, u64)>, Result<Vec<Order>, Error>),
}

/// Asks for an order and its fills.
pub(super) async fn order(client: Client, due: DueLookup) -> Answer {
    let DueLookup { inst_id, ord_id } = due;
    let found = async {
        let order = client.send(&GetOrder::new(inst_id).ord_id(ord_id.clone())).await?;
        let has_fills = order.acc_fill_sz.is_some_and(|size| !size.is_zero());
        let request = GetFills::new().ord_id(ord_id.clone());
        let fills = if has_fills { client.rows(&request).all().await? } else { Vec::new() };
        Ok(Box::new((order, fills)))
    };
    let found = found.await;
    Answer::Order(ord_id, found)
}

/// Asks for all open orders.
pub(super) async fn open_orders(client: Client, before: Vec<(OrdId, u64)>) -> Answer {
    let listed = client.rows(&GetOrdersPending::new()).all().await;
    Answer::OpenOrders(before, listed)
}

/// Whether the error of a lookup says that OKX does not know the order.
pub(super) fn is_unknown_order(error: &Error) -> bool {
    error.code() == Some(errors::ORDER_UNKNOWN)
}
