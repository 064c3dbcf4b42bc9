//! What requests cost in their budgets.

use super::budgets::{GET_TIME, ORDERS, PLACE_ORDER, PLACE_ORDERS, TAG, budget, request};
use crate::api::enums::{OrdType, Side, TdMode};
use crate::api::trade::{PlaceOrder, PlaceOrders};
use crate::api::{Endpoint, Request};
use crate::check::instruments;
use crate::facts::{Budget, KeyPart, Operation, Route, Shape, Socket, SocketRoute};
use crate::fields::Items;
use crate::fields::sample::{Sample, Samples};
use crate::limits::account::Account;
use crate::limits::costs::{BudgetCost, RequestCosts};
use crate::limits::{LimitPolicy, LimitedRequest};
use rust_decimal::Decimal;

fn costs(operation: &'static Operation, items: &Items<'_>, account: &Account) -> Vec<BudgetCost> {
    costs_of(request(operation, *items), None, account)
}

fn costs_of(request: Request<'_>, connection: Option<u64>, account: &Account) -> Vec<BudgetCost> {
    let instruments = &instruments::sample::none();
    let policy = LimitPolicy::Wait;
    RequestCosts::of(&LimitedRequest { request, connection, account, instruments, policy }).iter().copied().collect()
}

fn one(operation: &'static Operation, fields: &[(&'static str, &str)]) -> Vec<BudgetCost> {
    costs(operation, &Items::One(&Sample::texts(fields)), &Account::new("host", "me"))
}

fn batch(inst_ids: &[&str]) -> Vec<BudgetCost> {
    let items = Samples(inst_ids.iter().map(|inst_id| Sample::texts(&[("instId", inst_id)])).collect());
    costs(&PLACE_ORDERS, &Items::Many(&items), &Account::new("host", "me"))
}

fn names_and_units(costs: &[BudgetCost]) -> Vec<(&'static str, u64)> {
    costs.iter().map(|cost| (cost.budget.name, cost.units)).collect()
}

#[test]
fn a_request_costs_one_unit() {
    assert_eq!(
        names_and_units(&one(&PLACE_ORDER, &[("instId", "BTC-USDT-SWAP")])),
        [("order.place", 1), ("sub_account.orders", 1)]
    );
}

#[test]
fn exempt_items_cost_nothing() {
    assert_eq!(names_and_units(&one(&PLACE_ORDER, &[("instId", "BTC-USDT")])), [("order.place", 1)]);
    assert_eq!(
        names_and_units(&batch(&["BTC-USDT", "BTC-USDT-SWAP", "ETH-USDT"])),
        [("order.place_batch", 1), ("order.place_batch", 1), ("sub_account.orders", 1), ("order.place_batch", 1),]
    );
}

#[test]
fn only_items_that_meet_the_condition_are_counted() {
    assert_eq!(names_and_units(&one(&TAG, &[("tag", "a")])), [("tagged", 1)]);
    assert!(one(&TAG, &[("tag", "")]).is_empty());
    assert!(one(&TAG, &[]).is_empty());
}

#[test]
fn a_batch_costs_one_unit_per_order_of_each_instrument() {
    let swap = "BTC-USDT-SWAP";
    assert_eq!(
        names_and_units(&batch(&[swap, "ETH-USDT-SWAP", swap, swap])),
        [("order.place_batch", 3), ("sub_account.orders", 4), ("order.place_batch", 1),]
    );
}

#[test]
fn a_batch_of_one_costs_the_same_as_a_single_order() {
    assert_eq!(names_and_units(&batch(&["BTC-USDT"])), [("order.place", 1)]);
    assert_eq!(batch(&["BTC-USDT"])[0].keys, one(&PLACE_ORDER, &[("instId", "BTC-USDT")])[0].keys);
}

#[test]
fn options_are_counted_by_family() {
    let keys = |inst_id| one(&PLACE_ORDER, &[("instId", inst_id)])[0].keys;
    assert_eq!(keys("BTC-USD-261225-60000-C"), keys("BTC-USD-270101-50000-P"));
    assert_ne!(keys("BTC-USD-261225-60000-C"), keys("ETH-USD-261225-60000-C"));
    assert_ne!(keys("BTC-USDT"), keys("BTC-USDT-SWAP"));
}

