//! Reads the state of an account over the REST API.

use super::state::Lists;
use crate::api::account::{GetBalance, GetPositions};
use crate::api::trade::{GetOrder, GetOrdersPending};
use crate::client::Client;
use crate::error::Error;
use crate::fields::decode;
use crate::trading::order_status::{OrderStatus, as_update};

/// Reads all open orders, positions and balances.
pub(super) async fn load(client: Client) -> Result<Lists, Error> {
    // Boxed, because together they are large.
    let orders = Box::pin(async { client.rows(&GetOrdersPending::new()).all().await });
    let positions = Box::pin(async { client.send(&GetPositions::new()).await?.all() });
    let balance = Box::pin(async { client.send(&GetBalance::new()).await });
    let (orders, positions, balance) = tokio::try_join!(orders, positions, balance)?;
    Ok(Lists {
        orders: orders.iter().map(as_update).collect::<Result<_, _>>()?,
        positions: positions.iter().map(|row| decode::convert(row)).collect::<Result<_, _>>()?,
        account: Some(decode::convert(&balance)?),
    })
}

/// Reads an order that is known as open, and is not in the list of open orders.
pub(super) async fn load_order(client: Client, known: &OrderStatus) -> Result<crate::api::objects::Order, Error> {
    let inst_id = known.row().inst_id.clone().unwrap_or_default();
    client.send(&GetOrder::new(inst_id).ord_id(known.ord_id().clone())).await
}
