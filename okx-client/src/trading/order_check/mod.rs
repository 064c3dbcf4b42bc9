//! Checks whether an order at OKX is the one that was requested.

use std::fmt;

use okx_facts::Printable;

use crate::api::enums::{InstType, OrdState, OrdType, PxAmendType, Side, TdMode, TgtCcy};
use crate::api::objects::Order;
use crate::api::trade::PlaceOrder;
use rust_decimal::Decimal;

/// Shown for a value that OKX did not report.
const NONE: &str = "none";

/// The differences between an order and the request for it; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatches(Vec<Mismatch>);

/// One difference between an order and the request for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The part of the order.
    pub part: OrderPart,
    /// What was requested.
    pub requested: String,
    /// What OKX reports.
    pub found: String,
}

/// A part of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderPart {
    /// The instrument.
    Instrument,
    /// Buy or sell.
    Side,
    /// Long, short or net.
    PositionSide,
    /// The trade mode: cash, cross or isolated margin, and so on.
    TradeMode,
    /// The order type.
    OrderType,
    /// The client order ID.
    ClientOrderId,
    /// Whether it may only reduce a position.
    ReduceOnly,
    /// The price. For options it may be given in USD or as a volatility.
    Price,
    /// The average fill price.
    AveragePrice,
    /// The size.
    Size,
    /// The unit of the size.
    SizeUnit,
    /// How much was filled.
    Filled,
}

impl PlaceOrder {
    /// Checks whether an order that OKX reports is this one, executed as requested: instrument, side, type and mode, price, and size in the
    /// requested unit, filled at its price or better. An order that has ended must be filled completely; a live order need not be.
    ///
    /// The fill price of a market order is not checked, because it has no limit. If a size is in quote currency, the average price is
    /// rounded by OKX, so the filled amount may exceed the size by the rounding error.
    ///
    /// ```
    /// use okx_client::enums::{OrdType, Side, TdMode};
    /// use okx_client::trade::{GetOrder, PlaceOrder};
    /// use okx_client::{OrderPart, dec};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # use okx_client::{Client, Credentials, Environment, Region};
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// let requested = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Ioc, dec!(0.01)).px(dec!(70_000));
    /// let ack = okx.send(&requested).await?;
    /// let order = okx.send(&GetOrder::new("BTC-USDT").ord_id(ack.ord_id.unwrap_or_default())).await?;
    /// assert_eq!(requested.check_done(&order), Ok(()));
    ///
    /// let other = requested.px(dec!(40_000));
    /// let mismatches = other.check_done(&order).unwrap_err();
    /// assert_eq!(mismatches.iter().next().map(|mismatch| mismatch.part), Some(OrderPart::Price));
    /// println!("{mismatches}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// All differences.
    pub fn check_done(&self, order: &Order) -> Result<(), Mismatches> {
        let mut found = Comparison::default();
        self.compare_kind(order, &mut found);
        self.compare_price(order, &mut found);
        self.compare_size(order, &mut found);
        if found.0.is_empty() { Ok(()) } else { Err(Mismatches(found.0)) }
    }

    fn compare_kind(&self, order: &Order, found: &mut Comparison) {
        found.compare(
            OrderPart::Instrument,
            self.inst_id.as_str(),
            reported(order.inst_id.as_ref().map(crate::api::ids::InstId::as_str)),
        );
        found.compare(OrderPart::Side, self.side.as_str(), reported(order.side.as_ref().map(Side::as_str)));
        found.compare(
            OrderPart::TradeMode,
            self.td_mode.as_str(),
            reported(order.td_mode.as_ref().map(TdMode::as_str)),
        );
        found.compare(
            OrderPart::OrderType,
            self.ord_type.as_str(),
            reported(order.ord_type.as_ref().map(OrdType::as_str)),
        );
        if let (Some(requested), Some(is)) = (&self.pos_side, &order.pos_side) {
            found.compare(OrderPart::PositionSide, requested.as_str(), is.as_str());
        }
        if let Some(requested) = &self.cl_ord_id {
            let is = reported(order.cl_ord_id.as_ref().map(crate::api::ids::ClOrdId::as_str));
            found.compare(OrderPart::ClientOrderId, requested.as_str(), is);
        }
        if let (Some(requested), Some(is)) = (self.reduce_only, &order.reduce_only) {
            found.compare(OrderPart::ReduceOnly, if requested { "true" } else { "false" }, is.as_str());
        }
    }

    fn compare_price(&self, order: &Order, found: &mut Comparison) {
        // OKX ignores the price of a market order.
        if self.ord_type != OrdType::Market {
            let may_be_better = self.px_amend_type == Some(PxAmendType::MoveToLimit);
            let matches =
                |requested: Decimal, is: Decimal| requested == is || (may_be_better && !self.is_worse(requested, is));
            for (requested, is) in [(self.px, order.px), (self.px_usd, order.px_usd), (self.px_vol, order.px_vol)] {
                if let Some(requested) = requested
                    && !is.is_some_and(|is| matches(requested, is))
                {
                    found.add(OrderPart::Price, text(requested), text_or_none(is));
                }
            }
            for is in [order.avg_px, order.fill_px].into_iter().flatten() {
                if let Some(limit) = self.px.filter(|limit| self.is_worse(*limit, is)) {
                    found.add(OrderPart::AveragePrice, format!("{} or better", text(limit)), text(is));
                    break;
                }
            }
        }
    }

