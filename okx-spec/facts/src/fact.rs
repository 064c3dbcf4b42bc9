//! What makes a type one that generated code can spell out.

/// A value that generated code spells out as `Type::Variant` or `Type::Variant(value)`.
pub trait Fact {
    /// What those variants hold that hold something.
    type Value;

    /// The name of the type.
    const TYPE: &'static str;

    /// The name of the variant.
    fn variant(&self) -> &'static str;

    /// What the variant holds.
    fn value(&self) -> Option<&Self::Value>;
}

/// Defines enums whose variants hold nothing. Each variant has a word in YAML.
macro_rules! words {
    ($($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every value with its word in YAML.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)*];

            /// Its word in YAML.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::Fact for $name {
            type Value = std::convert::Infallible;

            const TYPE: &'static str = stringify!($name);

            fn variant(&self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }

            fn value(&self) -> Option<&Self::Value> {
                None
            }
        }
    )*};
}

/// Defines enums of which some variants hold a value. What they hold is a parameter: text as written, a place in a table, or a
/// constant in generated code. A variant may have a word in YAML.
macro_rules! parts {
    ($($(#[$meta:meta])* pub enum $name:ident<$value:ident = $default:ty> {
        $($(#[$doc:meta])* $variant:ident $(($holds:ident))? $(= $word:literal)?,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name<$value = $default> { $($(#[$doc])* $variant $(($holds))?,)* }

        impl<$value> $name<$value> {
            /// The words in YAML, in the order of the variants.
            pub const WORDS: &'static [&'static str] = &[$($($word,)?)*];

            /// Its word in YAML.
            pub fn word(&self) -> Option<&'static str> {
                match self { $(Self::$variant { .. } => parts!(@some $($word)?),)* }
            }

            /// The same variant with another value in it.
            pub fn map<Other>(&self, other: impl FnOnce(&$value) -> Other) -> $name<Other> {
                match self {
                    $(parts!(@pattern held $variant $($holds)?) => parts!(@mapped $name other held $variant $($holds)?),)*
                }
            }
        }

        impl<$value> $crate::Fact for $name<$value> {
            type Value = $value;

            const TYPE: &'static str = stringify!($name);

            fn variant(&self) -> &'static str {
                match self { $(Self::$variant { .. } => stringify!($variant),)* }
            }

            fn value(&self) -> Option<&$value> {
                match self { $(parts!(@pattern held $variant $($holds)?) => parts!(@held held $($holds)?),)* }
            }
        }
    )*};
    (@some) => { None };
    (@some $word:literal) => { Some($word) };
    (@pattern $held:ident $variant:ident) => { Self::$variant };
    (@pattern $held:ident $variant:ident $holds:ident) => { Self::$variant($held) };
    (@mapped $name:ident $map:ident $held:ident $variant:ident) => { $name::$variant };
    (@mapped $name:ident $map:ident $held:ident $variant:ident $holds:ident) => { $name::$variant($map($held)) };
    (@held $held:ident) => { None };
    (@held $held:ident $holds:ident) => { Some($held) };
}

pub(crate) use {parts, words};
