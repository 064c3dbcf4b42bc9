//! Implements the traits of generated open enums.

/// `word!(OrdType)` implements the traits of an enum that implements `Word` and has a variant `Unknown(&'static str)` and a constant `KNOWN`.
#[doc(hidden)]
#[macro_export]
macro_rules! __word {
    ($name:ident) => {
        impl $name {
            /// The wire text of the value.
            pub fn as_str(&self) -> &'static str {
                $crate::__private::Word::as_wire(self)
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::core::default::Default::default())
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state)
            }
        }

        $crate::__equals_text!($name);

        impl ::core::convert::From<&$name> for $name {
            fn from(value: &$name) -> Self {
                *value
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::__private::read_word(&text)
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                $crate::__private::read_word(text)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::__private::read_word(text)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::__private::read_word(text))
            }
        }

        impl $crate::__private::FieldType for $name {
            const TEXT: ::core::option::Option<&'static $crate::__private::TextRule> =
                ::core::option::Option::Some(&$crate::__private::TextRule {
                    known: Self::KNOWN,
                    ..$crate::__private::TextRule::PLAIN
                });

            fn slot(&mut self) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Word(self)
            }

            fn value(&self) -> $crate::__private::Value<'_> {
                $crate::__private::Value::Text(self.as_str())
            }
        }

        $crate::__stored!(word $name);
    };
}

use crate::fields::Word;
use crate::value::unknown_text;

/// The enum value of a wire text that the program chose.
pub fn read_word<T: Word + Default>(text: &str) -> T {
    let mut word = T::default();
    word.set_wire(text, |text| Some(unknown_text::keep(text)));
    word
}

/// Sets an enum to a value, if there is one. Returns whether there is.
pub fn set_word<T>(word: &mut T, value: Option<T>) -> bool {
    value.map(|value| *word = value).is_some()
}
