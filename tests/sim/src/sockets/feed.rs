//! Where the pushes of a subscription come from.

use serde_json::{Map, Value};

use crate::core::{BookSnapshot, Exchange, Instrument};

/// How many levels a full book has.
const FULL_DEPTH: usize = 400;

/// How long a book may not change until its last sequence ID is repeated, in milliseconds. OKX does so after 60
/// seconds.
const BOOK_HEARTBEAT_MS: i64 = 50_000;

/// How often balances and positions are pushed if they do not change, in milliseconds, and the other intervals that a
/// client may choose.
const REGULAR_MS: i64 = 4_500;
const INTERVALS_MS: [i64; 3] = [2_000, 3_000, 4_000];

/// The channels that push what happens on the exchange. The others push samples.
pub(crate) const SIMULATED_CHANNELS: [&str; 20] = [
    "tickers",
    "trades",
    "trades-all",
    "books",
    "books5",
    "bbo-tbt",
    "books-l2-tbt",
    "books50-l2-tbt",
    "candle1m",
    "candle1H",
    "funding-rate",
    "mark-price",
    "index-tickers",
    "orders",
    "orders-algo",
    "fills",
    "sprd-orders",
    "account",
    "positions",
    "balance_and_position",
];

/// Where the pushes of a subscription come from.
#[derive(Clone, Debug)]
pub(crate) enum Feed {
    /// The exchange has no behavior for the channel: samples from the description are pushed.
    Sample,
    Ticker {
        instrument: usize,
    },
    Trades {
        instrument: usize,
    },
    /// A price that is derived from trades.
    Price {
        instrument: usize,
        kind: PriceKind,
    },
    Book(BookFeed),
    Candle {
        instrument: usize,
        bar: String,
    },
    Orders(Selection),
    Stops(Selection),
    Fills(Selection),
    SpreadOrders {
        spread: Option<String>,
    },
    Account {
        currency: Option<String>,
    },
    Positions(Selection),
    BalanceAndPosition,
}

/// A price that is derived from trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PriceKind {
    FundingRate,
    Mark,
    Index,
}

/// The book of one instrument.
#[derive(Clone, Debug)]
pub(crate) struct BookFeed {
    pub(crate) instrument: usize,
    pub(crate) kind: BookKind,
    /// What was pushed last.
    pub(crate) pushed: BookSnapshot,
}

/// How a book is pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BookKind {
    /// A snapshot, and then every change.
    Full,
    /// A snapshot up to this depth, and then the changes up to this depth.
    Changes(usize),
    /// A snapshot up to this depth whenever it has changed.
    Snapshots(usize),
}

/// Which instruments a subscription is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    kind: Option<String>,
    family: Option<String>,
    instrument: Option<String>,
}

impl Feed {
    /// The feed of a subscription.
    pub(crate) fn of(channel: &str, argument: &Map<String, Value>, exchange: &Exchange) -> Self {
        let text = |name: &str| argument.get(name).and_then(Value::as_str).map(str::to_owned);
        let instrument = text("instId").and_then(|id| exchange.index_of(&id));
        match (channel, instrument) {
            ("tickers", Some(instrument)) => Self::Ticker { instrument },
            ("trades" | "trades-all", Some(instrument)) => Self::Trades { instrument },
            ("funding-rate", Some(instrument)) if exchange.funding_rate(instrument, 0).is_some() => {
                Self::Price { instrument, kind: PriceKind::FundingRate }
            }
            ("mark-price", Some(instrument)) => Self::Price { instrument, kind: PriceKind::Mark },
            ("index-tickers", Some(instrument)) => Self::Price { instrument, kind: PriceKind::Index },
            ("orders-algo", _) => Self::Stops(Selection::of(argument)),
            ("orders", _) => Self::Orders(Selection::of(argument)),
            ("fills", _) => Self::Fills(Selection::of(argument)),
            ("sprd-orders", _) => Self::SpreadOrders { spread: text("sprdId") },
            ("account", _) => Self::Account { currency: text("ccy") },
            ("positions", _) => Self::Positions(Selection::of(argument)),
            ("balance_and_position", _) => Self::BalanceAndPosition,
            (channel, Some(instrument)) => match (BookKind::of(channel), channel.strip_prefix("candle")) {
                (Some(kind), _) => {
                    let pushed = exchange.markets()[instrument].snapshot(kind.depth());
                    Self::Book(BookFeed { instrument, kind, pushed })
                }
                (None, Some(bar)) => Self::Candle { instrument, bar: bar.to_owned() },
                (None, None) => Self::Sample,
            },
            _ => Self::Sample,
        }
    }

