//! Implements `Serialize` and `Deserialize` for generated types, with the feature `serde`.

/// `stored!(shape Ticker)` and similar calls implement `Serialize` and `Deserialize` for a type of this kind.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored {
    (shape $name:ident) => {
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
    (word $name:ident) => {
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <$crate::__private::Text as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(|text| $crate::__private::read_word(&text))
            }
        }
    };
    (id $name:ident) => {
        $crate::__stored!(as_inner $name);

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
    (secret $name:ident) => {
        $crate::__stored!(as_inner $name);

        // Serde's own errors contain the value.
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <$crate::__private::Text as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(Self)
                    .map_err(|_| $crate::__private::serde::de::Error::custom("expected text, found a secret"))
            }
        }
    };
    (as_inner $name:ident) => {
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serde::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}

/// Does nothing, because the feature `serde` is off. A `cfg` within the macros would test a feature of the crate that uses them.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored {
    ($sort:ident $name:ident) => {};
}

#[cfg(feature = "serde")]
pub use calls::{deserialize, serialize};

#[cfg(feature = "serde")]
mod calls {
    use serde::{Deserializer, Serializer};

    use crate::fields::{self, Table};

    /// Writes a shape.
    ///
    /// # Errors
    ///
    /// The serializer failed.
    pub fn serialize<T: Table, S: Serializer>(fields: &T, serializer: S) -> Result<S::Ok, S::Error> {
        fields::serialize(fields, serializer)
    }

    /// Reads a shape.
    ///
    /// # Errors
    ///
    /// The deserializer failed, or its value is not such a shape.
    pub fn deserialize<'de, T: Table + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let mut fields = T::default();
        fields::deserialize(deserializer, &mut fields)?;
        Ok(fields)
    }
}
