//! What a shape can do beyond being declared: each a line of delegation to what is written once, against `dyn Fields`.

/// `fields!(Ticker)` for a struct that implements `Fields`, `Shaped` and `Default`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    ($name:ident) => {
        const _: () = $crate::__private::fits(<$name as $crate::__private::Shaped>::SHAPE);

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        impl $crate::__private::FieldType for $name {
            fn slot(&mut self) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Object(self)
            }

            fn value(&self) -> $crate::__private::Value<'_> {
                $crate::__private::Value::Object(self)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}

use std::fmt;

use serde::{Deserializer, Serializer};

use crate::fields::{self, Fields, Shape};

/// Prints a shape.
///
/// # Errors
/// When the formatter has one.
pub fn debug(fields: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fields::debug(fields, f)
}

/// Whether two values of one type hold the same.
pub fn equal(one: &dyn Fields, other: &dyn Fields) -> bool {
    fields::equal(one, other)
}

/// Writes a shape.
///
/// # Errors
/// When the serializer has one.
pub fn serialize<S: Serializer>(fields: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    fields::serialize(fields, serializer)
}

/// Reads a shape.
///
/// # Errors
/// When it is not one.
pub fn deserialize<'de, T: Fields + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut fields = T::default();
    fields::deserialize(deserializer, &mut fields)?;
    Ok(fields)
}

/// Ends the build if a shape has more fields than a decoder keeps account of.
pub const fn fits(shape: &Shape) {
    assert!(shape.fields.len() <= fields::MAX_FIELDS, "a shape has at most 255 fields");
}
