//! Sizes worked out by hand, and the property that holds for any instrument: never more than requested, and less than one lot short.

use proptest::prelude::*;

use super::*;
use crate::api::enums::{OrdType, Side, TdMode, TgtCcy};
use crate::check::instruments::sample::Exchange;
use crate::system::clock::ManualClock;
use crate::value::Timestamp;

const SPOT: &str = r#"{"instType":"SPOT","instId":"BTC-USDT","state":"live","tickSz":"0.1","lotSz":"0.00000001","minSz":"0.00001",
    "baseCcy":"BTC","quoteCcy":"USDT"}"#;
const LINEAR: &str = r#"{"instType":"SWAP","instId":"BTC-USDT-SWAP","state":"live","tickSz":"0.1","lotSz":"0.01","minSz":"0.01",
    "ctType":"linear","ctVal":"0.01","ctMult":"1","ctValCcy":"BTC","settleCcy":"USDT"}"#;
const INVERSE: &str = r#"{"instType":"SWAP","instId":"BTC-USD-SWAP","state":"live","tickSz":"0.1","lotSz":"1","minSz":"1",
    "ctType":"inverse","ctVal":"100","ctMult":"1","ctValCcy":"USD","settleCcy":"BTC"}"#;
const OPTION: &str = r#"{"instType":"OPTION","instId":"BTC-USD-261225-60000-C","instFamily":"BTC-USD","state":"live",
    "tickSz":"0.0001","lotSz":"1","minSz":"1","ctVal":"1","ctMult":"0.01","ctValCcy":"BTC","settleCcy":"BTC"}"#;
const ODD: &str = r#"{"instType":"SWAP","instId":"ODD-USDT-SWAP","state":"live","tickSz":"0.1","lotSz":"1","minSz":"1",
    "ctType":"linear","ctVal":"1","ctMult":"1","ctValCcy":"USDT","settleCcy":"USDT"}"#;
const BARE: &str =
    r#"{"instType":"FUTURES","instId":"BTC-USDT-261225","state":"live","tickSz":"0.1","lotSz":"1","minSz":"1"}"#;

fn listed(rows: &[&str], inst_id: &str) -> Instrument {
    let exchange = Exchange::listing(rows);
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(exchange.instruments(&clock).get(inst_id)).unwrap()
}

