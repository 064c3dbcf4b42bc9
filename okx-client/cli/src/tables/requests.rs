//! Turns the arguments of each command into what its table shows.

use okx_client::Timestamp;

use super::arguments::{
    BalanceArguments, BillsArguments, BookArguments, FillsArguments, HistoryArguments, InstrumentsArguments,
    OrdersArguments, PositionsArguments, TickerArguments, TradesArguments,
};
use super::fetch::{Range, TableRequest};
use super::view::{self, View};
use crate::downloads::{inst_types, parameters};

/// How long the shorter of two lists reaches back, in days.
const FILLS_DAYS: i64 = 3;
/// See [`FILLS_DAYS`].
const ORDERS_AND_BILLS_DAYS: i64 = 7;

/// A request of one reply.
fn one(view: &'static View, call: &'static str, given: &[(&str, Option<&str>)]) -> TableRequest {
    TableRequest {
        view,
        call,
        requests: vec![parameters(given)],
        pages: None,
        nothing: format!("no {}", view.names.1),
        search: None,
        channels: Vec::new(),
    }
}

fn argument(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn named(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| list.join(","))
}

impl HistoryArguments {
    fn range(&self) -> Range {
        Range { from: self.from, to: self.to, limit: usize::try_from(self.limit).ok() }
    }

    /// Whether the range begins or ends before the last days.
    fn is_before(&self, days: i64, now: Timestamp) -> bool {
        let earliest = now.as_millis() - days * 86_400_000;
        [self.from, self.to].into_iter().flatten().any(|time| time.as_millis() < earliest)
    }

    /// ` since … before …`, as far as there are bounds.
    fn words(&self) -> String {
        let words =
            |word: &str, time: Option<Timestamp>| time.map(|time| format!(" {word} {time}")).unwrap_or_default();
        words("since", self.from) + &words("before", self.to)
    }
}

impl BalanceArguments {
    pub(super) fn request(&self) -> TableRequest {
        let ccy = named(&self.ccy);
        let arguments = match self.ccy.as_slice() {
            [only] => vec![argument("ccy", only)],
            _ => Vec::new(),
        };
        TableRequest {
            nothing: ccy.as_ref().map_or("no balances".to_owned(), |ccy| format!("no balance in {ccy}")),
            channels: vec![("account", arguments)],
            requests: vec![list_parameter("ccy", &self.ccy)],
            ..one(&view::BALANCE, "account.get_balance", &[])
        }
    }
}

impl PositionsArguments {
    pub(super) fn request(&self) -> TableRequest {
        let mut request = list_parameter("instId", &self.inst_id);
        request.extend(parameters(&[("instType", self.inst_type.as_deref())]));
        let inst_type = self.inst_type.as_deref().unwrap_or("ANY");
        let instruments = self.inst_id.iter().map(|id| argument("instId", id));
        let channels = if self.inst_id.is_empty() {
            vec![("positions", vec![argument("instType", inst_type)])]
        } else {
            instruments.map(|id| ("positions", vec![argument("instType", inst_type), id])).collect()
        };
        TableRequest { requests: vec![request], channels, ..one(&view::POSITIONS, "account.get_positions", &[]) }
    }
}

impl OrdersArguments {
    pub(super) fn request(&self, now: Timestamp) -> TableRequest {
        let given = |inst_type| parameters(&[("instType", inst_type), ("instId", self.inst_id.as_deref())]);
        let of = self.inst_id.as_ref().map(|id| format!(" for {id}")).unwrap_or_default();
        if self.history {
            let is_before = self.range.is_before(ORDERS_AND_BILLS_DAYS, now);
            let (call, days) = if is_before {
                ("trade.get_orders_history_archive", "")
            } else {
                ("trade.get_orders_history", " in the last seven days")
            };
            return TableRequest {
                requests: inst_types(self.inst_type.as_deref()).into_iter().map(|name| given(Some(name))).collect(),
                pages: Some(self.range.range()),
                nothing: format!("no completed orders{of}{}{days}", self.range.words()),
                ..one(&view::PAST_ORDERS, call, &[])
            };
        }
        let mut arguments = vec![argument("instType", self.inst_type.as_deref().unwrap_or("ANY"))];
        arguments.extend(self.inst_id.iter().map(|id| argument("instId", id)));
        TableRequest {
            requests: vec![given(self.inst_type.as_deref())],
            pages: Some(self.range.range()),
            nothing: format!("no open orders{of}{}", self.range.words()),
            channels: vec![("orders", arguments)],
            ..one(&view::ORDERS, "trade.get_orders_pending", &[])
        }
    }
}

