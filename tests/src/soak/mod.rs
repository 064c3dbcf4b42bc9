//! A long run of everything at once: subscriptions, orders over a socket and over the REST API, and faults all the time. At regular
//! intervals, what the client knows of the account is compared with the exchange's own state.
//!
//! The same run exists in two forms. The program `soak` takes minutes of real time; the test `soak` takes seconds, because its clock goes
//! on as soon as nothing else can happen.

mod check;
mod faults;
mod figures;
mod market;
mod orders;
mod processes;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::Clock;
use okx_client::{AccountView, Client, SendRoute};
use okx_sim::Sim;

pub use figures::Figures;

use crate::random::Random;
use faults::Faults;
use market::Market;
use orders::Orders;

/// How many operations begin at once if some are overdue.
const MOST_AT_ONCE: usize = 2;

/// How long and how hard a run is.
#[derive(Clone)]
pub struct Settings {
    /// The seed of everything that is random.
    pub seed: u64,
    /// How long it lasts, by its clock.
    pub lasts: Duration,
    /// How often the client's knowledge is compared with the exchange.
    pub check_every: Duration,
    /// The average time between two faults.
    pub fault_every: Duration,
    /// The time between two order operations.
    pub operate_every: Duration,
    /// The number of subscriptions besides those of the account.
    pub subscriptions: usize,
    /// The clock of the client, which the run waits for as well.
    pub clock: Arc<dyn Clock>,
    /// The exchange's clock; `None` for the system clock.
    pub exchange_clock: Option<Arc<dyn okx_sim::Clock>>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("seed", &self.seed).field("lasts", &self.lasts).finish_non_exhaustive()
    }
}

/// What all parts of a run share.
#[derive(Clone)]
struct Run {
    sim: Arc<Sim>,
    okx: Client,
    clock: Arc<dyn Clock>,
}

/// Runs, and returns what happened.
///
/// # Errors
///
/// The client's knowledge differed from the exchange's state, or something else failed that must not fail.
pub async fn run(settings: &Settings) -> Result<Figures, String> {
    let text = |error: okx_client::Error| error.to_string();
    let mut builder = Sim::builder().seed(settings.seed);
    if let Some(clock) = &settings.exchange_clock {
        builder = builder.clock(Arc::clone(clock));
    }
    let sim = Arc::new(builder.start().await.map_err(|error| error.to_string())?);
    let okx = crate::client(&sim)
        .clock(Arc::clone(&settings.clock))
        .connect_timeout(Duration::from_secs(10))
        .send_route(SendRoute::SocketOrRest)
        .build()
        .map_err(text)?;
    let run = Run { sim, okx, clock: Arc::clone(&settings.clock) };
    run.sim.core().trade_in_background(Some(500), run.sim.now());
    let view = run.okx.account_view().await.map_err(text)?;
    let market = Market::subscribe(&run, settings.subscriptions).await.map_err(text)?;
    let parts = Parts {
        faults: Faults::new(run.clone(), Random::new(settings.seed.wrapping_add(1)), settings.fault_every),
        orders: Orders::new(run.clone(), Random::new(settings.seed.wrapping_add(2))),
        market,
        view,
    };
    parts.run(&run, settings).await
}

/// The parts of a run.
struct Parts {
    faults: Faults,
    orders: Orders,
    market: Market,
    view: AccountView,
}

impl Parts {
    async fn run(mut self, run: &Run, settings: &Settings) -> Result<Figures, String> {
        let begun = run.clock.monotonic();
        let mut figures = Figures::default();
        let elapsed = || run.clock.monotonic().saturating_sub(begun);
        while elapsed() < settings.lasts {
            let until = elapsed().saturating_add(settings.check_every).min(settings.lasts);
            self.faults.begin_interval();
            while elapsed() < until {
                let due = elapsed().as_nanos() / settings.operate_every.as_nanos().max(1);
                // Those that were due during a check are made up for, but not all at once.
                for _ in 0..MOST_AT_ONCE {
                    if u128::from(self.orders.count) < due {
                        self.orders.operate();
                    }
                }
                self.faults.tick();
                run.clock.sleep(settings.operate_every).await;
            }
            let checked = check::check(run, &self.view, &self.orders, &mut self.faults).await?;
            figures.add_check(run, checked, elapsed());
        }
        run.sim.faults().clear();
        self.orders.finish().await?;
        figures.add_check(run, check::check(run, &self.view, &self.orders, &mut self.faults).await?, elapsed());
        figures.finish(elapsed(), &self.faults, &self.orders, self.market.finish()?, run);
        Ok(figures)
    }
}
