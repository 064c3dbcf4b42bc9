//! Whether an order at OKX is the one that was asked for.

use std::fmt;

use okx_facts::Printable;

use crate::api::enums::{InstType, OrdState, OrdType, PxAmendType, Side, TdMode, TgtCcy};
use crate::api::objects::Order;
use crate::api::trade::PlaceOrder;
use rust_decimal::Decimal;

/// What is found where OKX says nothing.
const NONE: &str = "none";

/// Where an order is not what was asked for; at least one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatches(Vec<Mismatch>);

/// One place where an order is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// What of it.
    pub part: OrderPart,
    /// What was asked for.
    pub asked: String,
    /// What it is.
    pub found: String,
}

/// What of an order was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderPart {
    /// The instrument.
    Instrument,
    /// Buy or sell.
    Side,
    /// Long, short or net.
    PositionSide,
    /// What backs it.
    TradeMode,
    /// Its type.
    OrderType,
    /// The client's name for it.
    ClientOrderId,
    /// Whether it may only make a position smaller.
    ReduceOnly,
    /// Its price, or for an option the price in dollars or the volatility it was given by.
    Price,
    /// What it was filled at, on average.
    AveragePrice,
    /// How much it is for.
    Size,
    /// What its size counts.
    SizeUnit,
    /// How much of it was filled.
    Filled,
}

impl PlaceOrder {
    /// Whether an order that OKX tells of is this one, done as it was asked for: instrument, side, type and mode, price and size in the
    /// unit that was meant, and filled at no worse than its price. An order that is over must be filled as far as was asked; one that
    /// still rests need not be.
    ///
    /// What a market order was filled at is not judged, it has no limit. Where a size counts quote currency, the average price is
    /// rounded by OKX, and the amount that was filled may exceed the size by so much.
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
    /// let asked = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Ioc, dec!(0.01)).px(dec!(70_000));
    /// let ack = okx.send(&asked).await?;
    /// let order = okx.send(&GetOrder::new("BTC-USDT").ord_id(ack.ord_id.unwrap_or_default())).await?;
    /// assert_eq!(asked.check_done(&order), Ok(()));
    ///
    /// let other = asked.px(dec!(40_000));
    /// let mismatches = other.check_done(&order).unwrap_err();
    /// assert_eq!(mismatches.iter().next().map(|mismatch| mismatch.part), Some(OrderPart::Price));
    /// println!("{mismatches}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Every place where it is not.
    pub fn check_done(&self, order: &Order) -> Result<(), Mismatches> {
        let mut found = Found::default();
        self.compare_kind(order, &mut found);
        self.compare_price(order, &mut found);
        self.compare_size(order, &mut found);
        if found.0.is_empty() { Ok(()) } else { Err(Mismatches(found.0)) }
    }

    fn compare_kind(&self, order: &Order, found: &mut Found) {
        found.compare(
            OrderPart::Instrument,
            self.inst_id.as_str(),
            told(order.inst_id.as_ref().map(crate::api::ids::InstId::as_str)),
        );
        found.compare(OrderPart::Side, self.side.as_str(), told(order.side.as_ref().map(Side::as_str)));
        found.compare(OrderPart::TradeMode, self.td_mode.as_str(), told(order.td_mode.as_ref().map(TdMode::as_str)));
        found.compare(OrderPart::OrderType, self.ord_type.as_str(), told(order.ord_type.as_ref().map(OrdType::as_str)));
        if let (Some(asked), Some(is)) = (&self.pos_side, &order.pos_side) {
            found.compare(OrderPart::PositionSide, asked.as_str(), is.as_str());
        }
        if let Some(asked) = &self.cl_ord_id {
            let is = told(order.cl_ord_id.as_ref().map(crate::api::ids::ClOrdId::as_str));
            found.compare(OrderPart::ClientOrderId, asked.as_str(), is);
        }
        if let (Some(asked), Some(is)) = (self.reduce_only, &order.reduce_only) {
            found.compare(OrderPart::ReduceOnly, if asked { "true" } else { "false" }, is.as_str());
        }
    }

    fn compare_price(&self, order: &Order, found: &mut Found) {
        // OKX ignores the price of a market order.
        if self.ord_type != OrdType::Market {
            let may_be_better = self.px_amend_type == Some(PxAmendType::MoveToLimit);
            let is_as_asked = |asked: Decimal, is: Decimal| asked == is || (may_be_better && !self.is_worse(asked, is));
            for (asked, is) in [(self.px, order.px), (self.px_usd, order.px_usd), (self.px_vol, order.px_vol)] {
                if let Some(asked) = asked
                    && !is.is_some_and(|is| is_as_asked(asked, is))
                {
                    found.add(OrderPart::Price, text(asked), text_or_none(is));
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

    /// Whether it is worse for the trader to trade at this price than at the limit.
    fn is_worse(&self, limit: Decimal, price: Decimal) -> bool {
        match self.side {
            Side::Buy => price > limit,
            Side::Sell => price < limit,
            _ => price != limit,
        }
    }

    fn compare_size(&self, order: &Order, found: &mut Found) {
        let (asked_in_quote, is_in_quote) = (self.counts_quote(order), counts_quote(order, order.tgt_ccy.as_ref()));
        if asked_in_quote != is_in_quote {
            found.add(OrderPart::SizeUnit, unit(asked_in_quote).to_owned(), unit(is_in_quote).to_owned());
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

    /// Whether OKX counts quote currency in this order.
    fn counts_quote(&self, order: &Order) -> bool {
        counts_quote(order, self.tgt_ccy.as_ref())
    }
}

/// Whether the size of a market order like this one counts quote currency, when it says so much about it.
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

/// Looks at an order whose size is an amount of quote currency. How much of it must be spent depends on the lot, so only too much is
/// wrong, or nothing.
fn compare_spent(order: &Order, amount: Decimal, found: &mut Found) {
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

/// What OKX says, or that it says nothing: what is not said is not known to be as it was asked for.
fn told(is: Option<&str>) -> &str {
    is.unwrap_or(NONE)
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Mismatch>);

impl Found {
    fn compare(&mut self, part: OrderPart, asked: &str, found: &str) {
        if asked != found {
            self.add(part, asked.to_owned(), found.to_owned());
        }
    }

    fn add(&mut self, part: OrderPart, asked: String, found: String) {
        self.0.push(Mismatch { part, asked, found });
    }
}

impl Mismatches {
    /// Each of them.
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
            Self::SizeUnit => "unit of the size",
            Self::Filled => "filled",
        })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: asked for {}, found {}", self.part, Printable(&self.asked), Printable(&self.found))
    }
}

impl fmt::Display for Mismatches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order is not what was asked for: ")?;
        for (place, mismatch) in self.0.iter().enumerate() {
            write!(f, "{}{mismatch}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Mismatches {}

#[cfg(test)]
mod tests;
