//! Scalar types: what fields hold that hold neither an id, an enum nor an object.
//!
//! This is the only table of them. The parser, the laws, the names that are taken, the importer, OpenAPI, the macros and the simulator
//! read it. To add a scalar, add an entry to the table, and its behaviour: the Rust type in okx-client, and the simulator's own check of
//! a parameter (`tests/sim/src/validation/parameters.rs`).

macro_rules! scalars {
    ($($(#[$doc:meta])* $scalar:ident = $facts:expr,)*) => {
        /// A scalar type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scalar { $($(#[$doc])* $scalar,)* }

        impl Scalar {
            /// Every scalar type.
            pub const ALL: &'static [Self] = &[$(Self::$scalar,)*];

            /// Its name in YAML.
            pub fn name(self) -> &'static str {
                match self { $(Self::$scalar => stringify!($scalar),)* }
            }

            /// What is known of it.
            pub fn facts(self) -> &'static ScalarFacts {
                match self { $(Self::$scalar => const { &$facts },)* }
            }
        }
    };
}

scalars! {
    /// Free text.
    Text = ScalarFacts { sample: "sample", is_key: true, is_bound: true, ..ScalarFacts::TEXT },

    /// An exact decimal number, a JSON string.
    Decimal = ScalarFacts {
        rust: RustType::Runtime("Decimal"),
        in_words: "a decimal number, as text",
        grammar: Some(Grammar { fits: is_decimal, pattern: "^-?[0-9]+(\\.[0-9]+)?$", advice: "write a number such as `0.1`" }),
        format: Some("decimal"),
        sample: "1.25",
        ..ScalarFacts::TEXT
    },

    /// A whole number, a JSON string.
    Integer = ScalarFacts {
        rust: RustType::Builtin("i64"),
        in_words: "a whole number, as text",
        grammar: Some(Grammar { fits: is_whole, pattern: "^-?[0-9]+$", advice: WRITE_WHOLE }),
        sample: "7",
        is_key: true,
        is_bound: true,
        ..ScalarFacts::TEXT
    },

    /// A whole number, a JSON number.
    Number = ScalarFacts {
        rust: RustType::Builtin("i64"),
        json: JsonForm::Number,
        in_words: "a bare whole number",
        grammar: Some(Grammar { fits: is_whole, pattern: "^-?[0-9]+$", advice: WRITE_WHOLE }),
        sample: "7",
        is_key: true,
        ..ScalarFacts::TEXT
    },

    /// `true` or `false`.
    Bool = ScalarFacts {
        rust: RustType::Builtin("bool"),
        json: JsonForm::Bool,
        in_words: "true or false",
        grammar: Some(Grammar { fits: is_bool, pattern: "^(true|false)$", advice: "write `true` or `false`" }),
        sample: "true",
        is_key: true,
        ..ScalarFacts::TEXT
    },

    /// Milliseconds since the epoch, a JSON string.
    Timestamp = ScalarFacts {
        rust: RustType::Runtime("Timestamp"),
        in_words: "milliseconds since the epoch, as text",
        grammar: Some(Grammar { fits: is_digits, pattern: "^[0-9]+$", advice: WRITE_WHOLE }),
        format: Some("milliseconds"),
        sample: "1597026383085",
        is_key: true,
        is_bound: true,
        ..ScalarFacts::TEXT
    },

    /// Any JSON value, kept as it came.
    Json = ScalarFacts {
        rust: RustType::Runtime("Json"),
        json: JsonForm::Any,
        sample: "{\"sample\": true}",
        ..ScalarFacts::TEXT
    },
}

/// What is known of a scalar type.
#[derive(Debug)]
pub struct ScalarFacts {
    /// The Rust type of a value.
    pub rust: RustType,
    /// How a value looks in JSON.
    pub json: JsonForm,
    /// A value in words, for messages: `a decimal number, as text`.
    pub in_words: &'static str,
    /// Which texts are values. `None` when every text is one.
    pub grammar: Option<Grammar>,
    /// The `format` in OpenAPI.
    pub format: Option<&'static str>,
    /// A plausible value: its text, or for [`JsonForm::Any`] its JSON.
    pub sample: &'static str,
    /// Whether a budget can be counted by its values.
    pub is_key: bool,
    /// Whether a list can be paged by its values.
    pub is_bound: bool,
}

impl ScalarFacts {
    /// Free text, with nothing special about it.
    const TEXT: Self = Self {
        rust: RustType::Runtime("Text"),
        json: JsonForm::Text,
        in_words: "text",
        grammar: None,
        format: None,
        sample: "",
        is_key: false,
        is_bound: false,
    };

    /// Whether a value is a JSON number.
    pub fn is_bare_number(&self) -> bool {
        self.json == JsonForm::Number
    }

    /// Whether a value is a whole number in Rust.
    pub fn is_whole_number(&self) -> bool {
        self.rust == RustType::Builtin("i64")
    }
}

/// The Rust type of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RustType {
    /// A type of the client's runtime, by its name.
    Runtime(&'static str),
    /// A type that Rust has itself.
    Builtin(&'static str),
}

/// How a scalar looks in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonForm {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Any value.
    Any,
}

/// Which texts are values of a scalar type.
#[derive(Debug)]
pub struct Grammar {
    /// Whether a text is one.
    pub fits: fn(&str) -> bool,
    /// The same as a regular expression.
    pub pattern: &'static str,
    /// What to write instead of a text that is not one.
    pub advice: &'static str,
}

/// What to write where a whole number is needed.
pub(crate) const WRITE_WHOLE: &str = "write a whole number";

impl Scalar {
    /// The scalar type with this name in YAML.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scalar| scalar.name() == name)
    }
}

/// Whether it is digits with at most one `.` between them, and perhaps a `-` before them.
pub(crate) fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    is_digits(whole) && is_digits(fraction)
}

fn is_whole(text: &str) -> bool {
    is_digits(text.strip_prefix('-').unwrap_or(text))
}

fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "false")
}

/// Whether it is one or more digits.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit())
}
