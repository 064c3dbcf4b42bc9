//! What the size of an order counts.

use crate::api::enums::{CtType, InstType};
use crate::api::ids::Ccy;
use crate::api::objects::Instrument;

/// What one unit of an order's size stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// Base currency itself: spot and margin.
    Base,
    /// A contract of so much base currency, worth that times the price: linear futures and swaps, and options, whose price is the
    /// premium.
    BaseContracts,
    /// A contract of so much quote currency, whatever the price: inverse futures and swaps.
    QuoteContracts,
    /// What OKX says of the instrument does not tell.
    Untold,
}

impl Counting {
    /// What is counted by sizes of this instrument. Where the currencies do not fit what OKX says of the sort of contract, nobody should
    /// trade on a guess.
    pub(super) fn of(row: &Instrument, inst_type: &InstType) -> Self {
        let (value, settled) = (row.ct_val_ccy.as_ref(), row.settle_ccy.as_ref());
        let settles_in_another = value.is_some() && settled.is_some() && value != settled;
        match (inst_type, &row.ct_type) {
            (InstType::Spot | InstType::Margin, _) => Self::Base,
            (InstType::Swap | InstType::Futures, Some(CtType::Linear)) if settles_in_another => Self::BaseContracts,
            (InstType::Swap | InstType::Futures, Some(CtType::Inverse)) if settles_in_another => Self::QuoteContracts,
            (InstType::Option, _) if is_of_the_underlying(row) => Self::BaseContracts,
            _ => Self::Untold,
        }
    }
}

/// Whether a contract's value is in the currency whose price the family is about: `BTC` in `BTC-USD`.
fn is_of_the_underlying(row: &Instrument) -> bool {
    let base = row.inst_family.as_ref().and_then(|family| family.as_str().split('-').next());
    base.is_some() && base == row.ct_val_ccy.as_ref().map(Ccy::as_str)
}
