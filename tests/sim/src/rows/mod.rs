//! Rows of replies and pushes: the typed state of the exchange as OKX writes it. Replies over HTTP and pushes over
//! sockets use the same functions. Fields that do not apply are left out; `samples::complete` adds them.

mod account;
mod bill;
mod instrument;
mod market;
mod order;
mod prices;
mod spread;
mod stop;

pub use account::{account_row, config_row, funding_row, position_row};
pub use bill::bill_rows;
pub use instrument::{band_row, instrument_row};
pub use market::{book_snapshot_row, book_update_row, candle_row, ticker_row, trade_row};
pub use order::{acknowledgement, fill_row, fill_update_row, order_row, order_update_row};
pub use prices::{funding_rate_row, index_row, mark_price_row, past_funding_rate_row};
pub use spread::{spread_acknowledgement, spread_order_row, spread_order_update_row, spread_row};
pub use stop::stop_row;