fn instrument(inst_id: &str) -> Instrument {
    listed(&[SPOT, LINEAR, INVERSE, OPTION, ODD, BARE], inst_id)
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn price(text: &str) -> Option<Decimal> {
    (!text.is_empty()).then(|| number(text))
}

/// `sz`, base, quote and the rest, as text.
fn converted(inst_id: &str, size: Size, at: &str) -> [String; 4] {
    let size = instrument(inst_id).size(size, price(at)).unwrap();
    let amount = |amount: Option<Decimal>| amount.map_or("-".to_owned(), |amount| amount.normalize().to_string());
    let left_over = format!("{} {}", size.left_over.normalize(), size.left_over_unit);
    [amount(Some(size.sz)), amount(size.base), amount(size.quote), left_over]
}

fn margin(collateral: &str, leverage: &str) -> Size {
    Size::Margin { collateral: number(collateral), leverage: number(leverage) }
}

#[test]
fn sizes_worked_out_by_hand() {
    let (spot, linear, inverse, option) = ("BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-SWAP", "BTC-USD-261225-60000-C");
    let base = |amount| Size::Base(number(amount));
    let quote = |amount| Size::Quote(number(amount));
    let contracts = |amount| Size::Contracts(number(amount));
    for (inst_id, size, at, expected) in [
        (spot, base("0.123456789"), "", ["0.12345678", "0.12345678", "-", "0.000000009 base currency"]),
        (spot, quote("1000"), "60000.1", ["0.01666663", "0.01666663", "999.999466663", "0.000533337 quote currency"]),
        (linear, base("0.01234"), "", ["1.23", "0.0123", "-", "0.00004 base currency"]),
        (linear, quote("1000"), "60000", ["1.66", "0.0166", "996", "4 quote currency"]),
        (linear, contracts("1.239"), "60000", ["1.23", "0.0123", "738", "0.009 contracts"]),
        (linear, margin("100", "10"), "60000", ["1.66", "0.0166", "996", "4 quote currency"]),
        (inverse, quote("1050"), "", ["10", "-", "1000", "50 quote currency"]),
        (inverse, quote("1050"), "50000", ["10", "0.02", "1000", "50 quote currency"]),
        (inverse, base("0.0211"), "50000", ["10", "0.02", "1000", "55 quote currency"]),
        (inverse, contracts("3"), "30000", ["3", "0.01", "300", "0 contracts"]),
        (inverse, contracts("1"), "30000", ["1", "0.003333333333333333", "100", "0 contracts"]),
        (inverse, margin("0.01", "5"), "50000", ["25", "0.05", "2500", "0 quote currency"]),
        (option, base("0.125"), "", ["12", "0.12", "-", "0.005 base currency"]),
        (option, quote("0.01"), "0.045", ["22", "0.22", "0.0099", "0.0001 quote currency"]),
    ] {
        assert_eq!(converted(inst_id, size, at), expected, "{inst_id} {size:?} at {at}");
    }
    assert_eq!(converted("BTC-USDT-261225", contracts("2.5"), ""), ["2", "-", "-", "0.5 contracts"]);
}

#[test]
fn unknown_values_are_refused_with_advice() {
    let base = |amount| Size::Base(number(amount));
    for (inst_id, size, at, expected) in [
        (
            "BTC-USDT",
            Size::Contracts(Decimal::ONE),
            "",
            "spot and margin have no contracts; use `Size::Base` or `Size::Quote`",
        ),
        (
            "BTC-USDT",
            Size::Quote(Decimal::ONE),
            "",
            "a price is needed; pass the order's price or the expected fill price",
        ),
        ("BTC-USD-SWAP", base("1"), "", "a price is needed; pass the order's price or the expected fill price"),
        ("BTC-USDT", margin("1", "5"), "1", "`Size::Margin` is for futures and swaps only; use `Size::Quote`"),
        ("BTC-USDT-SWAP", margin("1", "0"), "1", "0 is not greater than zero"),
        ("BTC-USDT-SWAP", base("-1"), "1", "-1 is not greater than zero"),
        ("BTC-USDT-SWAP", base("1"), "0", "0 is not greater than zero"),
        ("ODD-USDT-SWAP", base("1"), "", "OKX does not say what one contract is worth; use `Size::Contracts`"),
        ("BTC-USDT-261225", base("1"), "", "OKX does not say what one contract is worth; use `Size::Contracts`"),
        (
            "BTC-USDT-SWAP",
            Size::Quote(Decimal::ONE),
            "1.2345678901234567890123456789",
            "has too many digits for an exact result",
        ),
    ] {
        let error = instrument(inst_id).size(size, price(at)).unwrap_err();
        assert!(error.is_invalid() && error.to_string().contains(expected), "{inst_id} {size:?}: {error}");
        assert!(error.to_string().contains(inst_id), "{error}");
    }
}

#[test]
fn too_small_an_amount_is_refused_with_the_minimum_in_the_requested_unit() {
    for (inst_id, size, at, expected) in [
        (
            "BTC-USDT",
            Size::Quote(number("0.5")),
            "60000",
            "0.5 quote currency is below the minimum order size 0.00001; use at least 0.6 quote currency",
        ),
        ("BTC-USDT-SWAP", Size::Base(number("0.00009")), "", "use at least 0.0001 base currency"),
        ("BTC-USDT-SWAP", Size::Contracts(number("0.009")), "", "use at least 0.01 contracts"),
        ("BTC-USDT-SWAP", margin("0.5", "10"), "60000", "use at least 0.6 of collateral"),
        ("BTC-USD-SWAP", Size::Base(number("0.001")), "30000", "use at least 0.003333333333333334 base currency"),
        ("BTC-USD-SWAP", margin("0.0001", "3"), "10000", "use at least 0.003333333333333334 of collateral"),
    ] {
        let error = instrument(inst_id).size(size, price(at)).unwrap_err();
        assert!(error.to_string().contains(expected), "{inst_id} {size:?}: {error}");
    }
}

#[test]
fn orders_state_the_unit_of_their_size() {
    let spot = instrument("BTC-USDT");
    let base = spot.size(Size::Base(Decimal::ONE), None).unwrap();
    let quote = spot.size_in_quote(number("1000.5")).unwrap();
    let swap = instrument("BTC-USDT-SWAP").size(Size::Contracts(Decimal::ONE), None).unwrap();
    let (cash, cross, isolated) = (TdMode::Cash, TdMode::Cross, TdMode::Isolated);
    for (size, mode, side, kind, expected) in [
        (&base, &cash, Side::Buy, OrdType::Limit, Some(None)),
        (&base, &cash, Side::Buy, OrdType::Market, Some(Some(TgtCcy::BaseCcy))),
        (&base, &cash, Side::Sell, OrdType::Market, Some(Some(TgtCcy::BaseCcy))),
        (&quote, &cash, Side::Buy, OrdType::Market, Some(Some(TgtCcy::QuoteCcy))),
        (&quote, &cash, Side::Sell, OrdType::Market, Some(Some(TgtCcy::QuoteCcy))),
        (&quote, &cash, Side::Buy, OrdType::Limit, None),
        (&quote, &cross, Side::Buy, OrdType::Market, Some(None)),
        (&base, &cross, Side::Buy, OrdType::Market, None),
        (&quote, &isolated, Side::Sell, OrdType::Market, None),
        (&base, &isolated, Side::Sell, OrdType::Market, Some(None)),
        (&swap, &cross, Side::Buy, OrdType::Market, Some(None)),
        (&swap, &cross, Side::Sell, OrdType::Limit, Some(None)),
    ] {
        let order = size.order(*mode, side, kind);
        let tgt_ccy = order.as_ref().ok().map(|order| order.tgt_ccy);
        assert_eq!(tgt_ccy, expected, "{size} {mode:?} {side:?} {kind:?}: {order:?}");
        assert!(order.is_ok_and(|order| order.sz == size.sz) || expected.is_none());
    }
    assert!(instrument("BTC-USDT-SWAP").size_in_quote(Decimal::ONE).is_err());
    assert!(spot.size_in_quote(Decimal::ZERO).is_err());
    let shown = instrument("BTC-USDT-SWAP").size(Size::Quote(number("1000")), number("60000")).unwrap().to_string();
    assert_eq!(shown, "1.66 contracts of BTC-USDT-SWAP (0.0166 base currency, 996 quote currency)");
}

#[derive(Clone, Copy, Debug)]
struct Sort {
    inst_type: &'static str,
    inst_id: &'static str,
    contract_type: &'static str,
    value_in: &'static str,
    settled_in: &'static str,
}

const SORTS: [Sort; 4] = [
    Sort { inst_type: "SPOT", inst_id: "BTC-USDT", contract_type: "", value_in: "", settled_in: "" },
    Sort { inst_type: "SWAP", inst_id: "BTC-USDT-SWAP", contract_type: "linear", value_in: "BTC", settled_in: "USDT" },
    Sort { inst_type: "SWAP", inst_id: "BTC-USD-SWAP", contract_type: "inverse", value_in: "USD", settled_in: "BTC" },
    Sort {
        inst_type: "OPTION",
        inst_id: "BTC-USD-261225-60000-C",
        contract_type: "",
        value_in: "BTC",
        settled_in: "BTC",
    },
];

fn of_sort(sort: Sort, value: Decimal, multiplier: Decimal, lot: Decimal) -> Instrument {
    let Sort { inst_type, inst_id, contract_type, value_in, settled_in } = sort;
    let row = format!(
        r#"{{"instType":"{inst_type}","instId":"{inst_id}","instFamily":"BTC-USD","state":"live","tickSz":"0.1","lotSz":"{lot}",
        "minSz":"{lot}","ctType":"{contract_type}","ctVal":"{value}","ctMult":"{multiplier}","ctValCcy":"{value_in}",
        "settleCcy":"{settled_in}"}}"#
    );
    listed(&[&row], inst_id)
}

