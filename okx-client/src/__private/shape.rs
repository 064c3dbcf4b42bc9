//! What a shape can do beyond being declared: each a line of delegation to what is written once, against `dyn Fields`.

/// `fields!(Ticker)` for a struct that implements `Table` and `Default`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    ($name:ident) => {
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

use crate::fields::{self, Table};

/// Prints a shape.
///
/// # Errors
/// When the formatter has one.
pub fn debug<T: Table>(fields: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fields::debug(fields, f)
}

/// Whether two values of one type hold the same.
pub fn equal<T: Table>(one: &T, other: &T) -> bool {
    fields::equal(one, other)
}

/// Writes a shape.
///
/// # Errors
/// When the serializer has one.
pub fn serialize<T: Table, S: Serializer>(fields: &T, serializer: S) -> Result<S::Ok, S::Error> {
    fields::serialize(fields, serializer)
}

/// Reads a shape.
///
/// # Errors
/// When it is not one.
pub fn deserialize<'de, T: Table + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut fields = T::default();
    fields::deserialize(deserializer, &mut fields)?;
    Ok(fields)
}
