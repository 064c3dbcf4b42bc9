//! Implements the traits of generated shapes, by delegation to functions for `dyn Fields`.

/// `fields!(Ticker)` implements the traits of a struct that implements `Table` and `Default`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    ($name:ident) => {
        impl $name {
            /// The fields whose values could not be read exactly, at any depth, with their texts as OKX sent them. A decimal with too many
            /// digits is rounded toward zero. Any other such field is absent, or a list without the entries that could not be read.
            #[allow(dead_code, reason = "types of a private module may not use it")]
            pub fn kept_texts(&self) -> ::std::vec::Vec<$crate::fields::KeptText> {
                $crate::__private::kept_texts(self)
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::__private::clone(self)
            }
        }

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

        $crate::__stored!(shape $name);
    };
}

use std::fmt;

use crate::fields::{self, Fields, KeptText, Table};

/// The fields of a shape whose values could not be read exactly.
pub fn kept_texts(fields: &dyn Fields) -> Vec<KeptText> {
    fields::kept_texts(fields)
}

/// Clones a shape.
pub fn clone<T: Table + Default>(fields: &T) -> T {
    let mut copy = T::default();
    fields::copy(fields, &mut copy);
    copy
}

/// Prints a shape.
///
/// # Errors
///
/// The formatter failed.
pub fn debug<T: Table>(fields: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fields::debug(fields, f)
}

/// Whether two values of one type are equal.
pub fn equal<T: Table>(one: &T, other: &T) -> bool {
    fields::equal(one, other)
}
