//! Instruments with their tick and lot sizes.

use rust_decimal::Decimal;

use super::order::Side;

/// The type of an instrument, with the properties that only this type has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A pair of currencies.
    Spot {
        /// The maximum value of a market order, in quote currency.
        max_market_amount: Decimal,
    },
    /// A linear perpetual swap: margin and profit are in the settlement currency.
    Swap {
        /// The maximum leverage.
        max_leverage: Decimal,
    },
    /// A European call option, paid for in the settlement currency.
    Call {
        /// The strike price, in US dollars.
        strike: Decimal,
        /// When it expires, in milliseconds since the epoch.
        expiry: i64,
        /// The tick bands, in order of price.
        bands: Vec<Band>,
    },
}

/// The tick size in a range of prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The lowest price.
    pub least: Decimal,
    /// The highest price. It belongs to the next band if there is one.
    pub most: Decimal,
    /// The tick size.
    pub tick: Decimal,
}

/// An instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// The instrument ID, such as `BTC-USDT`.
    pub id: String,
    /// The numeric instrument code.
    pub code: i64,
    /// The type.
    pub kind: Kind,
    /// The instrument family, empty for spot.
    pub family: String,
    /// The base currency.
    pub base: String,
    /// The quote currency.
    pub quote: String,
    /// The settlement currency; the quote currency for spot.
    pub settle: String,
    /// The tick size; the smallest one if it depends on the price.
    pub tick: Decimal,
    /// The lot size.
    pub lot: Decimal,
    /// The minimum size.
    pub min: Decimal,
    /// The maximum size of a limit order.
    pub max_limit: Decimal,
    /// The maximum size of a market order.
    pub max_market: Decimal,
    /// The amount of base currency in one unit of size.
    pub face: Decimal,
    /// Announced changes, in the order they were announced.
    pub upcoming: Vec<Upcoming>,
}

/// An announced change of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// What changes.
    pub what: Changing,
    /// The new value.
    pub value: Decimal,
    /// When it takes effect, in milliseconds since the epoch.
    pub at: i64,
}

/// The properties of an instrument that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changing {
    /// The tick size.
    Tick,
    /// The minimum size, and for contracts the lot size with it.
    Min,
    /// The maximum size of a market order; its value in quote currency for spot.
    MaxMarket,
}

impl Changing {
    /// The property as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tick => "tickSz",
            Self::Min => "minSz",
            Self::MaxMarket => "maxMktSz",
        }
    }
}

impl Instrument {
    /// The type as OKX writes it.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Spot { .. } => "SPOT",
            Kind::Swap { .. } => "SWAP",
            Kind::Call { .. } => "OPTION",
        }
    }

    /// Whether it is a spot pair.
    pub fn is_spot(&self) -> bool {
        matches!(self.kind, Kind::Spot { .. })
    }

    /// Whether it is an option.
    pub fn is_option(&self) -> bool {
        matches!(self.kind, Kind::Call { .. })
    }

    /// The tick size at this price, or `None` if orders cannot have this price.
    pub fn tick_at(&self, price: Decimal) -> Option<Decimal> {
        let Kind::Call { bands, .. } = &self.kind else { return Some(self.tick) };
        let within = |band: &&Band| band.least <= price && price <= band.most;
        bands.iter().rev().find(within).map(|band| band.tick)
    }

    /// The symbol for rate limit keys: the family for an option, otherwise the instrument ID.
    pub fn symbol(&self) -> &str {
        if self.is_option() { &self.family } else { &self.id }
    }

    /// The currency of fees: the received currency for spot, otherwise the settlement currency.
    pub(crate) fn fee_currency(&self, side: Side) -> &str {
        if self.is_spot() && side == Side::Buy { &self.base } else { &self.settle }
    }

    /// The maximum leverage, or `None` if it is traded without leverage.
    pub fn max_leverage(&self) -> Option<Decimal> {
        match self.kind {
            Kind::Swap { max_leverage } => Some(max_leverage),
            Kind::Spot { .. } | Kind::Call { .. } => None,
        }
    }

    /// The leverage of an account that has not set one.
    pub(crate) fn default_leverage(&self) -> Decimal {
        self.max_leverage().map_or(Decimal::ONE, |most| most.min(Decimal::TEN))
    }

    /// When the next announced change takes effect.
    pub(crate) fn next_change(&self) -> Option<i64> {
        self.upcoming.iter().map(|change| change.at).min()
    }

    /// Applies the changes that are effective at this time.
    pub(crate) fn change_by(&mut self, now: i64) {
        for change in self.upcoming.iter().filter(|change| change.at <= now) {
            match (change.what, &mut self.kind) {
                (Changing::Tick, _) => self.tick = change.value,
                (Changing::Min, Kind::Spot { .. }) => self.min = change.value,
                (Changing::Min, _) => (self.min, self.lot) = (change.value, change.value),
                (Changing::MaxMarket, Kind::Spot { max_market_amount }) => *max_market_amount = change.value,
                (Changing::MaxMarket, _) => self.max_market = change.value,
            }
        }
        self.upcoming.retain(|change| change.at > now);
    }
}
