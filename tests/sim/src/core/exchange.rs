//! The state of the exchange, and methods to inspect it without a request.

use std::collections::{BTreeMap, VecDeque};

use rust_decimal::Decimal;

use super::account::{Account, AccountId};
use super::amend::DelayedAmendments;
use super::background::BackgroundTrading;
use super::event::BalanceCause;
use super::funding::Funding;
use super::instrument::{Instrument, Upcoming};
use super::listing;
use super::market::Market;
use super::order::{AccountFill, Fill, Order, OrderId, State};
use super::outbox::Outbox;
use super::profile::Profile;
use super::spreads::SpreadOrders;
use super::stops::Stops;
use super::timers::Timers;
use super::watched::WatchedCandles;
use crate::number::TooLarge;

/// The first order ID; it has 19 digits like those of OKX.
const FIRST_ORDER: u64 = 2_000_000_000_000_000_001;

/// The user ID of the first account.
const FIRST_USER: u64 = 44_705_892_343_619_584;

/// How many orders are stored, live and final.
const MAX_ORDERS: usize = 50_000;

/// How many fills are stored.
const MAX_FILLS: usize = 100_000;

/// An exchange without a network. The same seed and the same requests at the same times give the same replies.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(crate) seed: u64,
    /// When the exchange was first used, in milliseconds since the epoch. Prices before that are computed from the seed.
    pub(super) opened_at: Option<i64>,
    pub(crate) markets: Vec<Market>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) orders: BTreeMap<OrderId, Order>,
    pub(crate) fees: BTreeMap<String, Decimal>,
    pub(crate) timers: Timers,
    pub(crate) spread_orders: SpreadOrders,
    pub(crate) outbox: Outbox,
    pub(crate) watched_candles: WatchedCandles,
    pub(crate) delayed_amendments: DelayedAmendments,
    pub(crate) background_trading: BackgroundTrading,
    pub(crate) funding: Funding,
    pub(crate) stops: Stops,
    /// The latest fills of all accounts, oldest first.
    fills: VecDeque<AccountFill>,
    /// The latest order of each client order ID. Only the latest can be live.
    client_ids: BTreeMap<(AccountId, String), OrderId>,
    next_order: u64,
    next_trade: u64,
    next_transfer: u64,
    next_position: u64,
    next_bill: u64,
}

impl Exchange {
    /// Creates an exchange with the listed instruments, background orders and no accounts.
    pub fn new(seed: u64) -> Self {
        let mut exchange = Self {
            seed,
            opened_at: None,
            markets: listing::shipped(seed).into_iter().map(Market::open).collect(),
            accounts: vec![Account::open(Profile::new("house"))],
            orders: BTreeMap::new(),
            fees: BTreeMap::new(),
            timers: Timers::default(),
            spread_orders: SpreadOrders::default(),
            outbox: Outbox::default(),
            watched_candles: WatchedCandles::default(),
            delayed_amendments: DelayedAmendments::default(),
            background_trading: BackgroundTrading::default(),
            funding: Funding::default(),
            stops: Stops::default(),
            fills: VecDeque::new(),
            client_ids: BTreeMap::new(),
            next_order: FIRST_ORDER,
            next_trade: 1,
            next_transfer: 1,
            next_position: FIRST_ORDER,
            next_bill: FIRST_ORDER,
        };
        exchange.generate_background();
        exchange.publish(0);
        exchange
    }

    /// Opens an account.
    pub fn open_account(&mut self, profile: Profile) -> AccountId {
        self.accounts.push(Account::open(profile));
        AccountId(self.accounts.len() - 1)
    }

    /// The state of an account.
    pub fn account(&self, id: AccountId) -> &Account {
        &self.accounts[id.0]
    }

    /// The user ID of an account in OKX's format.
    pub fn user_id(&self, id: AccountId) -> String {
        let chosen = self.account(id).profile.user_id.clone();
        chosen.unwrap_or_else(|| (FIRST_USER + id.0 as u64).to_string())
    }

    /// All accounts with their identifiers, the exchange's own account first.
    pub fn accounts(&self) -> impl Iterator<Item = (AccountId, &Account)> {
        self.accounts.iter().enumerate().map(|(index, account)| (AccountId(index), account))
    }

