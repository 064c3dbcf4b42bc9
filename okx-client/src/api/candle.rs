//! Whether candles are closed.

use super::enums::CandleState;

/// Adds `is_closed` to a type of candle.
macro_rules! candles {
    ($($candle:ty),* $(,)?) => {
        $(
            impl $candle {
                /// Whether the period of this candle has ended, so that it does not change any more: its `confirm` is
                /// [`CandleState::Complete`]. The newest candle of a list or a push is usually still open. To leave it out of a list, use
                /// [`PageOptions::closed_only`](crate::PageOptions::closed_only).
                #[doc(alias = "confirm")]
                pub fn is_closed(&self) -> bool {
                    self.confirm == Some(CandleState::Complete)
                }
            }
        )*
    };
}

candles!(super::objects::Candle, super::public::PriceCandle, super::spread::SpreadCandle);
