//! The values of an item that are held to a grid.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::fault;
use super::owner::Owner;
use crate::check::condition::all_hold;
use crate::check::instruments::Instruments;
use crate::error::Error;
use crate::facts::{Fields, Precision, Value};
use crate::fields::items::field;

/// A value that is held to a grid.
pub(super) struct Held<'a> {
    value: Decimal,
    /// Where it stands in the item: `px`, `attachAlgoOrds[0].tpOrdPx`.
    path: Cow<'static, str>,
    pub(super) rule: &'static Precision,
    /// The object it stands in.
    object: &'a dyn Fields,
    /// The name of what has the grid it is held to, as a rule an instrument.
    pub(super) owner: &'a str,
}

/// Every value of an item that is held to a grid, in the item itself and in all that it holds.
pub(super) fn values(item: &dyn Fields) -> Vec<Held<'_>> {
    let mut found = Vec::new();
    Search { item, found: &mut found }.object(item, "");
    found
}

/// A walk through an item.
struct Search<'a, 'b> {
    item: &'a dyn Fields,
    found: &'b mut Vec<Held<'a>>,
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
        let is_it = |text: &&str| text.parse().is_ok_and(|allowed: Decimal| allowed == value);
        let Some(rule) = rule.filter(|rule| !rule.allow.iter().any(is_it)) else { return };
        // What an object leaves open is told by the item that holds it. Without a name there is no grid to hold the value to.
        let owner = [object, self.item].into_iter().find_map(|named| match field(named, rule.instrument) {
            Value::Text(name) if !name.is_empty() => Some(name),
            _ => None,
        });
        self.found.extend(owner.map(|owner| Held { value, path: path(), rule, object, owner }));
    }
}

impl Held<'_> {
    /// Holds the value to its grid, whose owner is looked up, and loaded where it must be.
    pub(super) async fn check_with(&self, instruments: &Instruments) -> Result<Owner, Error> {
        let found = Owner::of(self, instruments).await;
        let in_field = |error: Error| if error.is_invalid() { error.in_field(self.rule.instrument) } else { error };
        self.check(found.map_err(in_field)?)
    }

    /// Holds the value to the grid of its owner, and gives the owner back for the next value.
    pub(super) fn check(&self, owner: Owner) -> Result<Owner, Error> {
        let applies = |when| all_hold(when, Some(self.object), owner.instrument_type());
        let Some(case) = self.rule.cases.iter().find(|case| applies(case.when)) else { return Ok(owner) };
        if let Some(figure) = owner.unread_figure(case) {
            let what =
                format!("it cannot be checked, because `{figure}` of {} could not be read exactly", owner.name());
            return Err(Error::unreachable(what).in_field(&*self.path));
        }
        let grid = owner.grid(self.rule, case);
        match grid.fault(self.value) {
            None => Ok(owner),
            Some(fault) => {
                let told = fault::Told {
                    value: self.value,
                    kind: self.rule.kind,
                    case,
                    owner: owner.name(),
                    grid: &grid,
                    fault,
                };
                Err(told.error().in_field(&*self.path))
            }
        }
    }
}
