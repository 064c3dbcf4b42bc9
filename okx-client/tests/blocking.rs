//! The blocking client against the simulated exchange.

#![cfg(all(feature = "blocking", feature = "dynamic"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::thread;
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::endpoint::{Access, Endpoint};
use okx_client::enums::{InstType, OrdType, Side, TdMode};
use okx_client::market::{GetHistoryCandles, GetTicker};
use okx_client::trade::{CancelOrder, GetOrdersPending, PlaceOrder};
use okx_client::value::Json;
use okx_client::{Credentials, Decimal, Environment, PageOptions, RawRequest, Region, SendOptions, blocking};
use okx_sim::{Fault, Sim};
use tokio::runtime::{Builder, Runtime};

/// A simulated exchange with its own runtime, because the test has none.
struct Exchange {
    sim: Sim,
    runtime: Runtime,
}

impl Exchange {
    fn open() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { sim: runtime.block_on(Sim::start()), runtime }
    }

    fn client(&self) -> blocking::Client {
        let keys = self.sim.credentials();
        blocking::Client::builder()
            .environment(Environment::demo(Region::Global))
            .base_url(self.sim.url())
            .credentials(Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap())
            .build()
            .unwrap()
    }
}

fn resting() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 2)).px(Decimal::from(1_000))
}

#[test]
fn an_order_is_placed_seen_and_cancelled() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    okx.check(resting()).unwrap();
    let ord_id = okx.send(&resting()).unwrap().ord_id.unwrap();
    assert_eq!(okx.send(&GetOrdersPending::new()).unwrap().len(), 1);
    let cancelled = okx.exchange(&CancelOrder::new("BTC-USDT").ord_id(ord_id), SendOptions::default());
    assert_eq!((cancelled.attempts(), cancelled.reply.is_ok()), (1, true));
    assert!(okx.send_with(&GetOrdersPending::new(), SendOptions::default()).unwrap().is_empty());
}

#[test]
fn other_methods_of_the_client_work() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    assert_eq!(okx.instruments().get("BTC-USDT").unwrap().inst_type(), &InstType::Spot);
    okx.instruments().load(InstType::Swap).unwrap();
    assert!(okx.preview(GetBalance::new(), SendOptions::default()).unwrap().headers().len() > 4);
    assert!(okx.doctor().unwrap().is_healthy());
    assert_eq!(okx.sync_clock().unwrap(), okx.clock_offset().unwrap());
    let call = okx.call("trade.get_orders_pending", &Json::parse("{}").unwrap(), SendOptions::default());
    assert!(call.unwrap().is_empty());
    let raw = RawRequest::get(GetTicker::ROUTE.path, 20, Duration::from_secs(2))
        .access(Access::Public)
        .parameter("instId", "BTC-USDT");
    assert_eq!(okx.send_raw(&raw).unwrap().len(), 1);
}

#[test]
fn an_order_whose_reply_was_lost_is_found() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    exchange.sim.faults().once("trade.place_order", Fault::CutAfterActing);
    let order = okx.named(resting());
    let error = okx.send(&order).unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(okx.unresolved().len(), 1);
    assert!(okx.resolve(&order).within(Duration::from_secs(60)).unwrap().is_done());
    assert!(okx.unresolved().is_empty());
}

#[test]
fn an_order_with_a_generated_id_is_resolved_from_the_list() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    exchange.sim.faults().once("trade.place_order", Fault::CutAfterActing);
    okx.send(&resting()).unwrap_err();
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    let found = okx.resolve_unresolved(entry, Duration::from_secs(60)).unwrap();
    assert!(found.done().unwrap().get().contains(entry.name().unwrap()));
    assert!(!okx.forget(entry), "it is resolved already");
}

#[test]
fn a_dead_man_switch_is_armed_and_disarmed() {
    let exchange = Exchange::open();
    let switch = exchange.client().cancel_all_after(Duration::from_secs(30)).arm().unwrap();
    assert!(switch.is_healthy() && switch.last_error().is_none() && !switch.has_lapsed());
    assert!(switch.remaining() > Duration::from_secs(20));
    switch.disarm().unwrap();
}

#[test]
fn a_list_is_read_row_by_row_and_page_by_page() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    let request = GetHistoryCandles::new("BTC-USDT");
    let rows: Result<Vec<_>, _> = okx.rows_with(&request, PageOptions::default().max_rows(250)).collect();
    let times: Vec<_> = rows.unwrap().iter().map(|candle| candle.ts).collect();
    assert!(times.len() == 250 && times.is_sorted_by(|newer, older| newer > older));
    let pages: Vec<_> = okx.pages(&request).take(2).map(|page| page.unwrap().rows().len()).collect();
    assert_eq!(pages.len(), 2);
    let parameters = Json::parse(r#"{"instId":"BTC-USDT"}"#).unwrap();
    let mut named = okx.call_pages("market.get_history_candles", &parameters, PageOptions::default()).unwrap();
    assert_eq!(named.next().unwrap().unwrap().rows().len(), pages[0]);
    let mut refused = okx.rows(&request);
    exchange.runtime.block_on(async {
        assert!(refused.next().unwrap().unwrap_err().is_setup());
        assert!(refused.next().is_none(), "a loop that ignores errors ends");
    });
}

#[test]
fn any_number_of_threads_can_use_it_at_once() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    let ask = || okx.send(&GetTicker::new("BTC-USDT")).unwrap().inst_id;
    let answers = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(answers.len() == 8 && answers.iter().all(|inst_id| *inst_id == "BTC-USDT"));
}

#[test]
fn inside_an_async_runtime_it_fails_with_advice() {
    let exchange = Exchange::open();
    let okx = exchange.client();
    exchange.runtime.block_on(async {
        let error = okx.send(&GetTicker::new("BTC-USDT")).unwrap_err();
        assert!(error.is_setup() && error.to_string().contains("use `okx_client::Client`"), "{error}");
        let exchange = okx.exchange(&resting(), SendOptions::default());
        assert!(exchange.attempts() == 0 && exchange.reply.unwrap_err().is_setup());
        assert!(okx.doctor().is_err() && okx.wait(async {}).is_err());
        // Methods that do not wait work everywhere, and so does dropping the last clone.
        assert!(okx.environment().is_demo());
        drop(okx);
    });
    assert!(exchange.sim.journal().is_empty());
}

#[test]
fn a_client_can_be_made_inside_an_async_runtime_and_used_outside() {
    let exchange = Exchange::open();
    let okx = exchange.runtime.block_on(async { exchange.client() });
    assert!(okx.send(&GetBalance::new()).is_ok() && okx.wait(okx.inner().send(&GetBalance::new())).unwrap().is_ok());
}
