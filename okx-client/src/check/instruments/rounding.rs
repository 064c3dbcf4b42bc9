//! Rounds prices and sizes of an instrument, and moves them by ticks and lots. The client itself never does.

use rust_decimal::Decimal;

use super::instrument::Instrument;
use crate::api::precision::{ORDER_PRICE, ORDER_SIZE};
use crate::check::condition::all_hold;
use crate::check::precision::Grid;
use crate::facts::Precision;

/// Rounding of prices. Every result is a valid price of a limit order: positive, a multiple of the tick size at that price, and within the
/// tick bands. There is no result if the price is not positive, above the highest band, or has no valid price on that side, or if OKX lists
/// no readable tick size.
impl Instrument {
    /// Rounds a price down to the nearest valid one: the highest valid price that is not above it.
    #[doc(alias = "truncate")]
    pub fn floor_px(&self, px: Decimal) -> Option<Decimal> {
        self.price_grid(px)?.at_or_below(px)
    }

    /// Rounds a price up to the nearest valid one: the lowest valid price that is not below it.
    #[doc(alias = "ceiling")]
    pub fn ceil_px(&self, px: Decimal) -> Option<Decimal> {
        self.price_grid(px)?.at_or_above(px)
    }

    /// Rounds a price to the nearest valid one. One in the middle between two is rounded up.
    #[doc(alias = "nearest")]
    #[doc(alias = "round_to_tick")]
    pub fn round_px(&self, px: Decimal) -> Option<Decimal> {
        self.price_grid(px)?.nearest(px)
    }

    /// The price this many ticks above a price, or below it if the number is negative. From a price between two ticks, the first step leads to
    /// the next tick in that direction. Zero ticks return a valid price unchanged. Where the tick size depends on the price, each step has the
    /// size of its band.
    ///
    /// ```
    /// # use okx_client::{Decimal, Instrument, dec};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let environment = okx_client::Environment::demo(okx_client::Region::Global);
    /// # let okx = okx_client::Client::builder().environment(environment).base_url(sim.url()).build()?;
    /// let spot = okx.instruments().get("BTC-USDT").await?;
    /// let bid = dec!(60_000);
    /// // The next price above the bid, and a ladder of three prices below it.
    /// assert_eq!(spot.add_ticks(bid, 1), Some(dec!(60_000.1)));
    /// let ladder: Vec<Decimal> = (1..=3).filter_map(|tick| spot.add_ticks(bid, -tick)).collect();
    /// assert_eq!(ladder, [dec!(59_999.9), dec!(59_999.8), dec!(59_999.7)]);
    /// assert_eq!(spot.ticks_between(dec!(59_999.7), bid), Some(3));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "tick")]
    #[doc(alias = "ticks")]
    pub fn add_ticks(&self, px: Decimal, ticks: i64) -> Option<Decimal> {
        self.price_grid(px)?.moved(px, ticks)
    }

    /// How many ticks lead from one valid price to another; negative if the second one is lower. `None` if one of them is not valid.
    pub fn ticks_between(&self, from: Decimal, to: Decimal) -> Option<i64> {
        self.price_grid(to)?;
        self.price_grid(from)?.steps_between(from, to)
    }
}

/// Rounding of sizes. Every result is a valid size of a limit order, in contracts, or in base currency for spot and margin: a multiple of the
/// lot size, and not below the minimum order size. The maximum depends on the order type and is not applied. There is no result if the size is
/// not positive, has no valid size on that side, or if OKX lists no readable lot size.
impl Instrument {
    /// Rounds a size down to the nearest valid one. `None` if that is below the minimum order size.
    pub fn floor_sz(&self, sz: Decimal) -> Option<Decimal> {
        self.size_grid(sz)?.at_or_below(sz)
    }

    /// Rounds a size up to the nearest valid one, which is at least the minimum order size.
    pub fn ceil_sz(&self, sz: Decimal) -> Option<Decimal> {
        self.size_grid(sz)?.at_or_above(sz)
    }

    /// Rounds a size to the nearest valid one. One in the middle between two is rounded up, and one below the minimum order size becomes the
    /// minimum.
    pub fn round_sz(&self, sz: Decimal) -> Option<Decimal> {
        self.size_grid(sz)?.nearest(sz)
    }

    /// The size this many lots above a size, or below it if the number is negative; like [`add_ticks`](Self::add_ticks).
    ///
    /// ```
    /// # use okx_client::dec;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let environment = okx_client::Environment::demo(okx_client::Region::Global);
    /// # let okx = okx_client::Client::builder().environment(environment).base_url(sim.url()).build()?;
    /// let swap = okx.instruments().get("BTC-USDT-SWAP").await?;
    /// assert_eq!((swap.lot_sz, swap.min_sz), (Some(dec!(0.01)), Some(dec!(0.01))));
    /// assert_eq!(swap.floor_sz(dec!(1.239)), Some(dec!(1.23)));
    /// assert_eq!(swap.add_lots(dec!(1.23), 2), Some(dec!(1.25)));
    /// assert_eq!(swap.floor_sz(dec!(0.009)), None, "below the minimum");
    /// assert_eq!(swap.ceil_sz(dec!(0.009)), Some(dec!(0.01)));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "lot")]
    #[doc(alias = "lots")]
    pub fn add_lots(&self, sz: Decimal, lots: i64) -> Option<Decimal> {
        self.size_grid(sz)?.moved(sz, lots)
    }

    fn price_grid(&self, px: Decimal) -> Option<Grid<'_>> {
        self.usual_grid(&ORDER_PRICE).filter(|grid| px > Decimal::ZERO && grid.steps.reaches(px))
    }

    fn size_grid(&self, sz: Decimal) -> Option<Grid<'_>> {
        self.usual_grid(&ORDER_SIZE).filter(|_| sz > Decimal::ZERO)
    }

    /// The grid of limit orders, without a maximum; `None` without a readable step.
    fn usual_grid(&self, rule: &Precision) -> Option<Grid<'_>> {
        let usual = rule.cases.iter().find(|case| all_hold(case.when, None, Some(self.inst_type().as_str())))?;
        if [usual.step, usual.min].into_iter().flatten().any(|wire| self.is_inexact(wire)) {
            return None;
        }
        let grid = Grid { max: None, ..self.grid(rule, usual) };
        (!grid.steps.is_any()).then_some(grid)
    }
}
