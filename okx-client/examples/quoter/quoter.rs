//! The quotes: one order on each side.

use std::time::Duration;

use okx_client::enums::{OrdType, Side, SubscribedInstType, TdMode};
use okx_client::objects::BookLevel;
use okx_client::trade::{AmendOrder, CancelOrder, GetOrder, GetOrdersPending, PlaceOrder};
use okx_client::ws::private::Orders;
use okx_client::ws::public::{OrderBook, OrderBookChannel};
use okx_client::{Client, Decimal, Error, Resolved, SendOptions, Subscription, Update, dec};
use tokio::time::Interval;

use crate::AnyError;
use crate::ledger::{Ledger, OrderState};

pub(crate) const INSTRUMENT: &str = "BTC-USDT";
pub(crate) const BASE: &str = "BTC";
pub(crate) const QUOTE: &str = "USDT";

/// The size of a quote.
const SIZE: Decimal = dec!(0.002);
/// The largest position, long or short. A side that could exceed it is not quoted.
pub(crate) const MAX_POSITION: Decimal = dec!(0.01);
/// The prices are stale after this time without an update.
const STALE: Duration = Duration::from_millis(1_500);
/// The longest time to wait for a reply. OKX discards an order or amendment that arrives later.
const REPLY: Duration = Duration::from_millis(500);
/// The longest time to find out the outcome of a request whose reply was lost.
const RESOLVE: Duration = Duration::from_secs(30);
/// How often the rest of the orders is canceled before this program gives up.
const ATTEMPTS: usize = 10;

pub(crate) struct Quoter {
    okx: Client,
    tick: Decimal,
    /// `None` only while it is subscribed to again.
    prices: Option<Subscription<OrderBook>>,
    orders: Subscription<Orders>,
    next: Option<Next>,
    /// The best prices without the quotes of this program, bid and ask. `None` while they are not known.
    best: Option<(Decimal, Decimal)>,
    /// Ticks when the prices are stale. Every update resets it.
    stale: Interval,
    bid: Option<Quote>,
    ask: Option<Quote>,
    ledger: Ledger,
}

/// An open order.
#[derive(Clone, Debug)]
struct Quote {
    name: String,
    price: Decimal,
}

/// What has arrived.
enum Next {
    Orders(Result<Option<Update<Orders>>, Error>),
    Prices(Result<Option<Update<OrderBook>>, Error>),
    StalePrices,
}

impl Quoter {
    pub(crate) async fn start(okx: &Client) -> Result<Self, AnyError> {
        let tick = okx.instruments().get(INSTRUMENT).await?.tick_sz.ok_or("the instrument has no tick size")?;
        // Before the first order, so that no update is missed. Gaps in this channel are filled over the REST API.
        let orders = okx.subscribe(Orders::new(SubscribedInstType::Spot)).unbounded().await?;
        let prices = Some(subscribe_to_prices(okx).await?);
        let okx = okx.clone();
        let mut stale = tokio::time::interval(STALE);
        // Otherwise the first tick is now.
        stale.reset();
        let ledger = Ledger::default();
        Ok(Self { okx, tick, prices, orders, next: None, best: None, stale, bid: None, ask: None, ledger })
    }

    /// Waits until something has arrived. Nothing is lost if this future is dropped.
    pub(crate) async fn changed(&mut self) {
        if self.next.is_some() {
            return;
        }
        self.next = Some(tokio::select! {
            biased;
            update = self.orders.try_next() => Next::Orders(update),
            update = next_prices(&mut self.prices) => Next::Prices(update),
            _ = self.stale.tick() => Next::StalePrices,
        });
    }

