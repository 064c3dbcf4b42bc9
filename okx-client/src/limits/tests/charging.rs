//! What a request draws on, and how heavily.

use super::budgets::{GET_TIME, ORDERS, PLACE_ORDER, PLACE_ORDERS, TAG, budget, request};
use crate::api::enums::{OrdType, Side, TdMode};
use crate::api::trade::{PlaceOrder, PlaceOrders};
use crate::api::{Endpoint, Request};
use crate::check::instruments;
use crate::facts::{Budget, KeyPart, Operation, Route, Shape, Socket, SocketRoute};
use crate::fields::Items;
use crate::fields::sample::{Sample, Samples};
use crate::limits::account::Account;
use crate::limits::charges::{Charge, Charges};
use crate::limits::{LimitPolicy, Outgoing};
use rust_decimal::Decimal;

fn charges(operation: &'static Operation, items: &Items<'_>, account: &Account) -> Vec<Charge> {
    charges_of(request(operation, *items), None, account)
}

fn charges_of(request: Request<'_>, connection: Option<u64>, account: &Account) -> Vec<Charge> {
    let instruments = &instruments::sample::none();
    let policy = LimitPolicy::Wait;
    Charges::of(&Outgoing { request, connection, account, instruments, policy }).iter().copied().collect()
}

fn one(operation: &'static Operation, fields: &[(&'static str, &str)]) -> Vec<Charge> {
    charges(operation, &Items::One(&Sample::texts(fields)), &Account::new("host", "me"))
}

fn batch(inst_ids: &[&str]) -> Vec<Charge> {
    let items = Samples(inst_ids.iter().map(|inst_id| Sample::texts(&[("instId", inst_id)])).collect());
    charges(&PLACE_ORDERS, &Items::Many(&items), &Account::new("host", "me"))
}

fn names_and_units(charges: &[Charge]) -> Vec<(&'static str, u64)> {
    charges.iter().map(|charge| (charge.budget.name, charge.units)).collect()
}

#[test]
fn a_request_weighs_one() {
    assert_eq!(
        names_and_units(&one(&PLACE_ORDER, &[("instId", "BTC-USDT-SWAP")])),
        [("order.place", 1), ("sub_account.orders", 1)]
    );
}

#[test]
fn what_is_exempt_is_not_counted() {
    assert_eq!(names_and_units(&one(&PLACE_ORDER, &[("instId", "BTC-USDT")])), [("order.place", 1)]);
    assert_eq!(
        names_and_units(&batch(&["BTC-USDT", "BTC-USDT-SWAP", "ETH-USDT"])),
        [("order.place_batch", 1), ("order.place_batch", 1), ("sub_account.orders", 1), ("order.place_batch", 1),]
    );
}

#[test]
fn only_what_is_named_is_counted() {
    assert_eq!(names_and_units(&one(&TAG, &[("tag", "a")])), [("tagged", 1)]);
    assert!(one(&TAG, &[("tag", "")]).is_empty());
    assert!(one(&TAG, &[]).is_empty());
}

#[test]
fn a_batch_charges_each_instrument_by_its_orders() {
    let swap = "BTC-USDT-SWAP";
    assert_eq!(
        names_and_units(&batch(&[swap, "ETH-USDT-SWAP", swap, swap])),
        [("order.place_batch", 3), ("sub_account.orders", 4), ("order.place_batch", 1),]
    );
}

#[test]
fn a_batch_of_one_is_a_single_order() {
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
fn keys_differ_by_what_they_are_made_of() {
    let keys = |call, host, user, master| {
        let account = Account::new(host, user).of_master(master);
        charges(call, &Items::One(&Sample::texts(&[("instId", "A-B"), ("tag", "a")])), &account)[0].keys
    };
    assert_eq!(keys(&GET_TIME, "host", "me", "us"), keys(&GET_TIME, "host", "you", "them"));
    assert_ne!(keys(&GET_TIME, "host", "me", "us"), keys(&GET_TIME, "other", "me", "us"));
    assert_eq!(keys(&PLACE_ORDER, "host", "me", "us"), keys(&PLACE_ORDER, "other", "me", "them"));
    assert_ne!(keys(&PLACE_ORDER, "host", "me", "us"), keys(&PLACE_ORDER, "host", "you", "us"));
    assert_eq!(keys(&TAG, "host", "me", "us"), keys(&TAG, "host", "you", "us"));
    assert_ne!(keys(&TAG, "host", "me", "us"), keys(&TAG, "host", "me", "them"));
}

#[test]
fn many_charges_are_all_kept() {
    let inst_ids: Vec<String> = (0..20).map(|number| format!("A{number}-B-SWAP")).collect();
    let charges = batch(&inst_ids.iter().map(String::as_str).collect::<Vec<_>>());
    let (orders, placed): (Vec<Charge>, Vec<Charge>) =
        charges.into_iter().partition(|charge| charge.budget.name == ORDERS.name);
    assert_eq!((orders.len(), orders[0].units, placed.len()), (1, 20, 20));
}

#[test]
fn orders_as_users_send_them_draw_what_the_description_says() {
    let order = |inst_id| PlaceOrder::new(inst_id, TdMode::Cash, Side::Buy, OrdType::Ioc, Decimal::ONE);
    let draws = |request: &PlaceOrders| {
        names_and_units(&charges(PlaceOrders::OPERATION, &request.items(), &Account::new("host", "me")))
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

/// A socket's own budgets, counted by connection.
static SOCKET_ORDERS: Budget = Budget { counts_items: true, ..budget("socket.orders", 10, &[KeyPart::Connection]) };

const fn socket_route(draws: Option<&'static [&'static Budget]>) -> SocketRoute {
    let (name, op, socket) = ("ws.private.orders", "orders", Socket::Private);
    SocketRoute { name, op, socket, guide: "", operation: &PLACE_ORDER, without: &[], adds: &Shape::PLAIN, draws }
}

static SOCKET_ROUTE: SocketRoute = socket_route(Some(&[&SOCKET_ORDERS]));
static ROUTE_WITHOUT_BUDGETS: SocketRoute = socket_route(None);

#[test]
fn a_route_may_have_budgets_of_its_own_which_each_connection_has_for_itself() {
    let (item, account) = (Sample::texts(&[("instId", "BTC-USDT-SWAP")]), Account::new("host", "me"));
    let over_socket = Request { route: Route::Socket(&SOCKET_ROUTE), ..request(&PLACE_ORDER, Items::One(&item)) };
    let [first, second] = [1, 2].map(|connection| charges_of(over_socket, Some(connection), &account));
    assert_eq!(names_and_units(&first), [("socket.orders", 1)]);
    assert_ne!(first[0].keys, second[0].keys);
    assert_eq!(first[0].keys, charges_of(over_socket, Some(1), &account)[0].keys);
    let like_rest = Request { route: Route::Socket(&ROUTE_WITHOUT_BUDGETS), ..over_socket };
    assert_eq!(
        names_and_units(&charges_of(like_rest, Some(1), &account)),
        [("order.place", 1), ("sub_account.orders", 1)]
    );
}
