//! A running simulator and its builder.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use okx_spec::Model;
use tokio::task::JoinHandle;

use crate::clock::{Clock, MachineClock};
use crate::core::{AccountId, Exchange};
use crate::faults::Faults;
use crate::histories::Histories;
use crate::http::FaultyListener;
use crate::journal::Entry;
use crate::keys::{AccountOptions, Credentials};
use crate::notices::{Notice, Notices};
use crate::scenario::Scenario;
use crate::service::Service;
use crate::simulated::Simulated;
use crate::sockets::{Hub, PAGE, SocketEntry, SocketFaults, pump};
use crate::state::{ServiceGuard, SimState};

/// A simulated exchange that serves requests on loopback until it is dropped.
pub struct Sim {
    state: Arc<SimState>,
    address: SocketAddr,
    credentials: Credentials,
    histories: Histories,
    server: JoinHandle<()>,
    pump: JoinHandle<()>,
}

/// Why a simulator could not be started.
#[derive(Debug)]
pub enum StartError {
    /// The port cannot be listened on.
    Port(io::Error),
    /// The shipped description of the API is invalid.
    Description(String),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(error) => write!(f, "cannot listen on loopback: {error}; choose another port"),
            Self::Description(complaints) => write!(f, "the description of the API is invalid:\n{complaints}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Port(error) => Some(error),
            Self::Description(_) => None,
        }
    }
}

/// Settings for starting a simulator.
#[derive(Clone, Debug)]
pub struct SimBuilder {
    seed: u64,
    port: u16,
    clock_offset_ms: i64,
    limit_scale: u32,
    clock: Arc<dyn Clock>,
    account: AccountOptions,
    model: Option<Model>,
    snapshot_page: usize,
    scenario: Scenario,
    trade_every: Option<Duration>,
    random_faults: u32,
    notices: Notices,
}

impl Sim {
    /// Starts a simulator on a free port of the loopback address, with one demo account, on the current tokio
    /// runtime.
    ///
    /// # Panics
    /// If it cannot listen on loopback or the shipped description is invalid, because no test can run then.
    pub async fn start() -> Self {
        Self::builder().start().await.unwrap_or_else(|error| panic!("okx-sim: {error}"))
    }

    /// Returns a builder with the default settings.
    pub fn builder() -> SimBuilder {
        SimBuilder {
            seed: 1,
            port: 0,
            clock_offset_ms: 0,
            limit_scale: 1,
            clock: Arc::new(MachineClock::new()),
            account: AccountOptions::new("demo"),
            model: None,
            snapshot_page: PAGE,
            scenario: Scenario::default(),
            trade_every: None,
            random_faults: 0,
            notices: Notices::default(),
        }
    }

    /// Its base URL, such as `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL of its sockets, such as `ws://127.0.0.1:8080`. Their paths are `/ws/v5/public`, `/ws/v5/private`
    /// and `/ws/v5/business`.
    pub fn socket_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The credentials of the account it was started with.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Well-formed credentials that it does not know, like those of an account in another region.
    pub fn credentials_of_another_region(&self) -> Credentials {
        Credentials::of_another_region()
    }

    /// Opens another account and returns its credentials.
    pub fn open_account(&self, options: AccountOptions) -> Credentials {
        self.state.service().open_account(options)
    }

    /// The account of an API key, for looking it up in [`Sim::core`].
    pub fn account_of(&self, key: &str) -> Option<AccountId> {
        self.state.service().account_of(key)
    }

    /// All requests that arrived so far, in order.
    pub fn journal(&self) -> Vec<Entry> {
        self.state.journal().entries()
    }

    /// Clears the journal.
    pub fn clear_journal(&self) {
        self.state.journal().clear();
    }

    /// What is simulated.
    pub fn simulated(&self) -> Simulated {
        Simulated::of(&self.state.service().model)
    }

    /// The calls and channels that were answered with samples so far, such as `GET /api/v5/asset/currencies`: what a
    /// program used but the simulator does not simulate. Such replies have the header `okx-sim: sample`.
    pub fn samples(&self) -> Vec<String> {
        self.state.notices.samples()
    }

    /// The faults to simulate.
    pub fn faults(&self) -> &Faults {
        &self.state.faults
    }

