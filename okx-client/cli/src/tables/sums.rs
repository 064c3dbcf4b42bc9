//! Totals and changes, with exact numbers.

use std::collections::BTreeMap;

use okx_client::{Decimal, Printable};

use super::record::Record;
use super::view::View;

/// The number of rows and their totals in each currency, such as `3 fills; fee -0.12 USDT; times in UTC`.
pub(super) fn summary(view: &View, rows: &[Record]) -> String {
    let mut parts = vec![format!("{} {}", rows.len(), view.name(rows.len()))];
    for (wire, currency) in view.sums {
        let totals = totals(rows, wire, currency);
        if !totals.is_empty() {
            parts.push(format!("{wire} {}", totals.join(", ")));
        }
    }
    if view.has_times() {
        parts.push("times in UTC".to_owned());
    }
    parts.join("; ")
}

fn totals(rows: &[Record], wire: &str, currency: &str) -> Vec<String> {
    // A total that does not fit a decimal, or to which an unreadable number belongs, is left out.
    let mut totals: BTreeMap<String, Option<Decimal>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.text(wire).is_empty()) {
        let number = row.decimal(wire);
        if number.is_some_and(|number| number.is_zero()) {
            continue;
        }
        let total = totals.entry(row.text(currency)).or_insert(Some(Decimal::ZERO));
        *total = total.zip(number).and_then(|(total, number)| total.checked_add(number));
    }
    let shown = |(currency, total): (String, Option<Decimal>)| {
        Some(format!("{} {}", total?.normalize(), Printable(&currency)).trim_end().to_owned())
    };
    totals.into_iter().filter_map(shown).collect()
}

/// The change from one price to another in percent, with two digits after the point.
pub(super) fn percent_change(from: Option<Decimal>, to: Option<Decimal>) -> Option<String> {
    let from = from.filter(|from| !from.is_zero())?;
    let change = to?.checked_sub(from)?.checked_div(from)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let sign = if change > Decimal::ZERO { "+" } else { "" };
    Some(format!("{sign}{:.2} %", change.round_dp(2)))
}

#[cfg(test)]
mod tests {
    use super::super::view::FILLS;
    use super::*;

    #[test]
    fn totals_are_exact_and_by_currency() {
        let fill = |fee: &str, currency: &str| {
            Record::read(&format!(r#"{{"fee":"{fee}","feeCcy":"{currency}","fillPnl":""}}"#)).expect("it is an object")
        };
        let rows = [fill("-0.1", "USDT"), fill("-0.02", "USDT"), fill("0.0000000001", "BTC"), fill("", "ETH")];
        assert_eq!(summary(&FILLS, &rows), "4 fills; fee 0.0000000001 BTC, -0.12 USDT; times in UTC");
        assert_eq!(summary(&FILLS, &rows[3..]), "1 fill; times in UTC");
        let unreadable = [fill("-0.1", "USDT"), fill("-0.10000000000000000000000000000001", "USDT"), fill("-1", "BTC")];
        assert_eq!(
            summary(&FILLS, &unreadable),
            "3 fills; fee -1 BTC; times in UTC",
            "never a sum without a part of it"
        );
    }

    #[test]
    fn changes_are_in_percent() {
        let change = |from: &str, to: &str| percent_change(from.parse().ok(), to.parse().ok());
        assert_eq!(change("100", "101.239").as_deref(), Some("+1.24 %"));
        assert_eq!(change("100", "99").as_deref(), Some("-1.00 %"));
        assert_eq!(change("100", "100").as_deref(), Some("0.00 %"));
        assert_eq!((change("0", "1"), change("", "1")), (None, None));
    }
}
