//! Comparing values and shapes.

use super::{Fields, Value};
use crate::facts::entries;

/// Whether two values of one type hold the same: decimals by their number, undescribed members by their text.
pub(crate) fn equal(one: &dyn Fields, other: &dyn Fields) -> bool {
    let places = 0..one.shape().wire.len();
    std::ptr::eq(one.shape().wire, other.shape().wire)
        && places.into_iter().all(|index| one.value(index) == other.value(index))
        && one.extra() == other.extra()
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) | (Self::Cleared, Self::Cleared) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Decimal(one), Self::Decimal(other)) => one == other,
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Timestamp(one), Self::Timestamp(other)) => one == other,
            (Self::Json(one), Self::Json(other)) => one == other,
            (Self::Object(one), Self::Object(other)) => equal(*one, *other),
            (Self::List(one), Self::List(other)) => one.len() == other.len() && entries(*one).eq(entries(*other)),
            (Self::Extra(one), Self::Extra(other)) => one == other,
            _ => false,
        }
    }
}
