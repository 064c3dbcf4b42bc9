//! Sums of bills: they do not depend on the order of the bills, on pages that overlap, or on how a period is split.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::api::account::Bill;
use crate::dec;
use crate::fields::DecodePolicy;

/// The times of the bills are below this.
const END: i64 = 1_000;

fn bill(number: usize, at: i64, kind: &str, [pnl, fee, interest]: [Decimal; 3]) -> Bill {
    let ccy = if number.is_multiple_of(3) { "BTC" } else { "USDT" };
    Bill {
        bill_id: number.to_string().into(),
        ts: Some(time(at)),
        ccy: Some(ccy.into()),
        inst_id: (!number.is_multiple_of(2)).then(|| "BTC-USDT-SWAP".into()),
        r#type: Some(kind.into()),
        pnl: Some(pnl),
        fee: Some(fee),
        interest: Some(interest),
        ..Bill::default()
    }
}

fn time(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// What a period of these bills adds up to.
fn profit<'a>(bills: impl IntoIterator<Item = &'a Bill>, since: i64, until: i64) -> Profit {
    let (since, until) = (time(since), time(until));
    let mut ledger = Ledger::new(since, until);
    for bill in bills {
        ledger.add(bill).expect("a complete bill");
    }
    Profit { since, until, by_line: ledger.finish() }
}

prop_compose! {
    fn any_bill()(at in 0..END, is_funding: bool, amounts: [i32; 3]) -> (i64, &'static str, [Decimal; 3]) {
        (at, if is_funding { "8" } else { "2" }, amounts.map(|amount| Decimal::new(amount.into(), 9)))
    }
}

prop_compose! {
    fn any_bills()(rows in prop::collection::vec(any_bill(), 0..40)) -> Vec<Bill> {
        rows.into_iter().enumerate().map(|(number, (at, kind, amounts))| bill(number, at, kind, amounts)).collect()
    }
}

proptest! {
    #[test]
    fn parts_of_a_period_add_up_to_the_whole(bills in any_bills(), mut cuts in prop::collection::vec(0..END, 0..6)) {
        cuts.extend([0, END]);
        cuts.sort_unstable();
        let mut sums = BTreeMap::<_, ProfitFigures>::new();
        for cut in cuts.windows(2) {
            for (key, figures) in profit(&bills, cut[0], cut[1]).by_line {
                *sums.entry(key).or_default() += figures;
            }
        }
        prop_assert_eq!(sums, profit(&bills, 0, END).by_line);
    }

    #[test]
    fn neither_order_nor_repetition_matters(
        (bills, shuffled) in any_bills().prop_flat_map(|bills| {
            let twice: Vec<_> = bills.iter().chain(&bills).cloned().collect();
            (Just(bills), Just(twice).prop_shuffle())
        })
    ) {
        prop_assert_eq!(profit(&bills, 0, END), profit(&shuffled, 0, END));
    }

    #[test]
    fn currencies_and_instruments_have_the_same_total(bills in any_bills()) {
        let profit = profit(&bills, 0, END);
        let by_currency: Decimal = profit.by_currency().values().map(ProfitFigures::net).sum();
        let by_line: Decimal = profit.iter().map(|(_, _, figures)| figures.net()).sum();
        prop_assert_eq!(by_currency, by_line);
        prop_assert_eq!(profit.by_currency().values().map(|figures| figures.bills).sum::<usize>(), bills.len());
    }
}

#[test]
fn signs_separate_what_is_paid_from_what_is_received() {
    let bills = [
        bill(1, 1, "2", [dec!(10), dec!(-0.5), dec!(0)]),
        bill(5, 2, "2", [dec!(-4), dec!(0.1), dec!(0)]),
        bill(7, 3, "8", [dec!(-0.2), dec!(0), dec!(0)]),
        bill(11, 4, "8", [dec!(0.3), dec!(0), dec!(0)]),
        bill(13, 5, "7", [dec!(0), dec!(0), dec!(0.04)]),
    ];
    let figures = profit(&bills, 0, END).of_instrument("BTC-USDT-SWAP")[&Ccy::from("USDT")];
    let expected = ProfitFigures {
        realized: dec!(6),
        fees_paid: dec!(-0.5),
        rebates: dec!(0.1),
        funding_paid: dec!(-0.2),
        funding_received: dec!(0.3),
        interest: dec!(-0.04),
        bills: 5,
    };
    assert_eq!(figures, expected);
    assert_eq!(figures.net(), dec!(5.66));
}

#[test]
fn a_bill_without_a_currency_is_an_error() {
    let mut without = bill(1, 1, "2", [dec!(1); 3]);
    without.ccy = None;
    let error = Ledger::new(time(0), time(END)).add(&without).expect_err("the sum would be wrong");
    assert!(error.is_unreadable() && error.to_string().contains("`ccy`"), "{error}");
}

#[test]
fn an_amount_that_cannot_be_added_is_an_error() {
    let mut ledger = Ledger::new(time(0), time(END));
    let huge = bill(1, 1, "2", [dec!(1_000_000_000_000_000), dec!(0), dec!(0)]);
    assert!(ledger.add(&huge).expect_err("too large").is_unreadable());
    let largest = bill(2, 1, "2", [dec!(999_999_999_999_999), dec!(0), dec!(0)]);
    ledger.add(&largest).expect("it can be added");
    let mut unreadable = Bill::default();
    let text = r#"{"billId":"3","ts":"1","ccy":"USDT","pnl":"20 00"}"#;
    crate::fields::decode::decode_reply(text, &mut unreadable, &DecodePolicy::new(false)).expect("a row");
    let error = ledger.add(&unreadable).expect_err("it cannot be read");
    assert!(error.to_string().contains("`pnl` of the bill 3"), "{error}");
}

#[test]
fn a_period_must_not_begin_before_okx_keeps_bills() {
    let now = time(200 * 24 * 60 * 60 * 1_000);
    assert!(check_period(now - KEPT, now, now).is_ok());
    let error = check_period(now - KEPT - Duration::from_millis(1), now, now).expect_err("too old");
    assert!(error.is_invalid() && error.to_string().contains("three months"), "{error}");
    assert!(check_period(now, now - Duration::from_millis(1), now).expect_err("reversed").is_invalid());
}
