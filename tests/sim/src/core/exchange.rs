//! The exchange's whole state, and its door for questions that need no request.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::account::{Account, AccountId};
use super::background;
use super::book::Book;
use super::instrument::{Instrument, Upcoming};
use super::listing;
use super::order::{Order, OrderId, State};
use super::profile::Profile;
use super::spreads::SpreadOrders;
use super::timers::Timers;
use crate::number::TooLarge;

/// The first order number; like OKX's they have 19 digits.
const FIRST_ORDER: u64 = 2_000_000_000_000_000_001;

/// How many orders are kept, live and final.
const ORDERS_KEPT: usize = 50_000;

/// An exchange without a network: the same seed and the same requests at the same times give the same answers.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(crate) seed: u64,
    pub(crate) markets: Vec<Market>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) orders: BTreeMap<OrderId, Order>,
    pub(crate) fees: BTreeMap<String, Decimal>,
    pub(crate) timers: Timers,
    pub(crate) spread_orders: SpreadOrders,
    /// The latest order of each client name; only that one can be live.
    client_ids: BTreeMap<(AccountId, String), OrderId>,
    next_order: u64,
    next_trade: u64,
    next_transfer: u64,
}

/// One instrument with its book.
#[derive(Clone, Debug)]
pub struct Market {
    /// The instrument.
    pub instrument: Instrument,
    /// Its resting orders.
    pub book: Book,
    /// Its price when the exchange opened.
    pub start: Decimal,
    /// The price of the last trade.
    pub last: Decimal,
    /// The size of the last trade.
    pub last_size: Decimal,
    /// How much has traded since the exchange opened.
    pub traded: Decimal,
    /// Grows with every change of the book.
    pub sequence: i64,
    /// Somebody has traded with the background since it was last whole.
    pub(crate) background_is_short: bool,
    pub(crate) quotes: Vec<background::Quote>,
}

impl Exchange {
    /// An exchange with the listed instruments, a background of resting orders, and no accounts.
    pub fn new(seed: u64) -> Self {
        let mut exchange = Self {
            seed,
            markets: listing::shipped(seed).into_iter().map(Market::open).collect(),
            accounts: vec![Account::open(Profile::new("house"))],
            orders: BTreeMap::new(),
            fees: BTreeMap::new(),
            timers: Timers::default(),
            spread_orders: SpreadOrders::default(),
            client_ids: BTreeMap::new(),
            next_order: FIRST_ORDER,
            next_trade: 1,
            next_transfer: 1,
        };
        exchange.draw_background();
        exchange
    }

    /// Opens an account.
    pub fn open_account(&mut self, profile: Profile) -> AccountId {
        self.accounts.push(Account::open(profile));
        AccountId(self.accounts.len() - 1)
    }

    /// What an account has.
    pub fn account(&self, id: AccountId) -> &Account {
        &self.accounts[id.0]
    }

    /// Every account with its place, the exchange's own first.
    pub fn accounts(&self) -> impl Iterator<Item = (AccountId, &Account)> {
        self.accounts.iter().enumerate().map(|(place, account)| (AccountId(place), account))
    }

    /// Every order of the accounts, live and final, oldest first; the exchange's own are not kept.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    /// The orders of an account that are still in a book, oldest first.
    pub fn live_orders(&self, owner: AccountId) -> impl Iterator<Item = &Order> {
        self.orders.values().filter(move |order| order.owner == owner && !order.state.is_final())
    }

    /// What the exchange has taken in fees, by currency.
    pub fn fees(&self) -> &BTreeMap<String, Decimal> {
        &self.fees
    }

    /// Every market, in the order of the listing.
    pub fn markets(&self) -> &[Market] {
        &self.markets
    }

    /// The market of an instrument.
    pub fn market(&self, instrument: &str) -> Option<&Market> {
        self.place_of(instrument).map(|place| &self.markets[place])
    }