    /// Takes what has arrived, and adjusts the quotes. This future must not be dropped half-way.
    pub(crate) async fn step(&mut self) -> Result<(), AnyError> {
        match self.next.take() {
            None => return Ok(()),
            Some(Next::Orders(update)) => self.take_orders(&update?.ok_or("the channel of the orders has ended")?)?,
            Some(Next::Prices(update)) => self.take_prices(&update?.ok_or("the channel of the prices has ended")?)?,
            Some(Next::StalePrices) => {
                self.ledger.counts.stale_prices += 1;
                self.best = None;
            }
        }
        // Without prices there are no quotes.
        self.adjust(Side::Buy).await?;
        self.adjust(Side::Sell).await?;
        if self.best.is_none() {
            // A new subscription helps if the channel has become mute. Subscriptions of a channel share one at the exchange, so the old
            // one must end first.
            self.prices = None;
            self.prices = Some(subscribe_to_prices(&self.okx).await?);
            self.stale.reset();
        }
        Ok(())
    }

    /// Cancels everything, and returns what is known about the orders in the end.
    pub(crate) async fn stop(mut self) -> Result<Ledger, AnyError> {
        // The exchange is asked what is open, in case this program is wrong about it.
        for _ in 0..ATTEMPTS {
            let open = self.okx.send(GetOrdersPending::new()).await?.all()?;
            if open.is_empty() {
                break;
            }
            for order in open {
                // If this fails, the next attempt shows whether the order is still open.
                let cancel = CancelOrder::new(INSTRUMENT).ord_id(order.ord_id);
                let canceled = self.okx.send_with(&cancel, SendOptions::default().timeout(REPLY)).await;
                self.ledger.counts.canceled += u64::from(canceled.is_ok());
            }
        }
        for name in self.ledger.open() {
            self.look_up(&name).await?;
        }
        Ok(self.ledger)
    }

    fn take_orders(&mut self, update: &Update<Orders>) -> Result<(), AnyError> {
        self.ledger.counts.gaps += u64::from(update.gap.is_some());
        for order in &update.rows {
            let order = order.as_ref().map_err(Clone::clone)?;
            if let Some(name) = &order.cl_ord_id {
                self.ledger.take(name.as_str(), OrderState::from(order));
                self.forget_if_final(name.as_str());
            }
        }
        Ok(())
    }

    fn take_prices(&mut self, update: &Update<OrderBook>) -> Result<(), AnyError> {
        self.ledger.counts.gaps += u64::from(update.gap.is_some());
        for book in &update.rows {
            let book = book.as_ref().map_err(Clone::clone)?;
            let best = others(&book.bids, self.bid.as_ref()).zip(others(&book.asks, self.ask.as_ref()));
            if let Some((bid, ask)) = best {
                self.ledger.mid = Some((bid + ask) / dec!(2));
                self.best = best;
                self.stale.reset();
            }
        }
        Ok(())
    }

    /// Places, amends or cancels the quote of one side. There is never more than one request of a side under way.
    async fn adjust(&mut self, side: Side) -> Result<(), AnyError> {
        match (self.quote(&side), self.wanted_price(&side)) {
            (None, Some(price)) => self.place(side, price).await,
            (Some(quote), Some(price)) if quote.price != price => self.amend(&side, &quote.name, price).await,
            (Some(quote), None) => self.cancel(&quote.name).await,
            _ => Ok(()),
        }
    }

    /// One tick better than the best price of others. `None` if this side is not quoted.
    fn wanted_price(&self, side: &Side) -> Option<Decimal> {
        let (bid, ask) = self.best?;
        let is_wide = ask - bid > dec!(2) * self.tick;
        let better = if is_wide { self.tick } else { dec!(0) };
        let position = self.ledger.position();
        if *side == Side::Buy {
            (position + SIZE <= MAX_POSITION).then_some(bid + better)
        } else {
            (position - SIZE >= -MAX_POSITION).then_some(ask - better)
        }
    }

