//! Guides: how to do things, with programs that run.
//!
//! - [`requests`]: making calls, options, many at once.
//! - [`orders`]: placing orders, and knowing what became of them.
//! - [`errors`]: what errors mean, and what is repeated automatically.
//! - [`rate_limits`]: staying within OKX's limits, sharing and watching them.
//! - [`precision`]: exact prices and sizes, ticks and lots.
//! - [`paging`]: reading long lists to their end.
//! - [`sockets`]: live data, gaps, orders over the socket.
//! - [`testing`]: testing a program against the simulated exchange.

#[doc = include_str!("guides/errors.md")]
pub mod errors {}

#[doc = include_str!("guides/orders.md")]
pub mod orders {}

#[doc = include_str!("guides/paging.md")]
pub mod paging {}

#[doc = include_str!("guides/precision.md")]
pub mod precision {}

#[doc = include_str!("guides/rate_limits.md")]
pub mod rate_limits {}

#[doc = include_str!("guides/requests.md")]
pub mod requests {}

#[doc = include_str!("guides/sockets.md")]
pub mod sockets {}

#[doc = include_str!("guides/testing.md")]
pub mod testing {}