    /// An order by its ID.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.get(&id)
    }

    /// All orders of accounts, live and final, oldest first. Background orders are not included.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    /// The orders of an account that are still in a book, oldest first.
    pub fn live_orders(&self, owner: AccountId) -> impl Iterator<Item = &Order> {
        self.orders.values().filter(move |order| order.owner == owner && !order.state.is_final())
    }

    /// The fees the exchange has collected, by currency.
    pub fn fees(&self) -> &BTreeMap<String, Decimal> {
        &self.fees
    }

    /// All markets, in the order of the listing.
    pub fn markets(&self) -> &[Market] {
        &self.markets
    }

    /// The market of an instrument.
    pub fn market(&self, instrument: &str) -> Option<&Market> {
        self.index_of(instrument).map(|index| &self.markets[index])
    }

    /// Announces a change of an instrument, which is applied at its effective time. Does nothing if the instrument
    /// does not exist.
    pub fn announce(&mut self, instrument: &str, change: Upcoming, now: i64) {
        if let Some(index) = self.index_of(instrument) {
            self.markets[index].instrument.upcoming.push(change);
            self.push_instrument(index, now);
        }
    }

    /// Gives an instrument a new numeric code, as OKX does when it lists an instrument again. Does nothing if the
    /// instrument does not exist.
    pub fn relist(&mut self, instrument: &str, code: i64, now: i64) {
        if let Some(index) = self.index_of(instrument) {
            self.markets[index].instrument.code = code;
            self.push_instrument(index, now);
        }
    }

    /// The symbol of an instrument for rate limit keys. An unknown name is its own symbol.
    pub fn symbol<'a>(&'a self, instrument: &'a str) -> &'a str {
        self.market(instrument).map_or(instrument, |market| market.instrument.symbol())
    }

    /// Whether a listed instrument uses this currency.
    pub(crate) fn knows_currency(&self, currency: &str) -> bool {
        let uses = |instrument: &Instrument| {
            [&instrument.base, &instrument.quote, &instrument.settle].iter().any(|used| *used == currency)
        };
        self.markets.iter().any(|market| uses(&market.instrument))
    }

    /// The index of an instrument in the listing.
    pub fn index_of(&self, instrument: &str) -> Option<usize> {
        self.markets.iter().position(|market| market.instrument.id == instrument)
    }

    /// The index of the instrument with this numeric code in the listing.
    pub fn index_of_code(&self, code: i64) -> Option<usize> {
        self.markets.iter().position(|market| market.instrument.code == code)
    }

    /// The fills of an account, newest first.
    pub fn fills(&self, owner: AccountId) -> impl Iterator<Item = &AccountFill> {
        self.fills.iter().rev().filter(move |fill| fill.owner == owner)
    }

    /// Stores a fill of an order. If there are too many, the oldest is dropped.
    pub(crate) fn store_fill(&mut self, id: OrderId, fill: Fill) {
        let Some(order) = self.orders.get(&id) else { return };
        let stored = AccountFill {
            // A spot trade has a second bill, with the ID before this one.
            bill: count(&mut self.next_bill) + 1,
            owner: order.owner,
            order: id,
            client_id: order.client_id.clone(),
            tag: order.tag.clone(),
            instrument: order.instrument,
            side: order.side,
            fill,
            fee_currency: order.fee_currency.clone(),
        };
        if self.fills.len() == MAX_FILLS {
            self.fills.pop_front();
        }
        self.next_bill += 1;
        self.fills.push_back(stored);
    }

    /// The account's latest order with this client order ID, live or final.
    pub(crate) fn latest_of_client_id(&self, owner: AccountId, client_id: &str) -> Option<&Order> {
        self.client_ids.get(&(owner, client_id.to_owned())).and_then(|id| self.orders.get(id))
    }

    /// Stores a new order. If there are too many, the oldest final order is dropped.
    pub(crate) fn store(&mut self, order: Order) {
        if self.orders.len() >= MAX_ORDERS {
            self.forget_oldest();
        }
        if !order.client_id.is_empty() {
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

    pub(crate) fn new_position(&mut self) -> u64 {
        count(&mut self.next_position)
    }

    pub(crate) fn new_transfer(&mut self) -> u64 {
        count(&mut self.next_transfer)
    }

    /// Holds what the rest of a live order may cost and releases the previous hold. A final order holds nothing.
    pub(crate) fn renew_hold(&mut self, id: OrderId) -> Result<(), TooLarge> {
        let Some(order) = self.orders.get(&id) else { return Ok(()) };
        let (owner, currency, before) = (order.owner, order.hold_currency.clone(), order.hold);
        let after = match (order.state, order.price) {
            (State::Live | State::PartiallyFilled, Some(price)) => {
                self.cost(owner, order.instrument, order.side, price, order.remaining())?.1
            }
            _ => Decimal::ZERO,
        };
        self.hold(owner, &currency, after - before, BalanceCause::Order)?;
        if let Some(order) = self.orders.get_mut(&id) {
            order.hold = after;
        }
        Ok(())
    }
}

fn client_name(order: &Order) -> (AccountId, String) {
    (order.owner, order.client_id.clone())
}

fn count(next: &mut u64) -> u64 {
    let number = *next;
    *next += 1;
    number
}