impl FillsArguments {
    pub(super) fn request(&self, now: Timestamp) -> TableRequest {
        let given = |inst_type| {
            parameters(&[
                ("instType", inst_type),
                ("instId", self.inst_id.as_deref()),
                ("ordId", self.ord_id.as_deref()),
            ])
        };
        let (call, requests) = if self.range.is_before(FILLS_DAYS, now) {
            let requests = inst_types(self.inst_type.as_deref()).into_iter().map(|name| given(Some(name))).collect();
            ("trade.get_fills_history", requests)
        } else {
            ("trade.get_fills", vec![given(self.inst_type.as_deref())])
        };
        let days = if call == "trade.get_fills" { " in the last three days" } else { "" };
        TableRequest {
            requests,
            pages: Some(self.range.range()),
            nothing: format!("no fills{}{days}", self.range.words()),
            ..one(&view::FILLS, call, &[])
        }
    }
}

impl BillsArguments {
    pub(super) fn request(&self, now: Timestamp) -> TableRequest {
        let (call, days) = if self.range.is_before(ORDERS_AND_BILLS_DAYS, now) {
            ("account.get_bills_archive", "")
        } else {
            ("account.get_bills", " in the last seven days")
        };
        let of = self.ccy.as_ref().map(|ccy| format!(" in {ccy}")).unwrap_or_default();
        TableRequest {
            pages: Some(self.range.range()),
            nothing: format!("no bills{of}{}{days}", self.range.words()),
            ..one(&view::BILLS, call, &[("ccy", self.ccy.as_deref()), ("instId", self.inst_id.as_deref())])
        }
    }
}

impl TradesArguments {
    pub(super) fn request(&self) -> TableRequest {
        let limit = self.limit.to_string();
        TableRequest {
            nothing: format!("no trades of {}", self.inst_id),
            channels: vec![("trades", vec![argument("instId", &self.inst_id)])],
            ..one(&view::TRADES, "market.get_trades", &[("instId", Some(&self.inst_id)), ("limit", Some(&limit))])
        }
    }
}

impl TickerArguments {
    pub(super) fn request(&self) -> TableRequest {
        TableRequest {
            requests: self.inst_id.iter().map(|id| parameters(&[("instId", Some(id))])).collect(),
            channels: self.inst_id.iter().map(|id| ("tickers", vec![argument("instId", id)])).collect(),
            ..one(&view::TICKER, "market.get_ticker", &[])
        }
    }
}

impl BookArguments {
    pub(super) fn request(&self) -> TableRequest {
        let depth = self.depth.to_string();
        TableRequest {
            nothing: format!("no order book of {}", self.inst_id),
            channels: vec![("books", vec![argument("instId", &self.inst_id)])],
            ..one(&view::BOOK, "market.get_books", &[("instId", Some(&self.inst_id)), ("sz", Some(&depth))])
        }
    }
}

impl InstrumentsArguments {
    pub(super) fn request(&self) -> TableRequest {
        let of = self.search.as_ref().map(|text| format!(" with {text} in their ID")).unwrap_or_default();
        TableRequest {
            nothing: format!("no {} instruments{of}", self.inst_type),
            search: self.search.as_ref().map(|text| text.to_uppercase()),
            ..one(
                &view::INSTRUMENTS,
                "public.get_instruments",
                &[
                    ("instType", Some(&self.inst_type)),
                    ("instFamily", self.inst_family.as_deref()),
                    ("seriesId", self.series_id.as_deref()),
                ],
            )
        }
    }
}

/// A parameter that is a list of texts, unless it is empty.
fn list_parameter(name: &str, values: &[String]) -> serde_json::Map<String, serde_json::Value> {
    let list = (!values.is_empty()).then(|| (name.to_owned(), values.into()));
    list.into_iter().collect()
}