    /// Announces a change of an instrument; it is made once its time has come. Nothing happens when there is no such
    /// instrument.
    pub fn announce(&mut self, instrument: &str, change: Upcoming) {
        if let Some(place) = self.place_of(instrument) {
            self.markets[place].instrument.upcoming.push(change);
        }
    }

    /// Does what is due by this time, in milliseconds since the epoch, without being asked: announced changes of
    /// instruments, and timers that cancel orders.
    pub fn pass_time(&mut self, now: i64) {
        for market in &mut self.markets {
            market.instrument.change_by(now);
        }
        self.run_out_timers(now);
    }

    /// What rate-limit keys call the symbol of an instrument; a name nobody listed stands for itself.
    pub fn symbol<'a>(&'a self, instrument: &'a str) -> &'a str {
        self.market(instrument).map_or(instrument, |market| market.instrument.symbol())
    }

    /// Whether a currency is used by anything listed.
    pub(crate) fn knows_currency(&self, currency: &str) -> bool {
        let uses = |instrument: &Instrument| {
            [&instrument.base, &instrument.quote, &instrument.settle].iter().any(|used| *used == currency)
        };
        self.markets.iter().any(|market| uses(&market.instrument))
    }

    pub(crate) fn place_of(&self, instrument: &str) -> Option<usize> {
        self.markets.iter().position(|market| market.instrument.id == instrument)
    }

    /// The account's latest order of this client name, live or final.
    pub(crate) fn latest_of_client_id(&self, owner: AccountId, client_id: &str) -> Option<&Order> {
        self.client_ids.get(&(owner, client_id.to_owned())).and_then(|id| self.orders.get(id))
    }

    /// Keeps a new order; when there are too many, the oldest final one is forgotten.
    pub(crate) fn keep(&mut self, order: Order) {
        if self.orders.len() >= ORDERS_KEPT {
            self.forget_oldest();
        }
        if !order.client_id().is_empty() {
            self.client_ids.insert(client_name(&order), order.id);
        }
        self.orders.insert(order.id, order);
    }

    fn forget_oldest(&mut self) {
        let oldest = self.orders.values().find(|order| order.state.is_final()).map(|order| order.id);
        let Some(order) = oldest.and_then(|id| self.orders.remove(&id)) else { return };
        let name = client_name(&order);
        if self.client_ids.get(&name) == Some(&order.id) {
            self.client_ids.remove(&name);
        }
    }

    pub(crate) fn new_order_id(&mut self) -> OrderId {
        OrderId(count(&mut self.next_order))
    }

    pub(crate) fn new_trade(&mut self) -> u64 {
        count(&mut self.next_trade)
    }

    pub(crate) fn new_transfer(&mut self) -> u64 {
        count(&mut self.next_transfer)
    }

    /// Sets aside what the rest of a live order may cost and frees what was set aside before; a final order holds
    /// nothing.
    pub(crate) fn renew_hold(&mut self, id: OrderId) -> Result<(), TooLarge> {
        let Some(order) = self.orders.get(&id) else { return Ok(()) };
        let (owner, currency, before) = (order.owner, order.hold_currency.clone(), order.hold);
        let after = match (order.state, order.price) {
            (State::Live | State::PartiallyFilled, Some(price)) => {
                self.cost(owner, order.instrument, order.side, price, order.left())?.1
            }
            _ => Decimal::ZERO,
        };
        self.accounts[owner.0].hold(&currency, after - before)?;
        if let Some(order) = self.orders.get_mut(&id) {
            order.hold = after;
        }
        Ok(())
    }
}

impl Market {
    fn open((instrument, start): (Instrument, Decimal)) -> Self {
        let last_size = instrument.min;
        Self {
            instrument,
            book: Book::default(),
            start,
            last: start,
            last_size,
            traded: Decimal::ZERO,
            sequence: 1,
            background_is_short: true,
            quotes: Vec::new(),
        }
    }
}

fn client_name(order: &Order) -> (AccountId, String) {
    (order.owner, order.client_id().to_owned())
}

fn count(next: &mut u64) -> u64 {
    let number = *next;
    *next += 1;
    number
}
