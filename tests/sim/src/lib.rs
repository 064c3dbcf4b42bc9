//! A simulated OKX exchange on loopback, for tests, examples and users.
//!
//! ```no_run
//! # async fn example() {
//! let sim = okx_sim::Sim::start().await;
//! println!("{} answers for the key {}", sim.url(), sim.credentials().key);
//! sim.faults().once("trade.place_order", okx_sim::Fault::CutAfterActing);
//! // Rows of your own, served page by page as OKX pages them.
//! let bill = |place: usize| serde_json::json!({"billId": (100_000 - place).to_string(), "ccy": "USDT"});
//! sim.histories().generate("GET /api/v5/account/bills", 100_000, bill).expect("the call is described");
//! # }
//! ```
//!
//! Its parts are separate. The judge decides whether a request may be acted on: headers, signature, time, rights,
//! limits, parameters, for every described call. The [`core`] is the exchange itself and knows nothing of HTTP. Samples
//! answer for calls without behaviour, and [`Histories`] for those that were given rows. Faults go wrong on demand.
//! Chance follows from a seed and time comes from a [`Clock`], so that a run can be repeated.
//!
//! It uses the description of the API, and nothing of the client: it judges the client with code of its own.

mod calendar;
mod chance;
mod clock;
pub mod core;
mod desk;
mod faults;
mod histories;
mod http;
mod journal;
mod judge;
mod keys;
mod number;
mod refusal;
mod reply;
mod request;
mod samples;
mod service;
mod sim;
mod wire;

pub use clock::{Clock, MachineClock, SteppedClock};
pub use faults::{Delay, Fault, Faults};
pub use histories::{Histories, NotSeeded};
pub use journal::Entry;
pub use keys::{AccountOptions, Credentials};
pub use refusal::Refusal;
pub use sim::{Core, Sim, SimBuilder, StartError};
