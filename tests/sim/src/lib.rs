//! A simulated OKX exchange on loopback, for tests, examples and users.

mod calendar;
mod chance;
mod clock;
pub mod core;
mod number;
mod refusal;

pub use clock::{Clock, MachineClock, SteppedClock};
pub use refusal::Refusal;
