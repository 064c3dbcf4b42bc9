//! What differs between two descriptions.

use std::fmt;

use okx_spec::model::Access;

use super::{CallName, Change};

/// What differs between an older and a newer description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revision {
    /// The newer one has it, the older one does not.
    New,
    /// The older one has it, the newer one does not.
    Removed,
    /// A value of an enum is new.
    NewValue,
    /// A value of an enum was removed.
    RemovedValue,
    /// A name of a channel is new.
    NewName,
    /// A name of a channel was removed.
    RemovedName,
    /// An operation now takes a parameter of its call.
    Taken,
    /// An operation no longer takes a parameter of its call.
    NotTaken,
    /// It has another Rust name.
    Renamed {
        /// The older name.
        old: String,
        /// The newer name.
        new: String,
    },
    /// A call is at another path, or has another method.
    MovedCall {
        /// Where it is now.
        to: CallName,
    },
    /// A field has another type.
    Type {
        /// The older type.
        old: String,
        /// The newer type.
        new: String,
    },
    /// A field must be there.
    IsRequired,
    /// A field may be absent.
    IsOptional,
    /// Other permissions are needed.
    Access {
        /// The older permission.
        old: Access,
        /// The newer permission.
        new: Access,
    },
    /// A login is needed, or not.
    Login {
        /// Whether it is needed now.
        is_needed: bool,
    },
    /// A limit changed.
    Limit {
        /// The older limit.
        old: String,
        /// The newer limit.
        new: String,
    },
    /// A limit of its own was added.
    OwnLimit,
    /// Its own limit was removed.
    NoOwnLimit,
    /// The fields of a constructor or of a row are in another order.
    Order {
        /// The older order.
        old: Vec<String>,
        /// The newer order.
        new: Vec<String>,
    },
    /// Something else about it changed.
    Changed(Aspect),
    /// Only a text of the description changed.
    Reworded,
}

impl Revision {
    /// What kind of difference it is.
    pub fn change(&self) -> Change {
        match self {
            Self::New | Self::NewName | Self::Taken => Change::Added,
            Self::Removed | Self::RemovedName | Self::NotTaken => Change::Removed,
            Self::NewValue => Change::ValueAdded,
            Self::RemovedValue => Change::ValueRemoved,
            Self::Renamed { .. } => Change::Renamed,
            Self::MovedCall { .. } => Change::Moved,
            Self::Type { .. } => Change::Type,
            Self::IsRequired => Change::Required,
            Self::IsOptional => Change::Optional,
            Self::Access { .. } | Self::Login { .. } => Change::Access,
            Self::Limit { .. } | Self::OwnLimit | Self::NoOwnLimit => Change::Limit,
            Self::Order { .. } | Self::Changed(_) => Change::Behaviour,
            Self::Reworded => Change::Wording,
        }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("it is new"),
            Self::Removed => f.write_str("it was removed"),
            Self::NewValue => f.write_str("the value is new"),
            Self::RemovedValue => f.write_str("the value was removed"),
            Self::NewName => f.write_str("the name is new"),
            Self::RemovedName => f.write_str("the name was removed"),
            Self::Taken => f.write_str("the operation now takes it"),
            Self::NotTaken => f.write_str("the operation no longer takes it"),
            Self::Renamed { old, new } => write!(f, "`{old}` is now called `{new}`"),
            Self::MovedCall { to } => write!(f, "it is now {to}"),
            Self::Type { old, new } | Self::Limit { old, new } => write!(f, "changed from `{old}` to `{new}`"),
            Self::IsRequired => f.write_str("it is now required"),
            Self::IsOptional => f.write_str("it is now optional"),
            Self::Access { old, new } => write!(f, "changed from `{}` to `{}`", old.as_str(), new.as_str()),
            Self::Login { is_needed: true } => f.write_str("it now needs a login"),
            Self::Login { is_needed: false } => f.write_str("it no longer needs a login"),
            Self::OwnLimit => f.write_str("it now has a limit of its own"),
            Self::NoOwnLimit => f.write_str("it no longer has a limit of its own"),
            Self::Order { old, new } => {
                write!(f, "the order of its fields changed from `{}` to `{}`", old.join(", "), new.join(", "))
            }
            Self::Changed(aspect) => write!(f, "changed: {aspect}"),
            Self::Reworded => f.write_str("the wording changed"),
        }
    }
}

macro_rules! aspects {
    ($($aspect:ident = $text:literal,)*) => {
        /// Something about an entry of a description that is the same in both or not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Aspect { $(#[doc = concat!("A change of ", $text, ".")] $aspect,)* }

        impl Aspect {
            /// Every aspect.
            pub const ALL: &'static [Self] = &[$(Self::$aspect,)*];
        }

        impl fmt::Display for Aspect {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$aspect => $text,)* })
            }
        }
    };
}

aspects! {
    AfterClose = "what to do after a close with it",
    AskedBy = "how its outcome is asked for",
    BatchItem = "what its items are",
    BatchSize = "how many items it takes",
    Beside = "the object beside the rows",
    Budgets = "the shared budgets that it draws on",
    ClearedByEmptyText = "whether an empty text clears it",
    Closing = "the times until a connection is closed",
    ConnectionLimits = "the limits of connections",
    Counted = "whether its connections are counted",
    Deadline = "whether it accepts a deadline",
    Excludes = "the channels that it excludes",
    FilledBy = "what fills its gaps",
    Form = "its form in JSON",
    Heavy = "which of its channels are heavy",
    Hosts = "its hosts",
    HttpStatus = "its HTTP status",
    Identity = "whether it is an identity",
    InFlight = "how many requests about one order may be in progress",
    IsNumber = "whether it is a number",
    Judgement = "its class or verdict",
    Letters = "the letters that it may have",
    LimitScope = "which requests the limit counts",
    MaxLength = "its maximum length",
    OfCall = "the call that it belongs to",
    Once = "how its rows are told apart",
    OutcomeFields = "the fields with its outcome",
    Paging = "how its list is paged",
    Paths = "the paths of the sockets",
    PerAccount = "whether the limit differs by account",
    PrecisionCases = "its steps and bounds",
    PrecisionHead = "what it applies to",
    PrecisionRule = "its precision rule",
    Push = "the row that it pushes",
    ReducesRisk = "whether it only reduces risk",
    RefusedWith = "the code when the limit is exceeded",
    Repeat = "whether it may be repeated",
    Reply = "the row that it returns",
    RequestIds = "the form of request ids",
    Rules = "the rules for its fields",
    Secret = "whether it is secret",
    Silence = "how long it may be silent",
    Snapshot = "how a subscription starts",
    Socket = "the socket that accepts it",
}
