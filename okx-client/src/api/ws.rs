//! OKX's sockets: what can be subscribed to, and what can be asked for over them. So far these are the facts only.
//!
//! A value of a channel's type is what a subscription names, `arg` on the wire:
//!
//! ```
//! use okx_client::ws::{Channel, Socket, business, public};
//!
//! let tickers = public::Tickers::new("BTC-USDT");
//! assert_eq!(serde_json::to_string(&tickers)?, r#"{"channel":"tickers","instId":"BTC-USDT"}"#);
//!
//! // One type stands for several channels where they are alike.
//! let candles = business::Candles::new(business::CandlesChannel::Candle1m, "BTC-USDT");
//! assert_eq!(serde_json::to_string(&candles)?, r#"{"channel":"candle1m","instId":"BTC-USDT"}"#);
//! assert_eq!(business::Candles::FACTS.socket, Socket::Business);
//! # Ok::<(), serde_json::Error>(())
//! ```

use okx_macros::okx_api;

pub use super::{Channel, Nothing, SocketEndpoint};
pub use crate::facts::{ChannelFacts, Socket, SocketRoute};

/// The public socket: market data, most of it without a login.
#[okx_api(socket = "public")]
pub mod public {}

/// The private socket: an account's own orders, positions and balances. It wants a login first.
#[okx_api(socket = "private")]
pub mod private {}

/// The business socket: candles, algo orders, bots, block and spread trading, deposits and withdrawals. Some of it wants a login.
#[okx_api(socket = "business")]
pub mod business {}

/// Requests that a socket takes as well as the REST API.
#[okx_api(operations)]
pub mod operations {}
