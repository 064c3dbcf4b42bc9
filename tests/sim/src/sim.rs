//! A running simulator, and how to start one.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, MutexGuard};

use okx_spec::Model;
use tokio::task::JoinHandle;

use crate::clock::{Clock, MachineClock};
use crate::core::{AccountId, Exchange};
use crate::desk::Desk;
use crate::faults::Faults;
use crate::histories::Histories;
use crate::http::Door;
use crate::journal::Entry;
use crate::keys::{AccountOptions, Credentials};
use crate::service::Service;

/// A simulated exchange that answers on loopback until it is dropped.
pub struct Sim {
    desk: Arc<Desk>,
    address: SocketAddr,
    credentials: Credentials,
    histories: Histories,
    server: JoinHandle<()>,
}

/// Why a simulator did not start.
#[derive(Debug)]
pub enum StartError {
    /// The port cannot be listened on.
    Port(io::Error),
    /// The shipped description has mistakes.
    Description(String),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(error) => write!(f, "cannot listen on loopback: {error}; choose another port"),
            Self::Description(complaints) => write!(f, "the description of the API has mistakes:\n{complaints}"),
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

/// What a simulator is started with.
#[derive(Clone, Debug)]
pub struct SimBuilder {
    seed: u64,
    port: u16,
    clock_offset_ms: i64,
    limit_scale: u32,
    clock: Arc<dyn Clock>,
    account: AccountOptions,
    model: Option<Model>,
}

impl Sim {
    /// Starts a simulator on a free port of loopback, with one demo account. It runs on the tokio runtime this is
    /// called on.
    ///
    /// # Panics
    /// When nothing can listen on loopback, or the shipped description has mistakes: nothing could be tested then.
    pub async fn start() -> Self {
        Self::builder().start().await.unwrap_or_else(|error| panic!("okx-sim: {error}"))
    }

    /// What a simulator can be started with.
    pub fn builder() -> SimBuilder {
        SimBuilder {
            seed: 1,
            port: 0,
            clock_offset_ms: 0,
            limit_scale: 1,
            clock: Arc::new(MachineClock::new()),
            account: AccountOptions::new("demo"),
            model: None,
        }
    }

    /// Where it answers, such as `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What to sign with for the account it was started with.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Well-formed credentials that it does not know: to it they are a key of another region.
    pub fn credentials_of_another_region(&self) -> Credentials {
        Credentials::of_another_region()
    }

    /// Opens a further account, and gives what to sign with for it.
    pub fn open_account(&self, options: AccountOptions) -> Credentials {
        self.desk.service().open_account(options)
    }

    /// The account of a key, for looking it up in [`Sim::core`].
    pub fn account_of(&self, key: &str) -> Option<AccountId> {
        self.desk.service().account_of(key)
    }

    /// Every request that arrived so far, in order.
    pub fn journal(&self) -> Vec<Entry> {
        self.desk.journal().entries()
    }

    /// Forgets the requests that arrived so far.
    pub fn clear_journal(&self) {
        self.desk.journal().clear();
    }

    /// What it is to do wrong.
    pub fn faults(&self) -> &Faults {
        &self.desk.faults
    }

    /// The rows that calls are given, to be served page by page.
    pub fn histories(&self) -> &Histories {
        &self.histories
    }

    /// The exchange behind it as it is now: orders, books, balances. While this is held no request is answered and the
    /// journal is not given: let it go before anything else is asked of the simulator.
    pub fn core(&self) -> Core<'_> {
        Core(self.desk.service())
    }

    /// Sets its clock so many milliseconds ahead of the machine's, or behind when negative. Limits are not counted by
    /// this clock.
    pub fn set_clock_offset(&self, millis: i64) {
        self.desk.set_clock_offset(millis);
    }

    /// What its clock shows, in milliseconds since the epoch.
    pub fn now(&self) -> i64 {
        self.desk.now()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Sim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sim").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// The exchange behind a simulator, held.
pub struct Core<'a>(MutexGuard<'a, Service>);

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
    /// What chance follows from: prices, sizes, delays. 1 when nothing is said.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The port to listen on; any free one when nothing is said.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// How many milliseconds its clock is ahead of the machine's, or behind when negative.
    #[must_use]
    pub fn clock_offset(self, millis: i64) -> Self {
        Self { clock_offset_ms: millis, ..self }
    }

    /// How many times as much every rate limit allows in its window.
    #[must_use]
    pub fn limits_scaled_by(self, scale: u32) -> Self {
        Self { limit_scale: scale, ..self }
    }

    /// Where time comes from: the machine's clock when nothing is said.
    #[must_use]
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// What the account is like that it starts with.
    #[must_use]
    pub fn account(self, account: AccountOptions) -> Self {
        Self { account, ..self }
    }

    /// The description it answers by: the shipped one when nothing is said.
    #[must_use]
    pub fn model(self, model: Model) -> Self {
        Self { model: Some(model), ..self }
    }

    /// Starts it on the tokio runtime this is called on.
    ///
    /// # Errors
    /// When the port cannot be listened on, or the shipped description has mistakes.
    pub async fn start(self) -> Result<Sim, StartError> {
        let model = match self.model {
            Some(model) => model,
            None => okx_spec::shipped().map_err(|failure| StartError::Description(failure.to_string()))?.clone(),
        };
        let mut service = Service::new(Arc::new(model), self.seed, self.limit_scale);
        let credentials = service.open_account(self.account);
        let histories = service.histories.clone();
        let door = Door::open(self.port).await.map_err(StartError::Port)?;
        let address = door.address().map_err(StartError::Port)?;
        let desk = Arc::new(Desk::new(service, self.clock, self.clock_offset_ms, Faults::new(self.seed)));
        let server = tokio::spawn(door.serve(Arc::clone(&desk)));
        Ok(Sim { desk, address, credentials, histories, server })
    }
}
