//! A simulated OKX exchange on loopback, for tests, examples and users.
//!
//! ```no_run
//! # async fn example() {
//! let sim = okx_sim::Sim::start().await;
//! println!("{} accepts the key {}", sim.url(), sim.credentials().key);
//! sim.faults().once("trade.place_order", okx_sim::Fault::CutAfterActing);
//! // Custom rows, paged as OKX pages them.
//! let bill = |place: usize| serde_json::json!({"billId": (100_000 - place).to_string(), "ccy": "USDT"});
//! sim.histories().generate("GET /api/v5/account/bills", 100_000, bill).expect("the call exists");
//! # }
//! ```
//!
//! The exchange stands still unless it is told to trade by itself ([`SimBuilder::trade_every`],
//! [`core::Exchange::trade_in_background`], `background_trading` in a [`Scenario`]). Then other participants trade in every
//! market and the prices move, so that resting orders fill and stops trigger. The prices of a currency move together: a swap
//! stays near its index, and its funding rate follows the difference. Candles and tickers follow the trades, and balances and
//! positions follow the fills; positions in swaps pay funding every eight hours. Other faults than those one asks for happen
//! only with [`SimBuilder::random_faults`].
//!
//! [`Sim::simulated`] lists the calls and channels that are simulated. The others answer with samples: rows of the described
//! form with made-up values. Such a reply has the header `okx-sim: sample`, [`Sim::samples`] lists what a program used of
//! them, and the command `okx-sim` prints it. Attached stops with ratios and trailing stops are accepted and ignored. There is no
//! liquidation, no margin mode but cross, no interest, and no position mode but net.
//!
//! Its parts are separate. Validation decides whether a request is accepted: it checks headers, signature, time,
//! permissions, rate limits and parameters of every described call. The [`core`] is the exchange itself: it takes typed
//! commands and leaves typed events, and knows neither JSON nor HTTP. [`act`] reads requests into commands, and
//! [`rows`] writes results and events as OKX does. Calls without behavior are answered with samples, and calls with
//! seeded rows from [`Histories`]. The sockets push what happens on the exchange, and samples on channels without
//! behavior. [`Faults`] and [`SocketFaults`] simulate failures on demand, and a [`Scenario`] at given times. Random
//! numbers are drawn from a seed and time comes from a [`Clock`], so that a run can be reproduced.
//!
//! It uses the description of the API but not the client: it checks the client's requests with independent code.

mod calendar;
mod calls;
mod clock;
mod control;
pub mod core;
mod faults;
mod histories;
mod http;
mod journal;
mod keys;
mod notices;
mod number;
mod random;
mod refusal;
mod reply;
mod request;
pub mod rows;
mod samples;
mod scenario;
mod service;
mod sim;
mod simulated;
mod sockets;
mod state;
mod stream;
mod validation;

pub use calls::{Parameters, act};
pub use clock::{Clock, MachineClock, SteppedClock, Waiting};
pub use faults::{Delay, Fault, Faults, MuteEnd, SocketFault, SocketTarget};
pub use histories::{Histories, SeedError};
pub use journal::Entry;
pub use keys::{AccountOptions, Credentials};
pub use notices::Notice;
pub use refusal::Refusal;
pub use scenario::{Scenario, ScenarioError};
pub use sim::{Core, Sim, SimBuilder, StartError};
pub use simulated::Simulated;
pub use sockets::{SocketEntry, SocketEvent, SocketFaults};
