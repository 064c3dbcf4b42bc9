//! Budgets and operations for the tests, of the kinds that OKX has.

use crate::api::Request;
use crate::facts::{Access, Budget, Condition, KeyPart, Method, Operation, RestRoute, Route, Subject, Test};
use crate::fields::Items;

pub(super) const fn budget(name: &'static str, count: u32, keys: &'static [KeyPart]) -> Budget {
    Budget { name, count, window_ms: 2_000, keys, refused_with: "50011", ..Budget::PLAIN }
}

const BY_SYMBOL: &[KeyPart] = &[KeyPart::User, KeyPart::Symbol];

pub(super) static PLACE: Budget = Budget { lead_trader: Some((4, 2_000)), ..budget("order.place", 60, BY_SYMBOL) };

pub(super) static PLACE_BATCH: Budget = Budget { counts_items: true, ..budget("order.place_batch", 300, BY_SYMBOL) };

pub(super) static ORDERS: Budget = Budget {
    counts_items: true,
    exempt: &[Condition { subject: Subject::InstrumentType, test: Test::OneOf(&["SPOT", "MARGIN"]) }],
    refused_with: "50061",
    account_figure: true,
    ..budget("sub_account.orders", 1_000, &[KeyPart::User])
};

pub(super) static TAGGED: Budget = Budget {
    only: &[Condition { subject: Subject::Field("tag"), test: Test::Present }],
    ..budget("tagged", 5, &[KeyPart::Master, KeyPart::Field("tag")])
};

pub(super) static TIME: Budget = budget("public.time", 10, &[KeyPart::Ip]);

static ROUTE: RestRoute = RestRoute { method: Method::Post, path: "/" };

/// A request with these items.
pub(super) fn request<'a>(operation: &'static Operation, items: Items<'a>) -> Request<'a> {
    Request { operation, route: Route::Rest(&ROUTE), items }
}

const fn call(name: &'static str, draws: &'static [&'static Budget]) -> Operation {
    Operation { name, access: Access::Trade, draws, ..Operation::PLAIN }
}

pub(super) static PLACE_ORDER: Operation = call("trade.place_order", &[&PLACE, &ORDERS]);

pub(super) static PLACE_ORDERS: Operation = Operation {
    single_draws: Some(&[&PLACE, &ORDERS]),
    up_to: 20,
    ..call("trade.place_orders", &[&PLACE_BATCH, &ORDERS])
};

pub(super) static TAG: Operation = call("trade.tag", &[&TAGGED]);

pub(super) static GET_TIME: Operation = call("public.time", &[&TIME]);
