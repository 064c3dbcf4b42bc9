//! An exchange with two accounts, and clocks that do not really wait.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::market::GetTicker;
use okx_client::trade::PlaceOrder;
use okx_client::value::Timestamp;
use okx_client::{Client, Credentials, Decimal, Environment as OkxEnvironment, Region, SendRoute, dec};
use okx_sim::core::AccountId;
use okx_sim::{AccountOptions, Sim};

/// The start time.
const BEGIN: i64 = 1_780_000_000_000;

/// The client's clock, as the clock of the exchange.
#[derive(Clone)]
struct SharedClock(ManualClock);

impl fmt::Debug for SharedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedClock")
    }
}

impl okx_sim::Clock for SharedClock {
    fn now_micros(&self) -> i64 {
        self.0.wall().as_millis() * 1_000
    }

    fn wait_until(&self, micros: i64) -> okx_sim::Waiting<'_> {
        let ahead = micros.saturating_sub(self.now_micros());
        if micros == i64::MAX {
            return Box::pin(std::future::pending());
        }
        self.0.sleep(Duration::from_micros(u64::try_from(ahead).unwrap_or(0)))
    }
}

/// An exchange, a client whose orders are followed, and another trader who trades with it.
pub(crate) struct Environment {
    pub(crate) sim: Sim,
    pub(crate) okx: Client,
    pub(crate) other: Client,
    pub(crate) clock: ManualClock,
}

impl Environment {
    /// Pauses of up to this long end at once.
    pub(crate) async fn with_pauses_up_to(longest: Duration) -> Self {
        Self::with(longest, SendRoute::Rest).await
    }

    /// Orders are sent by this route.
    pub(crate) async fn with(longest: Duration, route: SendRoute) -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(BEGIN));
        let sim =
            Sim::builder().clock(Arc::new(SharedClock(clock.clone()))).limits_scaled_by(100).start().await.unwrap();
        let okx = okx_tests::client(&sim).clock(Arc::new(clock.clone())).send_route(route).build().unwrap();
        let keys = sim.open_account(AccountOptions::new("other"));
        let credentials = Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap();
        let other = Client::builder()
            .environment(OkxEnvironment::demo(Region::Global))
            .base_url(sim.url())
            .credentials(credentials)
            .clock(Arc::new(clock.clone()))
            .build()
            .unwrap();
        let moved = clock.clone();
        tokio::spawn(async move {
            loop {
                tokio::task::yield_now().await;
                if let Some(pause) = moved.next_wake().filter(|pause| *pause <= longest) {
                    moved.advance(pause);
                }
            }
        });
        Self { sim, okx, other, clock }
    }

    pub(crate) async fn new() -> Self {
        Self::with_pauses_up_to(Duration::from_millis(900)).await
    }

    /// The account of the client whose orders are followed.
    pub(crate) fn account(&self) -> AccountId {
        self.sim.account_of(&self.sim.credentials().key).unwrap()
    }

    /// How many orders of that account are open.
    pub(crate) fn open_orders(&self) -> usize {
        let account = self.account();
        self.sim.core().live_orders(account).count()
    }

    /// A price between the best bid and the best ask.
    pub(crate) async fn price_inside(&self) -> Decimal {
        let ticker = self.other.send(&GetTicker::new("BTC-USDT")).await.unwrap();
        let (bid, ask) = (ticker.bid_px.unwrap(), ticker.ask_px.unwrap());
        assert!(ask - bid > dec!(0.1), "the spread is too small for a price inside of it");
        bid + dec!(0.1)
    }

    /// The other trader sells this much at this price.
    pub(crate) async fn other_sells(&self, size: Decimal, price: Decimal) {
        let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Sell, OrdType::Ioc, size).px(price);
        self.other.send(&order).await.unwrap();
    }
}

/// A buy order for spot bitcoin.
pub(crate) fn buy(kind: OrdType, size: Decimal, price: Decimal) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, kind, size).px(price)
}
