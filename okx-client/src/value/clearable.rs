//! Values of a request that can be kept, set or cleared.

use rust_decimal::Decimal;

use super::Text;

/// Whether a request keeps, sets or clears a value that OKX already has.
///
/// The setters of such fields accept the new value itself, or a `Clearable`:
///
/// ```
/// use okx_client::grid::AmendGridAlgoOrder;
/// use okx_client::value::Clearable;
/// use okx_client::Decimal;
///
/// let amendment = AmendGridAlgoOrder::new("448965992920907776", "BTC-USDT-SWAP")
///     .sl_trigger_px(Decimal::from(20_000)) // sets the stop-loss
///     .tp_trigger_px(Clearable::Clear); // removes the take-profit
/// assert_eq!(amendment.tp_ratio, Clearable::Keep); // everything else stays unchanged
/// ```
///
/// In JSON, a value that is kept is absent or `null`, and one that is cleared is the empty string `""`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Clearable<T> {
    /// The value stays unchanged. Nothing is sent.
    #[default]
    Keep,
    /// Sets the value.
    Set(T),
    /// Removes the value. An empty string is sent.
    Clear,
}

impl<T> Clearable<T> {
    /// The new value; `None` if the value is kept or cleared.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<T> for Clearable<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Clearable<Text> {
    fn from(text: &str) -> Self {
        Self::Set(text.into())
    }
}

impl From<String> for Clearable<Text> {
    fn from(text: String) -> Self {
        Self::Set(text.into())
    }
}

macro_rules! from_whole_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Clearable<Decimal> {
            fn from(number: $number) -> Self {
                Self::Set(number.into())
            }
        })*
    };
}

from_whole_numbers!(i32 u32 i64 u64);