    /// The faults of the sockets to simulate.
    pub fn socket_faults(&self) -> SocketFaults<'_> {
        SocketFaults::new(&self.state)
    }

    /// Everything that happened on the sockets, in order: connections and messages in both directions. If there is
    /// too much, the oldest entries are dropped. Order operations are also in [`Sim::journal`].
    pub fn socket_journal(&self) -> Vec<SocketEntry> {
        self.state.hub().journal.entries()
    }

    /// Clears the journal of the sockets.
    pub fn clear_socket_journal(&self) {
        self.state.hub().journal.clear();
    }

    /// The rows that calls are seeded with, to be served page by page.
    pub fn histories(&self) -> &Histories {
        &self.histories
    }

    /// Locks the exchange and gives access to its current state: orders, books, balances. While the guard is held no
    /// request is processed and the journal is locked; drop it before calling other methods of the simulator.
    pub fn core(&self) -> Core<'_> {
        Core(self.state.service())
    }

    /// Sets how many milliseconds its clock is ahead of the system clock, or behind if negative. Rate limits do not
    /// use this offset.
    pub fn set_clock_offset(&self, millis: i64) {
        self.state.set_clock_offset(millis);
    }

    /// The time of its clock, in milliseconds since the epoch.
    pub fn now(&self) -> i64 {
        self.state.now()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.server.abort();
        self.pump.abort();
        self.state.hub().end();
    }
}

impl fmt::Debug for Sim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sim").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// A guard for the locked exchange of a simulator.
pub struct Core<'a>(ServiceGuard<'a>);

impl fmt::Debug for Core<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Core").field(&self.0.exchange).finish()
    }
}

impl Deref for Core<'_> {
    type Target = Exchange;

    fn deref(&self) -> &Exchange {
        &self.0.exchange
    }
}

impl DerefMut for Core<'_> {
    fn deref_mut(&mut self) -> &mut Exchange {
        &mut self.0.exchange
    }
}

impl SimBuilder {
    /// Sets the seed of all random numbers: prices, sizes, delays. The default is 1.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Sets the port to listen on. The default is any free port.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Sets how many milliseconds its clock is ahead of the system clock, or behind if negative.
    #[must_use]
    pub fn clock_offset(self, millis: i64) -> Self {
        Self { clock_offset_ms: millis, ..self }
    }

    /// Multiplies every rate limit by this factor.
    #[must_use]
    pub fn limits_scaled_by(self, scale: u32) -> Self {
        Self { limit_scale: scale, ..self }
    }

    /// Sets the time source. The default is the system clock.
    #[must_use]
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Sets the account it starts with.
    #[must_use]
    pub fn account(self, account: AccountOptions) -> Self {
        Self { account, ..self }
    }

    /// Sets how many balances or positions the sockets push on one page of a snapshot. The default is 100.
    #[must_use]
    pub fn snapshot_page(self, size: usize) -> Self {
        Self { snapshot_page: size, ..self }
    }

    /// Sets what it does by itself after its start.
    #[must_use]
    pub fn scenario(self, scenario: Scenario) -> Self {
        Self { scenario, ..self }
    }

    /// Lets other participants trade in every market at this interval, so that prices move and resting orders fill. The
    /// interval of a scenario takes precedence. By default nobody trades.
    #[must_use]
    pub fn trade_every(self, interval: Duration) -> Self {
        Self { trade_every: Some(interval), ..self }
    }

    /// Sets how many of ten thousand requests and order operations get a random fault: a rate limit, maintenance, a
    /// slow reply, or a connection that is cut before or after the exchange has acted. Connections of sockets are reset
    /// now and then. The default is 0.
    #[must_use]
    pub fn random_faults(self, per_ten_thousand: u32) -> Self {
        Self { random_faults: per_ten_thousand, ..self }
    }

    /// Sets a function that is told about samples and simulated faults. It must not block, and not use the simulator.
    #[must_use]
    pub fn on_notice(self, hook: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        Self { notices: Notices::with(hook), ..self }
    }

    /// Sets the description of the API to use. The default is the shipped one.
    #[must_use]
    pub fn model(self, model: Model) -> Self {
        Self { model: Some(model), ..self }
    }

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    /// If the port cannot be listened on or the shipped description is invalid.
    pub async fn start(self) -> Result<Sim, StartError> {
        let model = match self.model {
            Some(model) => model,
            None => okx_spec::shipped().map_err(|failure| StartError::Description(failure.to_string()))?.clone(),
        };
        let mut service = Service::new(Arc::new(model), self.seed, self.limit_scale);
        let credentials = service.open_account(self.account);
        service.exchange.record_events();
        let histories = service.histories.clone();
        let listener = FaultyListener::bind(self.port).await.map_err(StartError::Port)?;
        let address = listener.address().map_err(StartError::Port)?;
        let mut hub = Hub::new(self.limit_scale, self.snapshot_page, self.notices.clone());
        let faults = Faults::new(self.seed);
        faults.at_random(self.random_faults);
        hub.fault_at_random(self.random_faults, self.seed);
        let state = Arc::new(SimState::new(service, hub, self.clock, self.clock_offset_ms, faults, self.notices));
        let trade_every = self.scenario.background_trading.or(self.trade_every);
        state.begin_scenario(Scenario { background_trading: trade_every, ..self.scenario });
        let server = tokio::spawn(listener.serve(Arc::clone(&state)));
        let pump = tokio::spawn(pump(Arc::clone(&state)));
        Ok(Sim { state, address, credentials, histories, server, pump })
    }
}
