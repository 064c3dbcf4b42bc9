//! Compares what the client knows of the account with the exchange's own state.

use std::collections::BTreeMap;
use std::time::Duration;

use okx_client::fields::Word;
use okx_client::{AccountView, Decimal, ViewState};
use okx_sim::core::Exchange;

use super::Run;
use super::faults::Faults;
use super::orders::Orders;

/// How long the client may need until it knows the account again. A half-open connection is noticed within 30 seconds.
const WITHIN: Duration = Duration::from_secs(90);

/// How often it is compared.
const EVERY: Duration = Duration::from_millis(50);

/// What was compared.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// How long it took until everything was equal.
    pub(super) took: Duration,
    /// What the last difference was; empty if there was none.
    pub(super) last_difference: String,
    pub(super) open_orders: usize,
    pub(super) handles: usize,
    pub(super) positions: usize,
    pub(super) balances: usize,
}

/// The state of an order: its state, price, and filled size.
type OrderFacts = (String, Option<Decimal>, Decimal);

/// The state of an account.
#[derive(Debug, Default, PartialEq)]
struct AccountFacts {
    open_orders: BTreeMap<String, OrderFacts>,
    /// Those that have a handle.
    followed: BTreeMap<String, OrderFacts>,
    positions: BTreeMap<String, Decimal>,
    balances: BTreeMap<String, Decimal>,
}

/// Waits until the client knows the state of the account. No operation begins meanwhile, but those that are under way go on.
///
/// # Errors
///
/// It does not know it within a time that is longer than any fault.
pub(super) async fn check(
    run: &Run,
    view: &AccountView,
    orders: &Orders,
    faults: &mut Faults,
) -> Result<Checked, String> {
    let begun = run.clock.monotonic();
    let mut last_difference = String::new();
    loop {
        // Read first, so that a change in between makes them unequal, and not equal by chance.
        let (known, is_current) = (known(view, orders), matches!(view.state(), ViewState::Current));
        let actual = actual(run, &known);
        let took = run.clock.monotonic().saturating_sub(begun);
        if is_current && known == actual {
            let AccountFacts { open_orders, followed, positions, balances } = known;
            return Ok(Checked {
                took,
                last_difference,
                open_orders: open_orders.len(),
                handles: followed.len(),
                positions: positions.len(),
                balances: balances.len(),
            });
        }
        last_difference = format!("the view is {:?}; {}", view.state(), difference(&known, &actual));
        if took > WITHIN {
            return Err(last_difference);
        }
        faults.tick_during_check();
        run.clock.sleep(EVERY).await;
    }
}

fn known(view: &AccountView, orders: &Orders) -> AccountFacts {
    let of = |order: &okx_client::OrderStatus| {
        let state = order.state().map_or(String::new(), |state| state.as_wire().to_owned());
        (order.ord_id().to_string(), (state, order.row().px, order.filled_size()))
    };
    let sizes = view.positions().into_iter().filter_map(|position| Some((position.inst_id.to_string(), position.pos?)));
    let cash = view.balances().into_iter().filter_map(|balance| Some((balance.ccy.to_string(), balance.cash_bal?)));
    AccountFacts {
        open_orders: view.orders().iter().map(of).collect(),
        followed: orders.handles().iter().map(|handle| of(&handle.status())).collect(),
        positions: sizes.filter(|(_, size)| !size.is_zero()).collect(),
        balances: cash.filter(|(_, amount)| !amount.is_zero()).collect(),
    }
}

/// The state at the exchange, with the followed orders that are known.
fn actual(run: &Run, known: &AccountFacts) -> AccountFacts {
    let owner = run.sim.account_of(&run.sim.credentials().key).expect("the account exists");
    let core = run.sim.core();
    let exchange: &Exchange = &core;
    let of = |order: &okx_sim::core::Order| {
        (order.id.0.to_string(), (order.state.name().to_owned(), order.price, order.filled))
    };
    let account = exchange.account(owner);
    let size = |(index, position): (&usize, &okx_sim::core::Position)| {
        (exchange.markets()[*index].instrument.id.clone(), position.size)
    };
    let cash = account.cash.iter().map(|(currency, amount)| (currency.clone(), *amount));
    AccountFacts {
        open_orders: exchange.live_orders(owner).map(of).collect(),
        followed: exchange.orders().map(of).filter(|(id, _)| known.followed.contains_key(id)).collect(),
        positions: account.positions.iter().map(size).filter(|(_, size)| !size.is_zero()).collect(),
        balances: cash.filter(|(_, amount)| !amount.is_zero()).collect(),
    }
}

fn difference(known: &AccountFacts, actual: &AccountFacts) -> String {
    let parts = [
        ("open orders", different(&known.open_orders, &actual.open_orders)),
        ("handles", different(&known.followed, &actual.followed)),
        ("positions", different(&known.positions, &actual.positions)),
        ("balances", different(&known.balances, &actual.balances)),
    ];
    let differ = parts.iter().filter(|(_, differ)| !differ.is_empty());
    differ.map(|(name, differ)| format!("{name}: {differ}")).collect::<Vec<_>>().join("; ")
}

/// The entries that differ: what is known, and what the exchange has.
fn different<T: PartialEq + std::fmt::Debug>(known: &BTreeMap<String, T>, actual: &BTreeMap<String, T>) -> String {
    let mut names: Vec<_> = known.keys().chain(actual.keys()).collect();
    names.sort();
    names.dedup();
    let differ = names.into_iter().filter(|name| known.get(*name) != actual.get(*name));
    let shown = differ.map(|name| format!("{name} is {:?} and should be {:?}", known.get(name), actual.get(name)));
    shown.collect::<Vec<_>>().join(", ")
}
