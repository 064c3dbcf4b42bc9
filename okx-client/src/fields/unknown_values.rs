//! Enum values of a request that are not known: new values of OKX, or misspelled ones.

use std::fmt;

use crate::facts::{Fields, Shape, Value};
use crate::fields::Items;

/// An enum value of a request that is not among the known ones. It is sent as it is, because OKX adds values without notice, but it may also
/// be misspelled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownValue {
    /// The path to its field, such as `ordType` or `attachAlgoOrds[0].tpOrdKind`.
    pub field: String,
    /// The item of a batch, counted from zero; `None` if the request is not a batch.
    pub item: Option<usize>,
    /// The value.
    pub value: String,
    /// The known value with the most similar spelling, if there is a similar one.
    pub nearest: Option<&'static str>,
    /// All known values.
    pub known: &'static [&'static str],
}

/// How many known values are listed at most.
const LISTED: usize = 12;

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = self.item {
            write!(f, "item {item}: ")?;
        }
        write!(f, "`{}`: {:?} is not a known value", self.field, self.value)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest:?}?"),
            None if self.known.len() > LISTED => {
                let listed = self.known[..LISTED].join(", ");
                write!(f, "; known values: {listed} and {} more", self.known.len() - LISTED)
            }
            None => write!(f, "; known values: {}", self.known.join(", ")),
        }
    }
}

/// The unknown values of a request, in the order of its items and fields.
pub(crate) fn of(items: Items<'_>) -> Vec<UnknownValue> {
    let mut found = Vec::new();
    // Nearly no request has one, so this looks first without writing any path: it runs for every request.
    if !items.each().any(has_any) {
        return found;
    }
    for (place, item) in items.each().enumerate() {
        Search { item: items.is_batch().then_some(place), found: &mut found }.object(item, "");
    }
    found
}

fn has_any(object: &dyn Fields) -> bool {
    let shape = object.shape();
    (0..shape.wire.len()).any(|place| is_unknown(shape, place, object.value(place)))
}

fn is_unknown(shape: &Shape, place: usize, value: Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            !text.is_empty()
                && shape.text(place).is_some_and(|rule| !rule.known.is_empty() && !rule.known.contains(&text))
        }
        Value::Object(inner) => has_any(inner),
        Value::List(list) => (0..list.len()).any(|entry| is_unknown(shape, place, list.get(entry))),
        _ => false,
    }
}

/// Collects the unknown values of an item.
struct Search<'a> {
    item: Option<usize>,
    found: &'a mut Vec<UnknownValue>,
}

impl Search<'_> {
    fn object(&mut self, object: &dyn Fields, within: &str) {
        let shape = object.shape();
        for (place, name) in shape.wire.iter().enumerate() {
            let field = if within.is_empty() { (*name).to_owned() } else { format!("{within}.{name}") };
            self.value(shape, place, object.value(place), field);
        }
    }

    fn value(&mut self, shape: &Shape, place: usize, value: Value<'_>, field: String) {
        match value {
            Value::Text(text) => {
                let known: &'static [&'static str] = shape.text(place).map_or(&[], |rule| rule.known);
                if !known.is_empty() && !text.is_empty() && !known.contains(&text) {
                    let nearest = nearest(text, known);
                    self.found.push(UnknownValue { field, item: self.item, value: text.to_owned(), nearest, known });
                }
            }
            Value::Object(inner) => self.object(inner, &field),
            Value::List(list) => {
                (0..list.len())
                    .for_each(|entry| self.value(shape, place, list.get(entry), format!("{field}[{entry}]")));
            }
            _ => {}
        }
    }
}

/// The known value with the smallest edit distance, ignoring case, if that is small enough for a misspelling.
pub(crate) fn nearest(text: &str, known: &'static [&'static str]) -> Option<&'static str> {
    /// Longer values are not misspellings, and comparing them would take time.
    const LONGEST: usize = 80;

    if text.len() > LONGEST {
        return None;
    }
    let text = text.to_lowercase();
    let allowed = (text.chars().count() / 3).max(1);
    let edits = |value: &str| strsim::osa_distance(&text, &value.to_lowercase());
    let near = known.iter().map(|value| (edits(value), *value)).filter(|(edits, _)| *edits <= allowed);
    near.min_by_key(|(edits, _)| *edits).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::{nearest, of};
    use crate::api::Endpoint;
    use crate::api::enums::{Bar, OrdType, Side, TdMode, TpOrdKind};
    use crate::api::market::GetCandles;
    use crate::api::objects::NewAttachedAlgoOrder;
    use crate::api::trade::{PlaceOrder, PlaceOrders};
    use crate::fields::Items;
    use crate::fields::tests::fixture::{self, Change};
    use rust_decimal::Decimal;

    fn order(ord_type: impl Into<OrdType>) -> PlaceOrder {
        PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, ord_type, Decimal::ONE)
    }

    #[track_caller]
    fn reports(request: &impl Endpoint, expected: &[&str]) {
        let reported: Vec<String> = request.unknown_values().iter().map(ToString::to_string).collect();
        assert_eq!(reported, expected);
    }

    #[test]
    fn unknown_values_are_reported_with_the_nearest_known_one() {
        reports(&order("post-only"), &[r#"`ordType`: "post-only" is not a known value; did you mean "post_only"?"#]);
        let buys = PlaceOrder::new("BTC-USDT", TdMode::Cash, "hold", OrdType::Market, Decimal::ONE);
        reports(&buys, &[r#"`side`: "hold" is not a known value; known values: buy, sell"#]);
        let stop = order("stp").unknown_values();
        assert_eq!((stop.len(), stop[0].nearest, stop[0].known), (1, None, OrdType::KNOWN));
        reports(&order(OrdType::Market), &[]);
        reports(&GetCandles::new("BTC-USDT").bar("1d"), &[r#"`bar`: "1d" is not a known value; did you mean "1D"?"#]);
    }

    #[test]
    fn they_are_reported_with_item_and_path() {
        let attached = |kind: &str| NewAttachedAlgoOrder::default().tp_ord_kind(kind);
        let orders = [order("market"), order("limit").attach_algo_ords([attached("limit"), attached("Limit")])];
        reports(
            &PlaceOrders::new(orders),
            &[r#"item 1: `attachAlgoOrds[1].tpOrdKind`: "Limit" is not a known value; did you mean "limit"?"#],
        );
        let change = Change { sides: vec![fixture::Side::Buy, "bought".into()], ..Change::default() };
        let found = of(Items::One(&change));
        assert_eq!((found.len(), &*found[0].field, found[0].item), (1, "sides[1]", None));
    }

    #[test]
    fn only_similar_spellings_are_near() {
        for (written, meant) in
            [("limt", Some("limit")), ("LIMIT", Some("limit")), ("mraket", Some("market")), ("x", None), ("stp", None)]
        {
            assert_eq!(nearest(written, &["market", "limit", "post_only"]), meant, "{written}");
        }
        assert_eq!(nearest(&"limit".repeat(100_000), OrdType::KNOWN), None);
        assert_eq!(TpOrdKind::KNOWN.len(), 2);
        assert!(Bar::KNOWN.contains(&"1D"));
    }
}
