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
    // A total that does not fit a decimal is left out.
    let mut totals: BTreeMap<String, Option<Decimal>> = BTreeMap::new();
    for row in rows {
        let Some(number) = row.decimal(wire).filter(|number| !number.is_zero()) else { continue };
        let total = totals.entry(row.text(currency)).or_insert(Some(Decimal::ZERO));
        *total = total.and_then(|total| total.checked_add(number));
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