#[test]
fn keys_depend_on_the_parts_they_are_made_of() {
    let keys = |call, host, user, master| {
        let account = Account::new(host, user).of_master(master);
        costs(call, &Items::One(&Sample::texts(&[("instId", "A-B"), ("tag", "a")])), &account)[0].keys
    };
    assert_eq!(keys(&GET_TIME, "host", "me", "us"), keys(&GET_TIME, "host", "you", "them"));
    assert_ne!(keys(&GET_TIME, "host", "me", "us"), keys(&GET_TIME, "other", "me", "us"));
    assert_eq!(keys(&PLACE_ORDER, "host", "me", "us"), keys(&PLACE_ORDER, "other", "me", "them"));
    assert_ne!(keys(&PLACE_ORDER, "host", "me", "us"), keys(&PLACE_ORDER, "host", "you", "us"));
    assert_eq!(keys(&TAG, "host", "me", "us"), keys(&TAG, "host", "you", "us"));
    assert_ne!(keys(&TAG, "host", "me", "us"), keys(&TAG, "host", "me", "them"));
}

#[test]
fn many_costs_are_all_stored() {
    let inst_ids: Vec<String> = (0..20).map(|number| format!("A{number}-B-SWAP")).collect();
    let costs = batch(&inst_ids.iter().map(String::as_str).collect::<Vec<_>>());
    let (orders, placed): (Vec<BudgetCost>, Vec<BudgetCost>) =
        costs.into_iter().partition(|cost| cost.budget.name == ORDERS.name);
    assert_eq!((orders.len(), orders[0].units, placed.len()), (1, 20, 20));
}

#[test]
fn orders_cost_what_the_api_description_says() {
    let order = |inst_id| PlaceOrder::new(inst_id, TdMode::Cash, Side::Buy, OrdType::Ioc, Decimal::ONE);
    let draws = |request: &PlaceOrders| {
        names_and_units(&costs(PlaceOrders::OPERATION, &request.items(), &Account::new("host", "me")))
    };
    assert_eq!(
        draws(&PlaceOrders::new([order("BTC-USDT").is_elp_taker_access(true)])),
        [("order.place", 1), ("order.take_elp", 1)]
    );
    assert_eq!(
        draws(&PlaceOrders::new([order("BTC-USDT-SWAP"), order("BTC-USDT-SWAP").is_elp_taker_access(true)])),
        [("order.place_batch", 2), ("sub_account.orders", 2), ("order.take_elp", 1)]
    );
}

/// A budget of a WebSocket operation, counted per connection.
static SOCKET_ORDERS: Budget = Budget { counts_items: true, ..budget("socket.orders", 10, &[KeyPart::Connection]) };

const fn socket_route(draws: Option<&'static [&'static Budget]>) -> SocketRoute {
    let (name, op, socket) = ("ws.private.orders", "orders", Socket::Private);
    SocketRoute { name, op, socket, guide: "", operation: &PLACE_ORDER, without: &[], adds: &Shape::PLAIN, draws }
}

static SOCKET_ROUTE: SocketRoute = socket_route(Some(&[&SOCKET_ORDERS]));
static ROUTE_WITHOUT_BUDGETS: SocketRoute = socket_route(None);

#[test]
fn a_route_may_have_budgets_of_its_own_counted_per_connection() {
    let (item, account) = (Sample::texts(&[("instId", "BTC-USDT-SWAP")]), Account::new("host", "me"));
    let over_socket = Request { route: Route::Socket(&SOCKET_ROUTE), ..request(&PLACE_ORDER, Items::One(&item)) };
    let [first, second] = [1, 2].map(|connection| costs_of(over_socket, Some(connection), &account));
    assert_eq!(names_and_units(&first), [("socket.orders", 1)]);
    assert_ne!(first[0].keys, second[0].keys);
    assert_eq!(first[0].keys, costs_of(over_socket, Some(1), &account)[0].keys);
    let like_rest = Request { route: Route::Socket(&ROUTE_WITHOUT_BUDGETS), ..over_socket };
    assert_eq!(
        names_and_units(&costs_of(like_rest, Some(1), &account)),
        [("order.place", 1), ("sub_account.orders", 1)]
    );
}
