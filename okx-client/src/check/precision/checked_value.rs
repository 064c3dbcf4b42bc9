//! The values of an item that have to be on a grid.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::precision_error::PrecisionError;
use super::product::Product;
use crate::check::condition::all_hold;
use crate::check::instruments::Instruments;
use crate::error::Error;
use crate::facts::{Fields, Precision, Value};
use crate::fields::items::field;

/// A value that has to be on the grid of a product.
pub(super) struct CheckedValue<'a> {
    value: Decimal,
    /// Its path in the item: `px`, `attachAlgoOrds[0].tpOrdPx`.
    path: Cow<'static, str>,
    pub(super) rule: &'static Precision,
    /// The object that it is a field of.
    object: &'a dyn Fields,
    /// The name of the product whose grid applies, usually an instrument.
    pub(super) product: &'a str,
}

/// Every value of an item that has to be on a grid, at any depth.
pub(super) fn values(item: &dyn Fields) -> Vec<CheckedValue<'_>> {
    let mut found = Vec::new();
    Search { item, found: &mut found }.object(item, "");
    found
}

impl CheckedValue<'_> {
    /// Checks the value against the grid of its product, which is looked up, and loaded if it is not known yet.
    pub(super) async fn check_with(&self, instruments: &Instruments) -> Result<Product, Error> {
        let found = Product::of(self, instruments).await;
        let in_field = |error: Error| if error.is_invalid() { error.in_field(self.rule.instrument) } else { error };
        self.check(found.map_err(in_field)?)
    }

    /// Checks the value against the grid of its product, and returns the product for the next value.
    pub(super) fn check(&self, product: Product) -> Result<Product, Error> {
        let applies = |when| all_hold(when, Some(self.object), product.instrument_type());
        let Some(case) = self.rule.cases.iter().find(|case| applies(case.when)) else { return Ok(product) };
        if let Some(figure) = product.inexact_figure(case) {
            let what = format!("cannot be checked: `{figure}` of {} could not be read exactly", product.name());
            return Err(Error::unreachable(what).in_field(&*self.path));
        }
        let grid = product.grid(self.rule, case);
        let Some(violation) = grid.violation(self.value) else { return Ok(product) };
        let (value, kind) = (self.value, self.rule.kind);
        let error = PrecisionError { value, kind, case, product: product.name(), grid: &grid, violation };
        Err(error.error().in_field(&*self.path))
    }
}

/// Collects the values of an item.
struct Search<'a, 'b> {
    item: &'a dyn Fields,
    found: &'b mut Vec<CheckedValue<'a>>,
}

impl<'a> Search<'a, '_> {
    fn object(&mut self, object: &'a dyn Fields, prefix: &str) {
        let shape = object.shape();
        for (place, name) in shape.wire.iter().enumerate() {
            let path = || if prefix.is_empty() { (*name).into() } else { format!("{prefix}{name}").into() };
            match object.value(place) {
                Value::Decimal(number) => self.number(object, number, shape.precision(place), path),
                Value::Object(inner) => self.object(inner, &format!("{}.", path())),
                Value::List(list) => (0..list.len()).for_each(|entry| match list.get(entry) {
                    Value::Decimal(number) => {
                        self.number(object, number, shape.precision(place), || format!("{}[{entry}]", path()).into());
                    }
                    Value::Object(inner) => self.object(inner, &format!("{}[{entry}].", path())),
                    _ => {}
                }),
                _ => {}
            }
        }
    }

    fn number(
        &mut self,
        object: &'a dyn Fields,
        value: Decimal,
        rule: Option<&'static Precision>,
        path: impl FnOnce() -> Cow<'static, str>,
    ) {
        let is_allowed = |text: &&str| text.parse().is_ok_and(|allowed: Decimal| allowed == value);
        let Some(rule) = rule.filter(|rule| !rule.allow.iter().any(is_allowed)) else { return };
        // An object that does not name a product belongs to the product of the item. Without a name there is no grid to check against.
        let product = [object, self.item].into_iter().find_map(|named| match field(named, rule.instrument) {
            Value::Text(name) if !name.is_empty() => Some(name),
            _ => None,
        });
        self.found.extend(product.map(|product| CheckedValue { value, path: path(), rule, object, product }));
    }
}
