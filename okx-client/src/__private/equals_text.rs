//! Compares ids and enums with text.

/// `equals_text!(InstId)` compares a type that has `as_str` with text.
#[doc(hidden)]
#[macro_export]
macro_rules! __equals_text {
    ($name:ident) => {
        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
    };
}