/// A number with few digits, so that plain arithmetic on several of them is exact.
fn decimal(most: i64, places: std::ops::RangeInclusive<u32>) -> impl Strategy<Value = Decimal> {
    (1..=most, places).prop_map(|(number, places)| Decimal::new(number, places))
}

proptest! {
    #[test]
    fn a_size_is_never_more_than_requested_and_less_than_a_lot_short(
        sort in prop::sample::select(&SORTS[..]),
        (value, multiplier, lot) in (decimal(100, 0..=3), decimal(9, 0..=2), decimal(9, 0..=4)),
        (amount, leverage, at) in (decimal(1_000_000, 0..=4), decimal(100, 0..=1), decimal(1_000_000, 0..=3)),
        way in 0..4_usize,
    ) {
        let size = [Size::Base(amount), Size::Quote(amount), Size::Contracts(amount), Size::Margin { collateral: amount, leverage }][way];
        let instrument = of_sort(sort, value, multiplier, lot);
        let (is_spot, is_inverse) = (sort.inst_type == "SPOT", sort.contract_type == "inverse");
        let unit_value = if is_spot { Decimal::ONE } else { value * multiplier };
        let worth_in_quote = if is_inverse { unit_value } else { unit_value * at };
        let (asked, worth) = match size {
            Size::Contracts(amount) => (amount, Decimal::ONE),
            Size::Base(amount) if is_inverse => (amount * at, worth_in_quote),
            Size::Base(amount) => (amount, unit_value),
            Size::Quote(amount) => (amount, worth_in_quote),
            Size::Margin { collateral, leverage } if is_inverse => (collateral * leverage * at, worth_in_quote),
            Size::Margin { collateral, leverage } => (collateral * leverage, worth_in_quote),
        };
        let is_refused = (is_spot && matches!(size, Size::Contracts(_)))
            || (sort.contract_type.is_empty() && matches!(size, Size::Margin { .. }));
        match instrument.size(size, at) {
            Ok(found) => {
                prop_assert!(!is_refused);
                prop_assert!(found.sz >= lot && (found.sz % lot).is_zero());
                prop_assert!(!found.left_over.is_sign_negative());
                prop_assert_eq!(found.sz * worth + found.left_over, asked, "nothing is lost");
                prop_assert!(found.left_over < lot * worth, "another lot would be too much");
                let same = if is_spot { Size::Base(found.sz) } else { Size::Contracts(found.sz) };
                let back = instrument.size(same, at).unwrap();
                prop_assert_eq!((back.sz, back.base, back.quote, back.left_over), (found.sz, found.base, found.quote, Decimal::ZERO));
                if !is_inverse {
                    let by_base = instrument.size(Size::Base(found.base.unwrap()), at).unwrap();
                    prop_assert_eq!((by_base.sz, by_base.left_over), (found.sz, Decimal::ZERO));
                }
                let by_quote = instrument.size(Size::Quote(found.quote.unwrap()), at).unwrap();
                prop_assert_eq!((by_quote.sz, by_quote.left_over), (found.sz, Decimal::ZERO));
            }
            Err(error) => prop_assert!(is_refused || asked < lot * worth, "{}", error),
        }
    }

    #[test]
    fn any_figures_are_converted_exactly_or_refused(mantissa in 1_i128..=79_228_162_514_264_337_593_543_950_335, places in 0..=28_u32, at in 1_i128..=79_228_162_514_264_337_593_543_950_335, at_places in 0..=28_u32) {
        let (amount, at) = (Decimal::from_i128_with_scale(mantissa, places), Decimal::from_i128_with_scale(at, at_places));
        for inst_id in ["BTC-USDT", "BTC-USD-SWAP"] {
            for size in [Size::Base(amount), Size::Quote(amount)] {
                if let Ok(found) = instrument(inst_id).size(size, at) {
                    prop_assert!(found.sz > Decimal::ZERO && !found.left_over.is_sign_negative());
                }
            }
        }
    }
}
