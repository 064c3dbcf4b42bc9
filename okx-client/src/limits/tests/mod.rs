//! The limiter against the server it must never annoy.

mod budgets;
mod charging;
mod holding;
mod noticing;
mod refusing;
mod waiting;
