//! OKX's sockets: their channels and operations. [`Client::subscribe`](crate::Client::subscribe) subscribes to a channel.
//!
//! A value of a channel type holds the arguments of a subscription, `arg` on the wire:
//!
//! ```
//! use okx_client::ws::{Channel, Socket, business, public};
//!
//! let tickers = public::Tickers::new("BTC-USDT");
//! assert_eq!(serde_json::to_string(&tickers)?, r#"{"channel":"tickers","instId":"BTC-USDT"}"#);
//!
//! // Similar channels share one type.
//! let candles = business::Candles::new(business::CandlesChannel::Candle1m, "BTC-USDT");
//! assert_eq!(serde_json::to_string(&candles)?, r#"{"channel":"candle1m","instId":"BTC-USDT"}"#);
//! assert_eq!(business::Candles::FACTS.socket, Socket::Business);
//! # Ok::<(), serde_json::Error>(())
//! ```

pub use super::environments::CONNECTION;
pub use super::{Channel, Nothing, SocketEndpoint};
use crate::api::errors::CLOSE_CODES;
pub use crate::facts::{
    AfterClose, ChannelFacts, CloseCode, ConnectionFacts, Fill, FillCall, Once, RowKey, Silence, Snapshot, Socket,
    SocketRoute,
};

described! {
    /// The public socket: market data, most of it without a login.
    pub mod public = [socket = "public"];
    /// The private socket: the orders, positions and balances of an account. It requires a login.
    pub mod private = [socket = "private"];
    /// The business socket: candles, algo orders, bots, block and spread trading, deposits and withdrawals. Some channels require a login.
    pub mod business = [socket = "business"];
}

/// What is known about a code with which OKX closed a connection. `None` if the code is not described.
///
/// ```
/// use okx_client::ws::{AfterClose, close_code};
///
/// assert_eq!(close_code(4005).map(|close| close.then), Some(AfterClose::Wait));
/// ```
pub fn close_code(code: u16) -> Option<&'static CloseCode> {
    CLOSE_CODES.iter().find(|close| close.code == code)
}

/// The operations that a socket accepts as well as the REST API: orders, amendments and cancellations. Send them with
/// [`SendOptions::over_socket`](crate::SendOptions::over_socket).
#[okx_macros::okx_api(operations)]
pub mod operations {}