    async fn place(&mut self, side: Side, price: Decimal) -> Result<(), AnyError> {
        let order = PlaceOrder::new(INSTRUMENT, TdMode::Cash, side, OrdType::PostOnly, SIZE).px(price);
        // The name makes it possible to find out whether the order exists if the reply is lost.
        let order = self.okx.named(order);
        let name = order.cl_ord_id.as_ref().map(ToString::to_string).ok_or("the order has no name")?;
        self.ledger.add(&name, side);
        let is_placed = match self.okx.send_with(&order, SendOptions::default().within(REPLY).timeout(REPLY)).await {
            Ok(_) => true,
            Err(error) if error.outcome_unknown() => {
                self.ledger.counts.unknown += 1;
                match self.okx.resolve(&order).within(RESOLVE).await {
                    Resolved::Done(found) => {
                        self.ledger.take(&name, OrderState::from(&found));
                        true
                    }
                    Resolved::NotDone => false,
                    Resolved::Unknown(error) => return Err(error.into()),
                }
            }
            // It was rejected, or certainly not sent. The next update is another opportunity.
            Err(_) => false,
        };
        if is_placed {
            self.ledger.counts.placed += 1;
            *self.quote_mut(&side) = Some(Quote { name: name.clone(), price });
            self.forget_if_final(&name);
        } else {
            self.ledger.counts.not_placed += 1;
            self.ledger.remove(&name);
        }
        Ok(())
    }

    async fn amend(&mut self, side: &Side, name: &str, price: Decimal) -> Result<(), AnyError> {
        let amend = AmendOrder::new(INSTRUMENT).cl_ord_id(name).new_px(price);
        match self.okx.send_with(&amend, SendOptions::default().within(REPLY).timeout(REPLY)).await {
            Ok(_) => {
                self.ledger.counts.amended += 1;
                if let Some(quote) = self.quote_mut(side) {
                    quote.price = price;
                }
                Ok(())
            }
            Err(error) => {
                // It may have been filled in the meantime, or the reply was lost: ask what the order is now.
                self.ledger.counts.unknown += u64::from(error.outcome_unknown());
                self.look_up(name).await
            }
        }
    }

    async fn cancel(&mut self, name: &str) -> Result<(), AnyError> {
        let cancel = CancelOrder::new(INSTRUMENT).cl_ord_id(name);
        let canceled = self.okx.send_with(&cancel, SendOptions::default().timeout(REPLY)).await;
        self.ledger.counts.canceled += u64::from(canceled.is_ok());
        // Whatever the reply says, fills that have not been pushed yet count before a new order is placed.
        self.look_up(name).await
    }

    /// Asks the exchange for the state of an order.
    async fn look_up(&mut self, name: &str) -> Result<(), AnyError> {
        let found = self.okx.send(GetOrder::new(INSTRUMENT).cl_ord_id(name)).await?;
        self.ledger.take(name, OrderState::from(&found));
        for quote in [&mut self.bid, &mut self.ask].into_iter().flatten().filter(|quote| quote.name == name) {
            quote.price = found.px.unwrap_or(quote.price);
        }
        self.forget_if_final(name);
        Ok(())
    }

    /// Makes room for a new quote if an order is filled or canceled.
    fn forget_if_final(&mut self, name: &str) {
        if self.ledger.state(name).is_some_and(|state| state.is_final) {
            for quote in [&mut self.bid, &mut self.ask] {
                quote.take_if(|quote| quote.name == name);
            }
        }
    }

    fn quote(&self, side: &Side) -> Option<Quote> {
        if *side == Side::Buy { self.bid.clone() } else { self.ask.clone() }
    }

    fn quote_mut(&mut self, side: &Side) -> &mut Option<Quote> {
        if *side == Side::Buy { &mut self.bid } else { &mut self.ask }
    }
}

/// Five levels, pushed whole, so that no book has to be kept. Only the latest prices matter.
async fn subscribe_to_prices(okx: &Client) -> Result<Subscription<OrderBook>, Error> {
    okx.subscribe(OrderBook::new(OrderBookChannel::Books5, INSTRUMENT)).latest().await
}

async fn next_prices(prices: &mut Option<Subscription<OrderBook>>) -> Result<Option<Update<OrderBook>>, Error> {
    match prices {
        Some(prices) => prices.try_next().await,
        None => std::future::pending().await,
    }
}

/// The best price that is not only the quote of this program.
fn others(levels: &[BookLevel], quote: Option<&Quote>) -> Option<Decimal> {
    let is_own = |level: &&BookLevel| quote.is_some_and(|quote| quote.price == level.px && level.sz <= SIZE);
    levels.iter().find(|level| !is_own(level)).map(|level| level.px)
}
