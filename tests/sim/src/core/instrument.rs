//! What is traded, and on which grid.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::order::Side;
use crate::number;

/// The sort of an instrument, with what only that sort has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One currency for another.
    Spot {
        /// The largest market order, in quote currency.
        max_market_amount: Decimal,
    },
    /// A linear perpetual: margin and profit are in the settlement currency.
    Swap {
        /// The highest leverage.
        max_leverage: Decimal,
    },
    /// A European call, paid for in the settlement currency.
    Call {
        /// Its strike price, in US dollars.
        strike: Decimal,
        /// When it expires, in milliseconds since the epoch.
        expiry: i64,
        /// Grids of its price, each from one price to the next.
        bands: Vec<Band>,
    },
}

/// The grid of prices between two bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The lowest price.
    pub least: Decimal,
    /// The highest price; it belongs to the band above where there is one.
    pub most: Decimal,
    /// The step.
    pub tick: Decimal,
}

/// One instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its name.
    pub id: String,
    /// Its number.
    pub code: i64,
    /// Its sort.
    pub kind: Kind,
    /// Its family, empty for spot.
    pub family: String,
    /// The currency that is traded.
    pub base: String,
    /// The currency prices are in.
    pub quote: String,
    /// The currency gains and losses are paid in; the quote currency for spot.
    pub settle: String,
    /// The step of prices; the finest one where it depends on the price.
    pub tick: Decimal,
    /// The step of sizes.
    pub lot: Decimal,
    /// The smallest size.
    pub min: Decimal,
    /// The largest size of a limit order.
    pub max_limit: Decimal,
    /// The largest size of a market order.
    pub max_market: Decimal,
    /// How much of the base currency one unit of size is.
    pub face: Decimal,
    /// What will change about it, in the order it was announced.
    pub upcoming: Vec<Upcoming>,
}

/// A change of an instrument that is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// What changes.
    pub what: Changing,
    /// What it will be.
    pub value: Decimal,
    /// From when on, in milliseconds since the epoch.
    pub at: i64,
}

/// What can change about an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changing {
    /// The step of prices.
    Tick,
    /// The smallest size, and for contracts the step of sizes with it.
    Min,
    /// The largest size of a market order, in quote currency for spot.
    MaxMarket,
}

impl Changing {
    fn name(self) -> &'static str {
        match self {
            Self::Tick => "tickSz",
            Self::Min => "minSz",
            Self::MaxMarket => "maxMktSz",
        }
    }
}

impl Upcoming {
    fn row(self) -> Value {
        json!({"param": self.what.name(), "newValue": number::write(self.value), "effTime": self.at.to_string()})
    }
}

impl Instrument {
    /// The instrument's type on the wire.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Spot { .. } => "SPOT",
            Kind::Swap { .. } => "SWAP",
            Kind::Call { .. } => "OPTION",
        }
    }

    /// Whether it exchanges one currency for another.
    pub fn is_spot(&self) -> bool {
        matches!(self.kind, Kind::Spot { .. })
    }

    /// Whether it is an option.
    pub fn is_option(&self) -> bool {
        matches!(self.kind, Kind::Call { .. })
    }

    /// The step at this price; `None` when no order may have the price.
    pub fn tick_at(&self, price: Decimal) -> Option<Decimal> {
        let Kind::Call { bands, .. } = &self.kind else { return Some(self.tick) };
        let within = |band: &&Band| band.least <= price && price <= band.most;
        bands.iter().rev().find(within).map(|band| band.tick)
    }

    /// What rate-limit keys call the symbol: the family of an option, else the instrument.
    pub fn symbol(&self) -> &str {
        if self.is_option() { &self.family } else { &self.id }
    }

    /// The currency fees are paid in: what a spot trade brings in, else the settlement currency.
    pub(crate) fn fee_currency(&self, side: Side) -> &str {
        if self.is_spot() && side == Side::Buy { &self.base } else { &self.settle }
    }

    /// The highest leverage; `None` where there is none.
    pub fn max_leverage(&self) -> Option<Decimal> {
        match self.kind {
            Kind::Swap { max_leverage } => Some(max_leverage),
            Kind::Spot { .. } | Kind::Call { .. } => None,
        }
    }

    /// The leverage of an account that never set one.
    pub(crate) fn default_leverage(&self) -> Decimal {
        self.max_leverage().map_or(Decimal::ONE, |most| most.min(Decimal::TEN))
    }

    /// Makes the changes whose time has come.
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

    /// Its row in the list of instruments: what the exchange knows; fields that do not apply are left out.
    pub fn row(&self) -> Value {
        let mut row = json!({
            "instType": self.type_name(),
            "instId": self.id,
            "instIdCode": self.code,
            "instFamily": self.family,
            "uly": self.family,
            "groupId": "1",
            "category": "1",
            "tickSz": number::write(self.tick),
            "lotSz": number::write(self.lot),
            "minSz": number::write(self.min),
            "maxLmtSz": number::write(self.max_limit),
            "maxMktSz": number::write(self.max_market),
            "maxTwapSz": number::write(self.max_limit),
            "maxIcebergSz": number::write(self.max_limit),
            "maxTriggerSz": number::write(self.max_limit),
            "maxStopSz": number::write(self.max_market),
            "listTime": "1611907686000",
            "state": "live",
            "ruleType": "normal",
            "instCategory": "1",
            "futureSettlement": false,
            "upcChg": self.upcoming.iter().map(|change| change.row()).collect::<Vec<_>>(),
        });
        self.describe_kind(&mut row);
        row
    }

    fn describe_kind(&self, row: &mut Value) {
        match &self.kind {
            Kind::Spot { max_market_amount } => {
                row["baseCcy"] = json!(self.base);
                row["quoteCcy"] = json!(self.quote);
                row["tradeQuoteCcyList"] = json!([self.quote]);
                row["maxMktSz"] = json!(number::write(*max_market_amount));
                row["maxMktAmt"] = json!(number::write(*max_market_amount));
                row["maxLmtAmt"] = json!("20000000");
            }
            Kind::Swap { max_leverage } => {
                self.describe_contract(row);
                row["ctType"] = json!("linear");
                row["lever"] = json!(number::write(*max_leverage));
            }
            Kind::Call { strike, expiry, .. } => {
                self.describe_contract(row);
                row["optType"] = json!("C");
                row["stk"] = json!(number::write(*strike));
                row["expTime"] = json!(expiry.to_string());
            }
        }
    }

    fn describe_contract(&self, row: &mut Value) {
        row["settleCcy"] = json!(self.settle);
        row["ctVal"] = json!(number::write(self.face));
        row["ctMult"] = json!("1");
        row["ctValCcy"] = json!(self.base);
    }
}

/// The row of one family in the list of tick bands.
pub(crate) fn band_row(family: &str, bands: &[Band]) -> Value {
    let rows: Vec<Value> = bands
        .iter()
        .map(|band| {
            json!({
                "minPx": number::write(band.least),
                "maxPx": number::write(band.most),
                "tickSz": number::write(band.tick),
            })
        })
        .collect();
    json!({"instType": "OPTION", "instFamily": family, "tickBand": rows})
}
