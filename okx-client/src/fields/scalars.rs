//! Implements [`FieldType`] for scalars.

use rust_decimal::Decimal;

use super::{Clearing, FieldType, Slot, TextRule, Value};
use crate::value::{Clearable, Extra, Json, Text, Timestamp};

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

impl<T: FieldType + Default + Send + Sync> FieldType for Clearable<T> {
    const TEXT: Option<&'static TextRule> = T::TEXT;

    fn slot(&mut self) -> Slot<'_> {
        Slot::Clearable(self)
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Keep => Value::Absent,
            Self::Set(value) => value.value(),
            Self::Clear => Value::Cleared,
        }
    }
}

impl<T: FieldType + Default> Clearing for Clearable<T> {
    fn keep(&mut self) {
        *self = Self::Keep;
    }

    fn clear(&mut self) {
        *self = Self::Clear;
    }

    fn set(&mut self) -> Slot<'_> {
        *self = Self::Set(T::default());
        match self {
            Self::Set(value) => value.slot(),
            Self::Keep | Self::Clear => unreachable!("the value was set just before"),
        }
    }
}
