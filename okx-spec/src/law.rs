//! The laws of a description. What each protects is told where it is checked; here they have their names.

use std::fmt;

macro_rules! laws {
    ($($(#[$doc:meta])* $law:ident = $name:literal,)*) => {
        /// What a description must keep to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Law { $($(#[$doc])* $law,)* }

        impl Law {
            /// Every law.
            pub const ALL: &'static [Self] = &[$(Self::$law,)*];

            /// The name that stands at the end of a diagnostic; it never changes.
            pub fn name(self) -> &'static str {
                match self { $(Self::$law => $name,)* }
            }
        }
    };
}

laws! {
    /// A file is there, can be read, and is UTF-8.
    Readable = "readable",
    /// A file is well-formed YAML.
    Syntax = "syntax",
    /// YAML without anchors, aliases, tags or several documents in a file.
    PlainYaml = "plain-yaml",
    /// A key stands once in its map.
    DuplicateKey = "duplicate-key",
    /// Every file that index.yaml lists is there, once.
    MissingFile = "missing-file",
    /// Every file that is there is listed in index.yaml.
    UnlistedFile = "unlisted-file",
    /// A file has a name that the format knows.
    UnknownFile = "unknown-file",
    /// A map, a list or a text stands where the format wants one.
    WrongForm = "wrong-form",
    /// A key is one that the format names.
    UnknownKey = "unknown-key",
    /// A key that the format demands is given.
    MissingKey = "missing-key",
    /// `does:`, `means:` and other texts say something.
    EmptyText = "empty-text",
    /// A word is one of those that the format allows there.
    UnknownWord = "unknown-word",
    /// A count is a whole number of at least what makes sense there.
    MalformedCount = "malformed-count",
    /// A date is `YYYY-MM-DD`.
    MalformedDate = "malformed-date",
    /// An anchor is lower-case letters, digits, `-` and `_`.
    MalformedAnchor = "malformed-anchor",
    /// An address begins with `https` or `wss`, as its use demands, and names a host.
    MalformedUrl = "malformed-url",
    /// A type reads `Name`, `Name(rule)`, `Name[]`, `Name?`.
    MalformedType = "malformed-type",
    /// A list has no `?`.
    OptionalList = "optional-list",
    /// A limit reads `COUNT/SECONDSs by KEY, KEY`.
    MalformedLimit = "malformed-limit",
    /// A limit has a key.
    LimitWithoutKey = "limit-without-key",
    /// A limit lets something through in some time.
    ZeroLimit = "zero-limit",
    /// A call reads `GET /path` or `POST /path`.
    MalformedCall = "malformed-call",
    /// A path begins with `/api/v5/`.
    ForeignPath = "foreign-path",
    /// A path has no segment that is empty or dots, which an HTTP library would remove before it sends the request.
    RewrittenPath = "rewritten-path",
    /// A result code is digits, with `_` and digits for a sub-code.
    MalformedCode = "malformed-code",
    /// An id that is a number has no letters and is no secret.
    NumberWithLetters = "number-with-letters",
    /// A name that we give is written the way its kind is, and means nothing else in Rust.
    UnfitName = "unfit-name",
    /// Two things of one kind do not have the same name.
    DuplicateName = "duplicate-name",
    /// Two calls do not have the same method and path.
    DuplicatePath = "duplicate-path",
    /// Two fields of a shape, or two values of an enum, do not have the same Rust name.
    NameCollision = "name-collision",
    /// A field's name on the wire is letters and digits.
    UnfitWire = "unfit-wire",
    /// A name does not stand for something else in the messages of a socket.
    ReservedName = "reserved-name",
    /// A value of an enum is a text that OKX can send.
    UnfitValue = "unfit-value",
    /// A type that is used is described.
    UnknownType = "unknown-type",
    /// A field that is named is one of the shape.
    UnknownField = "unknown-field",
    /// A precision rule that is used is described.
    UnknownPrecision = "unknown-precision",
    /// A budget that is drawn on is described.
    UnknownBudget = "unknown-budget",
    /// The call that a batch or an operation is of is described, for a batch in the same chapter.
    UnknownEndpoint = "unknown-endpoint",
    /// A value in a condition is one of the field's enum.
    UnknownValue = "unknown-value",
    /// A condition compares with at least one value, and with each of them once.
    ConditionForm = "condition-form",
    /// A condition looks at a field with one plain value.
    ConditionField = "condition-field",
    /// A result code that is named is described.
    UnknownCode = "unknown-code",
    /// A field says what it means, itself or through the dictionary.
    UnexplainedField = "unexplained-field",
    /// A field in the short form has the dictionary's type.
    UnusualType = "unusual-type",
    /// Types in the dictionary have no `?`, `[]` or rule.
    DictionaryType = "dictionary-type",
    /// An empty text clears only a plain value of what is sent in a body.
    EmptyClears = "empty-clears",
    /// Required fields of a request come first.
    RequiredAfterOptional = "required-after-optional",
    /// The query of a GET holds plain values.
    ObjectInQuery = "object-in-query",
    /// A POST says whether it is safe to send it twice.
    RepeatUnsaid = "repeat-unsaid",
    /// The field that a call is repeated by takes the names that a client makes up.
    RepeatField = "repeat-field",
    /// A call asks, by what it names, a GET that can be asked with what the request holds and that can say "there is none".
    AskedByForm = "asked-by-form",
    /// A batch takes two items or more; one is enough where no single call does the same.
    SmallBatch = "small-batch",
    /// A batch is a POST of items that are no batch, and says once what they are.
    BatchForm = "batch-form",
    /// A call draws on a budget.
    Unlimited = "unlimited",
    /// A budget is counted by plain values, each named once, and is refused with a code about limits.
    LimitKey = "limit-key",
    /// A call draws on a budget once.
    DoubleDraw = "double-draw",
    /// A budget counted by symbol is drawn on by calls that name an instrument.
    SymbolWithoutInstrument = "symbol-without-instrument",
    /// A call without keys draws on no budget counted by user.
    UserKeyInPublic = "user-key-in-public",
    /// Only requests are held to a precision rule.
    PrecisionInReply = "precision-in-reply",
    /// Only a `Decimal` is held to a precision rule.
    PrecisionOfOther = "precision-of-other",
    /// Steps and bounds are decimal fields of the instrument, or of what is listed instead.
    PrecisionAttribute = "precision-attribute",
    /// A request held to a precision rule names the instrument.
    PrecisionInstrument = "precision-instrument",
    /// What is listed instead of instruments is given whole by a GET that needs nothing, and each row names itself.
    ListedByForm = "listed-by-form",
    /// Only prices without bounds and bands may be negative.
    SignedForm = "signed-form",
    /// Tick bands are about prices.
    BandsOfSize = "bands-of-size",
    /// A case with tick bands has a step for instruments without bands.
    BandsWithoutStep = "bands-without-step",
    /// A value that need not lie on the grid is a decimal number.
    AllowedValue = "allowed-value",
    /// The last case of a precision rule has no condition.
    LastCase = "last-case",
    /// No case of a precision rule stands behind one that always holds.
    UnreachableCase = "unreachable-case",
    /// A rule demands something of two fields or more, none of them named twice, none of them required anyhow.
    PointlessRule = "pointless-rule",
    /// Only what is sent has rules.
    RuleInReply = "rule-in-reply",
    /// A rule that asks for the instrument's type stands where an instrument is named.
    RuleInstrument = "rule-instrument",
    /// A reply, and what is pushed, is a described object.
    ResponseShape = "response-shape",
    /// A section of channels names one or more of them, as OKX spells them.
    ChannelName = "channel-name",
    /// A list whose parameters look as if it were paged says how it is, or why not.
    PagesUnsaid = "pages-unsaid",
    /// Pages are described by parameters and fields whose types fit.
    PagesForm = "pages-form",
    /// A channel's argument is one plain value.
    ArgumentForm = "argument-form",
    /// A channel of the private socket needs a login.
    LoginUnsaid = "login-unsaid",
    /// An operation is a POST, and adds only plain fields that the call does not have.
    OperationForm = "operation-form",
    /// A `bare:` object has exactly one field.
    BareFields = "bare-fields",
    /// A shape has at most 255 fields.
    TooManyFields = "too-many-fields",
    /// An outcome consists of different text fields of an object.
    OutcomeForm = "outcome-form",
    /// No object contains itself.
    RecursiveObject = "recursive-object",
    /// What is described is used.
    Unused = "unused",
}

impl Law {
    /// Whether breaking it means that something in the file was not read, so that it is missing elsewhere.
    pub(crate) fn leaves_a_gap(self) -> bool {
        matches!(
            self,
            Self::Readable
                | Self::Syntax
                | Self::PlainYaml
                | Self::MissingFile
                | Self::UnknownFile
                | Self::WrongForm
                | Self::MalformedType
                | Self::MalformedCall
                | Self::NumberWithLetters
                | Self::BatchForm
        )
    }

    /// Whether a diagnostic about it says that something is not given, which may only be given under a misspelt key.
    pub(crate) fn is_about_absence(self) -> bool {
        matches!(
            self,
            Self::RepeatUnsaid
                | Self::Unlimited
                | Self::PagesUnsaid
                | Self::LoginUnsaid
                | Self::UnexplainedField
                | Self::LastCase
                | Self::BandsWithoutStep
                | Self::Unused
        )
    }

    /// Whether a diagnostic about it is true whatever other files hold.
    pub(crate) fn stands_alone(self) -> bool {
        matches!(
            self,
            Self::UnfitName
                | Self::UnfitWire
                | Self::NameCollision
                | Self::ReservedName
                | Self::DuplicateName
                | Self::DuplicatePath
                | Self::MalformedCode
                | Self::DictionaryType
                | Self::TooManyFields
                | Self::LoginUnsaid
                | Self::SmallBatch
                | Self::ConditionForm
                | Self::BandsOfSize
                | Self::BandsWithoutStep
                | Self::AllowedValue
                | Self::SignedForm
                | Self::UnreachableCase
        )
    }

    /// Whether breaking it means that something was referred to by a name that it does not have.
    pub(crate) fn loses_a_name(self) -> bool {
        matches!(
            self,
            Self::UnknownType
                | Self::UnknownPrecision
                | Self::UnknownBudget
                | Self::UnknownEndpoint
                | Self::ResponseShape
                | Self::DuplicateName
        )
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