    /// How long the subscription may be quiet until something is pushed, in milliseconds. `silence_ms` is the longest
    /// time according to the description.
    pub(crate) fn interval_ms(&self, argument: &Map<String, Value>, silence_ms: Option<i64>) -> Option<i64> {
        match self {
            Self::Account { .. } | Self::Positions(_) => match requested_interval(argument) {
                Some(0) => None,
                Some(interval) if INTERVALS_MS.contains(&interval) => Some(interval),
                _ => Some(REGULAR_MS),
            },
            Self::Book(_) => Some(BOOK_HEARTBEAT_MS),
            // A fifth less than the longest time.
            Self::Price { .. } | Self::Sample => silence_ms.map(|silence| silence / 5 * 4),
            _ => None,
        }
    }
}

/// The interval that `extraParams` asks for, in milliseconds.
fn requested_interval(argument: &Map<String, Value>) -> Option<i64> {
    let extra: Value = serde_json::from_str(argument.get("extraParams")?.as_str()?).ok()?;
    let interval = &extra["updateInterval"];
    interval.as_i64().or_else(|| interval.as_str()?.trim().parse().ok())
}

impl BookKind {
    fn of(channel: &str) -> Option<Self> {
        Some(match channel {
            "books" | "books-l2-tbt" => Self::Full,
            "books50-l2-tbt" => Self::Changes(50),
            "books5" => Self::Snapshots(5),
            "bbo-tbt" => Self::Snapshots(1),
            _ => return None,
        })
    }

    pub(crate) fn depth(self) -> usize {
        match self {
            Self::Full => FULL_DEPTH,
            Self::Changes(depth) | Self::Snapshots(depth) => depth,
        }
    }
}

impl Selection {
    fn of(argument: &Map<String, Value>) -> Self {
        let text = |name: &str| argument.get(name).and_then(Value::as_str).map(str::to_owned);
        let (kind, family, instrument) = (text("instType"), text("instFamily"), text("instId"));
        // An instrument takes precedence over a family.
        let family = family.filter(|_| instrument.is_none());
        Self { kind: kind.filter(|kind| kind != "ANY"), family, instrument }
    }

    /// Whether an instrument is among them.
    pub(crate) fn has(&self, instrument: &Instrument) -> bool {
        let is = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        is(&self.kind, instrument.type_name())
            && is(&self.family, &instrument.family)
            && is(&self.instrument, &instrument.id)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn interval(extra: &str) -> Option<i64> {
        let argument = Map::from_iter([("extraParams".to_owned(), json!(extra))]);
        Feed::Account { currency: None }.interval_ms(&argument, Some(5_000))
    }

    #[test]
    fn the_simulated_channels_push_no_samples() {
        let argument = Map::from_iter([("instId".to_owned(), json!("BTC-USDT-SWAP"))]);
        let exchange = Exchange::new(1);
        for channel in SIMULATED_CHANNELS {
            assert!(!matches!(Feed::of(channel, &argument, &exchange), Feed::Sample), "{channel}");
        }
        assert!(matches!(Feed::of("open-interest", &argument, &exchange), Feed::Sample));
    }

    #[test]
    fn the_interval_of_balances_can_be_chosen() {
        let extras = ["{\"updateInterval\": \"0\"}", "{\"updateInterval\": 2000}", "{\"updateInterval\": \"7\"}", "x"];
        assert_eq!(extras.map(interval), [None, Some(2_000), Some(REGULAR_MS), Some(REGULAR_MS)]);
    }
}
