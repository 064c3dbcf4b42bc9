//! Implements the traits of generated ids.

/// `text_id!(InstId, max_length = None, letters = None, secret = false)` implements the traits of `pub struct InstId(Text)`. The struct itself
/// derives `Debug`, unless it is a secret.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_id {
    ($name:ident, max_length = $max_length:expr, letters = $letters:expr, secret = $secret:tt) => {
        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self(text.into())
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                Self(text.as_str().into())
            }
        }

        impl ::core::convert::From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self(text.into()))
            }
        }

        impl ::core::convert::From<$crate::__private::Text> for $name {
            fn from(text: $crate::__private::Text) -> Self {
                Self(text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        $crate::__equals_text!($name);

        impl $crate::__private::FieldType for $name {
            const TEXT: ::core::option::Option<&'static $crate::__private::TextRule> =
                ::core::option::Option::Some(&$crate::__private::TextRule {
                    max_length: $max_length,
                    letters: $letters,
                    secret: $secret,
                    ..$crate::__private::TextRule::PLAIN
                });

            fn slot(&mut self) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Text(&mut self.0)
            }

            fn value(&self) -> $crate::__private::Value<'_> {
                $crate::__private::Value::Text(self.as_str())
            }
        }

        $crate::__text_id_shown!($name, secret = $secret);
    };
}

/// How an id is printed: as its text, or as `***` if it is a secret.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_id_shown {
    ($name:ident, secret = false) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        $crate::__stored!(id $name);
    };
    ($name:ident, secret = true) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str("***")
            }
        }

        $crate::__stored!(secret $name);
    };
}

/// `number_id!(InstIdCode)` implements the traits of `pub struct InstIdCode(i64)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __number_id {
    ($name:ident) => {
        impl $name {
            /// The id as a number.
            pub const fn as_i64(self) -> i64 {
                self.0
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::__private::FieldType for $name {
            fn slot(&mut self) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Integer(&mut self.0)
            }

            fn value(&self) -> $crate::__private::Value<'_> {
                $crate::__private::Value::Integer(self.0)
            }
        }

        $crate::__stored!(id $name);
    };
}
