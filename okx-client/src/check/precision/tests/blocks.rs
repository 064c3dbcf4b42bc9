//! Legs of RFQs and quotes are checked against the grids of their instruments.

use rust_decimal::Decimal;

use super::orders::{accepts, number, refuses};
use crate::api::block::{CreateQuote, CreateRfq, NewQuoteLeg, NewRfqLeg};
use crate::api::enums::{Side, TgtCcy};

const OPTION: &str = "BTC-USD-261225-60000-C";

fn quoted(inst_id: &str, sz: &str, px: &str) -> NewQuoteLeg {
    NewQuoteLeg::new(inst_id, number(sz), number(px), Side::Buy)
}

fn quote(legs: Vec<NewQuoteLeg>) -> CreateQuote {
    CreateQuote::new("22539", Side::Buy).legs(legs)
}

fn request(inst_id: &str, sz: Decimal) -> CreateRfq {
    CreateRfq::default().counterparties(["Trader1"]).legs([NewRfqLeg::new(inst_id, sz, Side::Buy)])
}

#[test]
fn a_quote_is_checked_against_tick_and_lot_size() {
    accepts(&quote(vec![quoted("BTC-USDT-SWAP", "2000.01", "39450.1"), quoted("BTC-USDT", "0.000001", "0")]));
    refuses(
        &quote(vec![quoted("BTC-USDT", "1", "39450"), quoted("BTC-USDT-SWAP", "1", "39450.05")]),
        "`legs[1].px`: 39450.05 is not a multiple of `tickSz` 0.1 of BTC-USDT-SWAP (in quote currency per unit); the nearest valid value \
         above is 39450.1; the nearest valid value below is 39450",
    );
    refuses(
        &quote(vec![quoted(OPTION, "1.5", "0.01")]),
        "`legs[0].sz`: 1.5 is not a multiple of `lotSz` 1 of BTC-USD-261225-60000-C (in contracts, or base currency for spot); the nearest \
         valid value above is 2; the nearest valid value below is 1",
    );
}

#[test]
fn options_are_checked_against_the_smallest_step_of_their_bands() {
    accepts(&quote(vec![quoted(OPTION, "1", "0.0051")]));
    refuses(
        &quote(vec![quoted(OPTION, "1", "0.00515")]),
        "`legs[0].px`: 0.00515 is not a multiple of `tickSz` 0.0001 of BTC-USD-261225-60000-C (in settlement currency per unit of the \
         underlying); the nearest valid value above is 0.0052; the nearest valid value below is 0.0051",
    );
}

#[test]
fn an_amount_of_quote_currency_has_no_lot_size() {
    let leg = || quoted("BTC-USDT", "5.123456789123", "39450");
    accepts(&quote(vec![leg().tgt_ccy(TgtCcy::QuoteCcy)]));
    refuses(
        &quote(vec![leg()]),
        "`legs[0].sz`: 5.123456789123 is not a multiple of `lotSz` 0.00000001 of BTC-USDT (in contracts, or base currency for spot); the \
         nearest valid value above is 5.12345679; the nearest valid value below is 5.12345678",
    );
}

#[test]
fn an_rfq_is_checked_against_the_lot_size_of_quotes() {
    accepts(&request("BTC-USDT-SWAP", number("0.01")));
    refuses(
        &request("BTC-USDT-SWAP", number("0.015")),
        "`legs[0].sz`: 0.015 is not a multiple of `lotSz` 0.01 of BTC-USDT-SWAP (in contracts, or base currency for spot); the nearest \
         valid value above is 0.02; the nearest valid value below is 0.01",
    );
}
