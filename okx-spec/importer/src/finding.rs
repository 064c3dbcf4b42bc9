//! One difference between what was described and what holds now.

use std::fmt;

use okx_spec::Location;

/// A difference, with its place on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub grade: Grade,
    /// What it is about: `POST /api/v5/trade/order`, `channel tickers`, `code 51000`, `enum OrdType`.
    pub subject: String,
    /// Which part of it: `request.attachAlgoOrds.sz`, `limit`. Empty when it is about the whole.
    pub part: String,
    /// What kind of difference it is.
    pub change: Change,
    /// The difference in words.
    pub text: String,
    /// Where the older side has it, or would have it.
    pub old: Option<Place>,
    /// Where the newer side has it.
    pub new: Option<Place>,
}

/// How much a difference matters to those who use the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// What worked may fail.
    Breaking,
    /// There is more than before.
    Additive,
    /// The same in other words.
    Wording,
}

impl Grade {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Wording => "wording",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Where one side of a difference stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a file of a description.
    File(Location),
    /// Under a heading of the guide, given by its anchor.
    Guide(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(location) => location.fmt(f),
            Self::Guide(anchor) => write!(f, "#{anchor}"),
        }
    }
}

macro_rules! changes {
    ($($(#[$doc:meta])* $change:ident = $name:literal,)*) => {
        /// What kind of difference it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Change { $($(#[$doc])* $change,)* }

        impl Change {
            /// Every kind with the word that stands for it in files and output.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($name, Self::$change),)*];

            /// The word for it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$change => $name,)* }
            }
        }
    };
}

changes! {
    /// It was not there.
    Added = "added",
    /// It is there no longer.
    Removed = "removed",
    /// It has another name.
    Renamed = "renamed",
    /// It stands elsewhere.
    Moved = "moved",
    /// It is of another type.
    Type = "type",
    /// It must be given now.
    Required = "required",
    /// It need not be given any longer.
    Optional = "optional",
    /// A value was added to its set.
    ValueAdded = "value_added",
    /// A value is no longer in its set.
    ValueRemoved = "value_removed",
    /// Its rate limit is another.
    Limit = "limit",
    /// Others may use it.
    Access = "access",
    /// It comes with another HTTP status.
    HttpStatus = "http_status",
    /// It behaves otherwise: rules, precision, repeating, deadlines, outcomes.
    Behaviour = "behaviour",
    /// It is told in other words.
    Wording = "wording",
    /// It is told in a way that could not be read.
    Unread = "unread",
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