    /// Whether this price is worse for the trader than the limit.
    fn is_worse(&self, limit: Decimal, price: Decimal) -> bool {
        match self.side {
            Side::Buy => price > limit,
            Side::Sell => price < limit,
            _ => price != limit,
        }
    }

    fn compare_size(&self, order: &Order, found: &mut Comparison) {
        let (requested_in_quote, is_in_quote) = (self.counts_quote(order), counts_quote(order, order.tgt_ccy.as_ref()));
        if requested_in_quote != is_in_quote {
            found.add(OrderPart::SizeUnit, unit(requested_in_quote).to_owned(), unit(is_in_quote).to_owned());
        }
        if order.sz != Some(self.sz) {
            found.add(OrderPart::Size, text(self.sz), text_or_none(order.sz));
        }
        if is_in_quote {
            return compare_spent(order, self.sz, found);
        }
        let is_over = matches!(order.state, Some(OrdState::Filled | OrdState::Canceled | OrdState::MmpCanceled));
        if order.acc_fill_sz.is_none_or(|filled| filled > self.sz || (is_over && filled < self.sz)) {
            found.add(OrderPart::Filled, text(self.sz), text_or_none(order.acc_fill_sz));
        }
    }

    /// Whether the size of this order is in quote currency.
    fn counts_quote(&self, order: &Order) -> bool {
        counts_quote(order, self.tgt_ccy.as_ref())
    }
}

/// Whether the size of an order like this one is in quote currency.
fn counts_quote(order: &Order, tgt_ccy: Option<&TgtCcy>) -> bool {
    let is_spot = matches!(order.inst_type, Some(InstType::Spot | InstType::Margin));
    let is_on_margin = matches!(order.td_mode, Some(TdMode::Cross | TdMode::Isolated));
    let buys = order.side == Some(Side::Buy);
    let says_quote = match tgt_ccy {
        Some(tgt_ccy) => *tgt_ccy == TgtCcy::QuoteCcy,
        None => buys,
    };
    is_spot && order.ord_type == Some(OrdType::Market) && if is_on_margin { buys } else { says_quote }
}

/// Checks an order whose size is an amount of quote currency. How much of it can be spent depends on the lot size, so only too much, or
/// nothing at all, is a difference.
fn compare_spent(order: &Order, amount: Decimal, found: &mut Comparison) {
    let is_over = matches!(order.state, Some(OrdState::Filled | OrdState::Canceled));
    let Some(average) = order.avg_px else {
        if is_over {
            found.add(OrderPart::Filled, text(amount), "nothing".to_owned());
        }
        return;
    };
    let last_place = Decimal::new(1, average.scale());
    let least = average.checked_sub(last_place).and_then(|average| average.checked_mul(order.acc_fill_sz?));
    if least.is_some_and(|least| least > amount) {
        found.add(
            OrderPart::Filled,
            format!("{} at most", text(amount)),
            format!("more than {}", text(least.unwrap_or_default())),
        );
    }
}

fn unit(in_quote: bool) -> &'static str {
    if in_quote { "quote currency" } else { "base currency or contracts" }
}

fn text(number: Decimal) -> String {
    number.normalize().to_string()
}

fn text_or_none(number: Option<Decimal>) -> String {
    number.map_or_else(|| NONE.to_owned(), text)
}

/// What OKX reports. An unreported value counts as different from what was requested.
fn reported(is: Option<&str>) -> &str {
    is.unwrap_or(NONE)
}

/// The differences found so far.
#[derive(Default)]
struct Comparison(Vec<Mismatch>);

impl Comparison {
    fn compare(&mut self, part: OrderPart, requested: &str, found: &str) {
        if requested != found {
            self.add(part, requested.to_owned(), found.to_owned());
        }
    }

    fn add(&mut self, part: OrderPart, requested: String, found: String) {
        self.0.push(Mismatch { part, requested, found });
    }
}

impl Mismatches {
    /// The differences.
    pub fn iter(&self) -> impl Iterator<Item = &Mismatch> {
        self.0.iter()
    }
}

impl fmt::Display for OrderPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Instrument => "instrument",
            Self::Side => "side",
            Self::PositionSide => "position side",
            Self::TradeMode => "trade mode",
            Self::OrderType => "order type",
            Self::ClientOrderId => "client order ID",
            Self::ReduceOnly => "reduce only",
            Self::Price => "price",
            Self::AveragePrice => "average price",
            Self::Size => "size",
            Self::SizeUnit => "size unit",
            Self::Filled => "filled",
        })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: requested {}, found {}", self.part, Printable(&self.requested), Printable(&self.found))
    }
}

impl fmt::Display for Mismatches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order differs from the request: ")?;
        for (place, mismatch) in self.0.iter().enumerate() {
            write!(f, "{}{mismatch}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Mismatches {}

#[cfg(test)]
mod tests;
