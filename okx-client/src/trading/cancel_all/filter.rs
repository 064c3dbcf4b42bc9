//! Which orders are cancelled.

use crate::api::enums::{InstType, OrdType, Side};
use crate::api::ids::{InstFamily, InstId, OrderTag};
use crate::api::objects::Order;
use crate::api::trade::GetOrdersPending;

/// Selects open orders; by default all of the account. Every condition that is set must hold.
///
/// ```
/// use okx_client::CancelFilter;
/// use okx_client::enums::{InstType, Side};
///
/// let all = CancelFilter::all();
/// let bids = CancelFilter::all().inst_type(InstType::Swap).inst_id("BTC-USDT-SWAP").side(Side::Buy);
/// # let _ = (all, bids);
/// ```
#[derive(Clone, Debug, Default)]
pub struct CancelFilter {
    pub(super) inst_type: Option<InstType>,
    pub(super) inst_family: Option<InstFamily>,
    pub(super) inst_id: Option<InstId>,
    pub(super) side: Option<Side>,
    ord_type: Option<OrdType>,
    pub(super) tag: Option<OrderTag>,
    pub(super) with_algo_orders: bool,
}

impl CancelFilter {
    /// All orders of the account.
    pub fn all() -> Self {
        Self::default()
    }

    /// Only orders for instruments of this type.
    #[must_use]
    pub fn inst_type(self, inst_type: InstType) -> Self {
        Self { inst_type: Some(inst_type), ..self }
    }

    /// Only orders for this instrument family: futures, swaps and options.
    #[must_use]
    pub fn inst_family(self, inst_family: impl Into<InstFamily>) -> Self {
        Self { inst_family: Some(inst_family.into()), ..self }
    }

    /// Only orders for this instrument.
    #[must_use]
    pub fn inst_id(self, inst_id: impl Into<InstId>) -> Self {
        Self { inst_id: Some(inst_id.into()), ..self }
    }

    /// Only buy or only sell orders.
    #[must_use]
    pub fn side(self, side: Side) -> Self {
        Self { side: Some(side), ..self }
    }

    /// Only orders of this type. Algo orders have other types; this does not affect them.
    #[must_use]
    pub fn ord_type(self, ord_type: OrdType) -> Self {
        Self { ord_type: Some(ord_type), ..self }
    }

    /// Only orders with this tag.
    #[must_use]
    pub fn tag(self, tag: impl Into<OrderTag>) -> Self {
        Self { tag: Some(tag.into()), ..self }
    }

    /// Algo orders as well: stop orders, trigger orders and others that are not in the order book yet.
    #[must_use]
    pub fn with_algo_orders(self) -> Self {
        Self { with_algo_orders: true, ..self }
    }

    /// The request for the orders that OKX can select. The rest is up to [`matches`](Self::matches).
    pub(super) fn request(&self) -> GetOrdersPending {
        let mut request = GetOrdersPending::new();
        request.inst_type.clone_from(&self.inst_type);
        request.inst_family.clone_from(&self.inst_family);
        request.inst_id.clone_from(&self.inst_id);
        request.ord_type.extend(self.ord_type);
        request
    }

    /// Whether an open order that OKX listed for the request is selected.
    pub(super) fn matches(&self, order: &Order) -> bool {
        self.allows(order.inst_id.as_ref(), order.side.as_ref(), order.tag.as_ref())
            && is_or_unset(self.inst_type.as_ref(), order.inst_type.as_ref())
            && is_or_unset(self.ord_type.as_ref(), order.ord_type.as_ref())
    }

    /// Whether the conditions hold that apply to algo orders as well.
    pub(super) fn allows(&self, inst_id: Option<&InstId>, side: Option<&Side>, tag: Option<&OrderTag>) -> bool {
        is_or_unset(self.inst_id.as_ref(), inst_id)
            && is_or_unset(self.side.as_ref(), side)
            && is_or_unset(self.tag.as_ref(), tag)
    }
}

fn is_or_unset<T: PartialEq>(wanted: Option<&T>, is: Option<&T>) -> bool {
    wanted.is_none() || wanted == is
}
