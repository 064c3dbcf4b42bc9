//! The values of `crate::value` as field types.

use rust_decimal::Decimal;

use super::{FieldType, Slot, Value};
use crate::value::{Extra, Json, Text, Timestamp};

impl FieldType for Text {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }

    fn optional_slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::OptionalText(option)
    }
}

impl FieldType for Decimal {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Decimal(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Decimal(*self)
    }

    fn optional_slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::OptionalDecimal(option)
    }
}

impl FieldType for Timestamp {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Timestamp(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Timestamp(*self)
    }

    fn optional_slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::OptionalTimestamp(option)
    }
}

impl FieldType for i64 {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Integer(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl FieldType for bool {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Bool(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl FieldType for Json {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Json(self)
    }
}

impl FieldType for Extra {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Extra(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Extra(self)
    }
}
