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

mod channel;
mod operation;

pub use crate::api::ws::{business, operations, private, public};
pub use channel::{Channel, ChannelFacts, Nothing, Socket};
pub use operation::{Operate, Operation};
