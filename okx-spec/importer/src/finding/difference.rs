//! What differs between the guide and a description.

use std::fmt;

use okx_spec::model::{Access, Socket};

use super::{CallName, Change, Revision, Stated, StatedLimits};
use crate::guide::{DataType, Guess};

/// What differs: between the guide and a description, or between two descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Between the guide and a description.
    Guide(GuideDifference),
    /// Between two descriptions.
    Revision(Revision),
}

/// What differs between the guide and a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuideDifference {
    /// Only the guide has it.
    OnlyInGuide {
        /// Whether every request must have it.
        is_required: bool,
    },
    /// Only the description has it.
    OnlyInDescription,
    /// The guide lists a value that an enum does not have.
    NewValue {
        /// The value.
        value: String,
        /// The name of the enum.
        set: String,
    },
    /// No field of an enum lists this value any more.
    ValueNotListed {
        /// The value.
        value: String,
    },
    /// A field has another name in the guide.
    RenamedField {
        /// Its name in the description.
        described: String,
        /// Its name in the guide.
        stated: String,
    },
    /// A call is at another path, or has another method.
    MovedCall {
        /// Where the guide has it.
        to: CallName,
    },
    /// It is under another heading of the guide.
    MovedHeading {
        /// The anchor of the heading that the description links to.
        described: String,
        /// The anchor of the heading in the guide.
        stated: String,
    },
    /// It is on another socket.
    MovedSocket {
        /// The socket of the description.
        described: Socket,
        /// The path in the guide.
        path: String,
    },
    /// A field has another type.
    Type {
        /// The type as the description writes it.
        described: String,
        /// The type in the guide.
        stated: DataType,
    },
    /// A parameter must be given.
    IsRequired,
    /// A parameter may be left out.
    IsOptional,
    /// There is another rate limit.
    Limit {
        /// The nearest budget of the description.
        described: String,
        /// The limits of the guide.
        stated: StatedLimits,
    },
    /// Other permissions are needed.
    Access {
        /// The permission of the description.
        described: Access,
        /// The permissions of the guide; one of them is enough.
        stated: Vec<Access>,
    },
    /// A login is needed, or not.
    Login {
        /// Whether the guide asks for one.
        is_needed: bool,
    },
    /// A deadline is accepted, or not.
    Deadline {
        /// Whether the guide says so.
        is_accepted: bool,
    },
    /// A code comes with another HTTP status.
    HttpStatus {
        /// The status of the description.
        described: Option<u16>,
        /// The statuses of the guide.
        stated: Vec<u16>,
    },
    /// A text of the guide changed.
    Reworded,
    /// A section of the guide has fewer texts.
    FewerTexts {
        /// How many are missing.
        missing: usize,
    },
    /// The guide states something in a way that the reader does not understand.
    Unread(Guess),
}

impl GuideDifference {
    /// What kind of difference it is.
    pub fn change(&self) -> Change {
        match self {
            Self::OnlyInGuide { .. } => Change::Added,
            Self::OnlyInDescription => Change::Removed,
            Self::NewValue { .. } => Change::ValueAdded,
            Self::ValueNotListed { .. } => Change::ValueRemoved,
            Self::RenamedField { .. } => Change::Renamed,
            Self::MovedCall { .. } | Self::MovedHeading { .. } | Self::MovedSocket { .. } => Change::Moved,
            Self::Type { .. } => Change::Type,
            Self::IsRequired => Change::Required,
            Self::IsOptional => Change::Optional,
            Self::Limit { .. } => Change::Limit,
            Self::Access { .. } | Self::Login { .. } => Change::Access,
            Self::Deadline { .. } => Change::Behaviour,
            Self::HttpStatus { .. } => Change::HttpStatus,
            Self::Reworded | Self::FewerTexts { .. } => Change::Wording,
            Self::Unread(_) => Change::Unread,
        }
    }

    /// What the guide states, where a slip may say which statement it excuses.
    pub fn stated(&self) -> Option<Stated> {
        match self {
            Self::Type { stated, .. } => Some(Stated::Type(*stated)),
            Self::Limit { stated, .. } => Some(Stated::Limits(stated.clone())),
            Self::Access { stated, .. } => Some(Stated::Access(stated.clone())),
            Self::HttpStatus { stated, .. } => Some(Stated::HttpStatus(stated.clone())),
            _ => None,
        }
    }
}

impl fmt::Display for GuideDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(stated) = self.stated() {
            return write!(f, "the guide says {stated}, the description {}", self.described());
        }
        match self {
            Self::OnlyInGuide { is_required: false } => f.write_str("only the guide has it"),
            Self::OnlyInGuide { is_required: true } => f.write_str("only the guide has it, and it is required"),
            Self::OnlyInDescription => f.write_str("only the description has it"),
            Self::NewValue { value, set } => write!(f, "the guide lists the value `{value}`, the enum {set} does not"),
            Self::ValueNotListed { value } => write!(f, "the guide no longer lists the value `{value}`"),
            Self::RenamedField { described, stated } => write!(f, "`{described}` is now called `{stated}`"),
            Self::MovedCall { to } => write!(f, "it is now {to}"),
            Self::MovedHeading { described, stated } => {
                write!(f, "it is under #{stated} in the guide, not under #{described}")
            }
            Self::MovedSocket { described, path } => {
                write!(f, "it is now at `{path}`, not on the {described} socket")
            }
            Self::IsRequired => f.write_str("it is now required"),
            Self::IsOptional => f.write_str("it is now optional"),
            Self::Login { is_needed: true } => f.write_str("it now needs a login"),
            Self::Login { is_needed: false } => f.write_str("it no longer needs a login"),
            Self::Deadline { is_accepted: true } => {
                f.write_str("the guide says that it accepts a deadline, the description that it does not")
            }
            Self::Deadline { is_accepted: false } => {
                f.write_str("the description says that it accepts a deadline, the guide does not list it")
            }
            Self::Reworded => f.write_str("the guide words it differently than at the last check"),
            Self::FewerTexts { missing: 1 } => f.write_str("the guide has 1 text fewer here than at the last check"),
            Self::FewerTexts { missing } => {
                write!(f, "the guide has {missing} texts fewer here than at the last check")
            }
            Self::Unread(guess) => guess.kind.fmt(f),
            // Written above, as what is stated.
            Self::Type { .. } | Self::Limit { .. } | Self::Access { .. } | Self::HttpStatus { .. } => Ok(()),
        }
    }
}

impl GuideDifference {
    /// What the description has where the guide states something.
    fn described(&self) -> String {
        match self {
            Self::Type { described, .. } => format!("`{described}`"),
            Self::Limit { described, .. } => described.clone(),
            Self::Access { described, .. } => described.as_str().to_owned(),
            Self::HttpStatus { described, .. } => described.map_or("none".to_owned(), |status| status.to_string()),
            _ => String::new(),
        }
    }
}

impl Difference {
    /// What kind of difference it is.
    pub fn change(&self) -> Change {
        match self {
            Self::Guide(difference) => difference.change(),
            Self::Revision(revision) => revision.change(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guide(difference) => difference.fmt(f),
            Self::Revision(revision) => revision.fmt(f),
        }
    }
}

impl From<GuideDifference> for Difference {
    fn from(difference: GuideDifference) -> Self {
        Self::Guide(difference)
    }
}

impl From<Revision> for Difference {
    fn from(revision: Revision) -> Self {
        Self::Revision(revision)
    }
}
