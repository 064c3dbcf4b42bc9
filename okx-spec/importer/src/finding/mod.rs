//! One difference: between the guide and a description, or between two descriptions.

mod difference;
mod part;
mod revision;
mod stated;
mod subject;

use std::fmt;

use okx_spec::Location;

pub use self::difference::{Difference, GuideDifference};
pub use self::part::{FieldPath, Part, Side};
pub use self::revision::{Aspect, Revision};
pub use self::stated::{Stated, StatedLimit, StatedLimits};
pub(crate) use self::stated::{key, words};
pub use self::subject::{CallName, NotASubject, Subject};

/// A difference, with its place on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub grade: Grade,
    /// What it is about: `POST /api/v5/trade/order`, `channel tickers`, `code 51000`, `enum OrdType`.
    pub subject: Subject,
    /// Which part of the subject it is about: `request.attachAlgoOrds.sz`, `limit`.
    pub part: Part,
    /// What differs. Its [`Display`](fmt::Display) is a sentence for people.
    pub difference: Difference,
    /// Where the older side has it, or would have it.
    pub old: Option<Place>,
    /// Where the newer side has it.
    pub new: Option<Place>,
}

impl Finding {
    /// What kind of difference it is.
    pub fn change(&self) -> Change {
        self.difference.change()
    }
}

/// How much a difference matters to those who use the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Something that worked may fail.
    Breaking,
    /// There is more than before.
    Additive,
    /// Only the wording differs.
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

/// Where one side of a difference is.
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
            /// Every kind with its word in files and output.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($name, Self::$change),)*];

            /// Its word in files and output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$change => $name,)* }
            }
        }
    };
}

changes! {
    /// It is new.
    Added = "added",
    /// It was removed.
    Removed = "removed",
    /// It has another name.
    Renamed = "renamed",
    /// It is at another path, or under another heading of the guide.
    Moved = "moved",
    /// It has another type.
    Type = "type",
    /// It is required now.
    Required = "required",
    /// It is optional now.
    Optional = "optional",
    /// A value was added to its set.
    ValueAdded = "value_added",
    /// A value was removed from its set.
    ValueRemoved = "value_removed",
    /// It has another rate limit.
    Limit = "limit",
    /// It needs other permissions.
    Access = "access",
    /// It comes with another HTTP status.
    HttpStatus = "http_status",
    /// It behaves differently: rules, precision, repeating, deadlines, outcomes.
    Behaviour = "behaviour",
    /// Only its wording changed.
    Wording = "wording",
    /// The guide states it in a way that the reader does not understand.
    Unread = "unread",
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
