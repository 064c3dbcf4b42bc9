//! The laws of a description: their names, and the files that check them. The comment of a check says what the law protects.
//!
//! To add a law: add an entry here, a function in one of the files of `check/`, and a fixture in `tests/laws/` that breaks it.

use std::fmt;

macro_rules! laws {
    ($($(#[$doc:meta])* $law:ident = $name:literal in $homes:tt $(, $effect:ident)*;)*) => {
        /// A law that every description must follow.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Law { $($(#[$doc])* $law,)* }

        impl Law {
            /// Every law.
            pub const ALL: &'static [Self] = &[$(Self::$law,)*];

            /// The name at the end of a diagnostic. It never changes.
            pub fn name(self) -> &'static str {
                match self { $(Self::$law => $name,)* }
            }

            /// The source files that check it.
            #[cfg(test)]
            fn homes(self) -> &'static [&'static str] {
                match self { $(Self::$law => &$homes,)* }
            }

            /// How a broken law affects other diagnostics.
            fn effects(self) -> &'static [Effect] {
                match self { $(Self::$law => &[$(Effect::$effect,)*],)* }
            }
        }
    };
}

/// How a broken law affects other diagnostics, or is affected by them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// A part of the file was not read, so that it is missing elsewhere.
    LeavesGap,
    /// It is about something missing, which may be given under a misspelt key.
    AboutAbsence,
    /// It is true whatever other files contain.
    StandsAlone,
    /// Something was referred to by a name that it does not have.
    LosesName,
}

laws! {
    /// A file exists, can be read, and is UTF-8.
    Readable = "readable" in ["parse/tree.rs", "read.rs"], LeavesGap;
    /// A file is well-formed YAML.
    Syntax = "syntax" in ["parse/tree.rs"], LeavesGap;
    /// YAML without anchors, aliases, tags or several documents in a file.
    PlainYaml = "plain-yaml" in ["parse/tree.rs"], LeavesGap;
    /// A map has each key once.
    DuplicateKey = "duplicate-key" in ["parse/tree.rs"];
    /// Every file that index.yaml lists exists, and is listed once.
    MissingFile = "missing-file" in ["parse/mod.rs"], LeavesGap;
    /// Every file is listed in index.yaml.
    UnlistedFile = "unlisted-file" in ["parse/mod.rs"];
    /// A file has a name that the format knows.
    UnknownFile = "unknown-file" in ["parse/mod.rs"], LeavesGap;
    /// A value is a map, a list or a text, as the format requires.
    WrongForm = "wrong-form" in ["parse/members.rs", "parse/tree.rs"], LeavesGap;
    /// A key is one that the format knows.
    UnknownKey = "unknown-key" in ["parse/members.rs"];
    /// Required keys are given.
    MissingKey = "missing-key" in ["parse/members.rs", "parse/rule.rs", "parse/vocabulary.rs"];
    /// `does:`, `means:` and other texts are not empty.
    EmptyText = "empty-text" in ["parse/condition.rs", "parse/index.rs", "parse/push.rs", "parse/scalar.rs"];
    /// A word is one of those that are allowed there.
    UnknownWord = "unknown-word" in ["parse/chapter.rs", "parse/scalar.rs"];
    /// A count is a whole number within the allowed range.
    MalformedCount = "malformed-count" in ["parse/scalar.rs"];
    /// A date is `YYYY-MM-DD`.
    MalformedDate = "malformed-date" in ["parse/scalar.rs"];
    /// An anchor has lower-case letters, digits, `-` and `_`.
    MalformedAnchor = "malformed-anchor" in ["parse/scalar.rs"];
    /// An address begins with `https` or `wss`, as required, and has a host.
    MalformedUrl = "malformed-url" in ["parse/scalar.rs"];
    /// A type has the form `Name`, `Name(rule)`, `Name[]` or `Name?`.
    MalformedType = "malformed-type" in ["parse/field.rs"], LeavesGap;
    /// A list has no `?`.
    OptionalList = "optional-list" in ["parse/field.rs"];
    /// A limit has the form `COUNT/SECONDSs by KEY, KEY`.
    MalformedLimit = "malformed-limit" in ["parse/limit.rs"];
    /// A limit has a key.
    LimitWithoutKey = "limit-without-key" in ["parse/limit.rs"];
    /// A limit allows at least one request.
    ZeroLimit = "zero-limit" in ["parse/limit.rs"];
    /// A call has the form `GET /path` or `POST /path`.
    MalformedCall = "malformed-call" in ["parse/chapter.rs"], LeavesGap;
    /// A path begins with `/api/v5/`.
    ForeignPath = "foreign-path" in ["parse/chapter.rs"];
    /// A path has no segment that is empty or consists of dots, which an HTTP library would remove.
    RewrittenPath = "rewritten-path" in ["parse/chapter.rs"];
    /// A result code is digits, with `_` and digits for a sub-code.
    MalformedCode = "malformed-code" in ["check/names.rs"], StandsAlone;
    /// An id that is a number has no rules for text.
    NumberWithLetters = "number-with-letters" in ["parse/vocabulary.rs"], LeavesGap;
    /// A name has the case that its kind requires, and no other meaning in Rust.
    UnfitName = "unfit-name" in ["check/names.rs"], StandsAlone;
    /// Two entries of one kind do not have the same name.
    DuplicateName = "duplicate-name" in ["check/names.rs", "check/sockets.rs", "resolve/scope.rs"], StandsAlone, LosesName;
    /// Two calls do not have the same method and path.
    DuplicatePath = "duplicate-path" in ["check/calls.rs"], StandsAlone;
    /// Two fields of a shape, or two values of an enum, do not have the same Rust name.
    NameCollision = "name-collision" in ["check/names.rs", "check/sockets.rs"], StandsAlone;
    /// The name of a field on the wire has letters and digits.
    UnfitWire = "unfit-wire" in ["check/names.rs"], StandsAlone;
    /// A name has no other meaning in a socket's messages.
    ReservedName = "reserved-name" in ["check/sockets.rs"], StandsAlone;
    /// A value of an enum is a text that OKX can send.
    UnfitValue = "unfit-value" in ["check/names.rs"];
    /// A word of `aka:` has no quotation marks, and is given once.
    UnfitAlias = "unfit-alias" in ["parse/aka.rs"];
    /// An example has the form of the fields, and all that are required.
    ExampleForm = "example-form" in ["resolve/example.rs"];
    /// A type that is used is described.
    UnknownType = "unknown-type" in ["resolve/field.rs"], LosesName;
    /// A field that is named exists.
    UnknownField = "unknown-field" in ["check/limits.rs", "resolve/field.rs"];
    /// A precision rule that is used is described.
    UnknownPrecision = "unknown-precision" in ["resolve/field.rs"], LosesName;
    /// A budget that is drawn on is described.
    UnknownBudget = "unknown-budget" in ["resolve/limit.rs"], LosesName;
    /// A call that is named is described. A batch and its single call are in the same chapter.
    UnknownEndpoint = "unknown-endpoint" in ["resolve/asked_by.rs", "resolve/endpoint.rs", "resolve/socket.rs"], LosesName;
    /// A value is one that the field can have.
    UnknownValue = "unknown-value" in ["resolve/rule.rs", "resolve/pages.rs"];
    /// A condition compares with at least one value, and names each value once.
    ConditionForm = "condition-form" in ["check/conditions.rs", "parse/condition.rs"], StandsAlone;
    /// A condition is about a field with one plain value.
    ConditionField = "condition-field" in ["check/conditions.rs"];
    /// A result code that is named is described.
    UnknownCode = "unknown-code" in ["resolve/limit.rs"];
    /// A field has a meaning, its own or that of the dictionary.
    UnexplainedField = "unexplained-field" in ["resolve/field.rs"], AboutAbsence;
    /// A field in the short form has the type of the dictionary.
    UnusualType = "unusual-type" in ["resolve/field.rs"];
    /// Types in the dictionary have no `?`, `[]` or rule.
    DictionaryType = "dictionary-type" in ["resolve/dictionary.rs"], StandsAlone;
    /// An empty text clears only plain values in the body of a request.
    EmptyClears = "empty-clears" in ["check/shapes.rs"];
    /// Required fields of a request come first.
    RequiredAfterOptional = "required-after-optional" in ["check/shapes.rs"];
    /// The query of a GET has plain values.
    ObjectInQuery = "object-in-query" in ["check/calls.rs"];
    /// A POST says whether it may be sent twice.
    RepeatUnsaid = "repeat-unsaid" in ["resolve/endpoint.rs"], AboutAbsence;
    /// The field of `repeat: by` can hold the ids that the client generates.
    RepeatField = "repeat-field" in ["check/calls.rs"];
    /// `asked_by:` names a GET that can be sent with what the request has, and that can say "not found".
    AskedByForm = "asked-by-form" in ["check/asked_by.rs", "resolve/asked_by.rs"];
    /// A batch has at least two items. One is enough where no call takes a single item.
    SmallBatch = "small-batch" in ["resolve/endpoint.rs"], StandsAlone;
    /// A batch is a POST whose items are described once and are not batches.
    BatchForm = "batch-form" in ["check/calls.rs", "parse/chapter.rs", "resolve/endpoint.rs"], LeavesGap;
    /// A call draws on at least one budget.
    Unlimited = "unlimited" in ["resolve/endpoint.rs"], AboutAbsence;
    /// A budget is counted by plain values, each named once, and has a code about limits.
    LimitKey = "limit-key" in ["check/limits.rs"];
    /// A call draws on a budget only once.
    DoubleDraw = "double-draw" in ["resolve/limit.rs"];
    /// Calls that draw on a budget counted by symbol name an instrument.
    SymbolWithoutInstrument = "symbol-without-instrument" in ["check/limits.rs"];
    /// Calls that are sent without keys do not draw on budgets counted by user.
    UserKeyInPublic = "user-key-in-public" in ["check/limits.rs"];
    /// Only requests have precision rules.
    PrecisionInReply = "precision-in-reply" in ["check/precision.rs"];
    /// Only a `Decimal` has a precision rule.
    PrecisionOfOther = "precision-of-other" in ["resolve/field.rs"];
    /// Steps and bounds are decimal fields of the instrument, or of what is listed instead.
    PrecisionAttribute = "precision-attribute" in ["check/precision.rs"];
    /// A request with a precision rule names the instrument.
    PrecisionInstrument = "precision-instrument" in ["check/precision.rs"];
    /// `listed_by:` names a GET without required parameters that returns its whole list, with rows that name themselves.
    ListedByForm = "listed-by-form" in ["check/precision.rs"];
    /// Only prices without bounds and bands may be negative.
    SignedForm = "signed-form" in ["check/precision.rs"], StandsAlone;
    /// Only prices have tick bands.
    BandsOfSize = "bands-of-size" in ["check/precision.rs"], StandsAlone;
    /// A case with tick bands has a step for instruments without bands.
    BandsWithoutStep = "bands-without-step" in ["check/precision.rs"], AboutAbsence, StandsAlone;
    /// A value in `allow:` is a decimal number.
    AllowedValue = "allowed-value" in ["check/precision.rs"], StandsAlone;
    /// The last case of a precision rule has no condition.
    LastCase = "last-case" in ["check/precision.rs"], AboutAbsence;
    /// No case of a precision rule follows one that always applies.
    UnreachableCase = "unreachable-case" in ["check/precision.rs"], StandsAlone;
    /// A rule can be broken and followed.
    PointlessRule = "pointless-rule" in ["check/rules.rs"];
    /// Only what is sent has rules.
    RuleInReply = "rule-in-reply" in ["check/rules.rs"];
    /// A rule about the instrument's type belongs to a request that names an instrument.
    RuleInstrument = "rule-instrument" in ["check/rules.rs"];
    /// A reply or a push is a described object.
    ResponseShape = "response-shape" in ["resolve/endpoint.rs", "resolve/socket.rs"], LosesName;
    /// An entry for channels names at least one, as OKX spells them.
    ChannelName = "channel-name" in ["parse/socket.rs"];
    /// A list that looks paged says how it is paged, or why it is not.
    PagesUnsaid = "pages-unsaid" in ["check/pages.rs"], AboutAbsence;
    /// The parameters and fields of `pages:` have types that fit.
    PagesForm = "pages-form" in ["check/pages.rs", "parse/pages.rs", "resolve/pages.rs"];
    /// An argument of a channel is one plain value.
    ArgumentForm = "argument-form" in ["check/sockets.rs"];
    /// A channel of the private socket has `login: true`.
    LoginUnsaid = "login-unsaid" in ["check/sockets.rs"], AboutAbsence, StandsAlone;
    /// A time is a number of seconds.
    MalformedDuration = "malformed-duration" in ["parse/scalar.rs"];
    /// The path of a socket begins with a slash.
    SocketPath = "socket-path" in ["parse/index.rs"];
    /// A channel that is named is described.
    UnknownChannel = "unknown-channel" in ["check/pushes.rs", "resolve/push.rs"], LosesName;
    /// A channel without a silence limit for some subscriptions names an optional argument.
    SilenceForm = "silence-form" in ["check/pushes.rs"];
    /// Channels that exclude each other have the same arguments.
    ExcludesForm = "excludes-form" in ["resolve/push.rs"];
    /// Rows are told apart by plain fields, or by the sequence of their messages.
    OnceForm = "once-form" in ["check/pushes.rs", "parse/push.rs"];
    /// Only connections with a login are counted.
    CountedForm = "counted-form" in ["check/pushes.rs"];
    /// The pages of a snapshot have a number, and the last one is marked.
    SnapshotForm = "snapshot-form" in ["check/pushes.rs"];
    /// Gaps are filled by paged lists whose rows have the fields of the pushes.
    FilledByForm = "filled-by-form" in ["check/pushes.rs", "parse/push.rs"];
    /// A code with `closes:` is a code of the WebSocket protocol.
    CloseCode = "close-code" in ["check/sockets.rs"], StandsAlone;
    /// A limit for requests about one order is for calls that name an order.
    InFlightForm = "in-flight-form" in ["check/calls.rs"];
    /// An operation is a POST, and adds only plain fields that the call does not have.
    OperationForm = "operation-form" in ["check/sockets.rs"];
    /// A `bare:` object has exactly one field.
    BareFields = "bare-fields" in ["check/shapes.rs"];
    /// A shape has at most 255 fields.
    TooManyFields = "too-many-fields" in ["check/shapes.rs"], StandsAlone;
    /// The fields of an outcome are different text fields of an object.
    OutcomeForm = "outcome-form" in ["resolve/field.rs"];
    /// No object contains itself.
    RecursiveObject = "recursive-object" in ["check/shapes.rs"];
    /// Every entry is used.
    Unused = "unused" in ["check/unused.rs"], AboutAbsence;
}

impl Law {
    /// Whether breaking it leaves a gap: a part of the file was not read, so that it is missing elsewhere.
    pub(crate) fn leaves_a_gap(self) -> bool {
        self.effects().contains(&Effect::LeavesGap)
    }

    /// Whether it is about something missing, which may be given under a misspelt key.
    pub(crate) fn is_about_absence(self) -> bool {
        self.effects().contains(&Effect::AboutAbsence)
    }

    /// Whether its diagnostics are true whatever other files contain.
    pub(crate) fn stands_alone(self) -> bool {
        self.effects().contains(&Effect::StandsAlone)
    }

    /// Whether breaking it means that something was referred to by a name that it does not have.
    pub(crate) fn loses_a_name(self) -> bool {
        self.effects().contains(&Effect::LosesName)
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::{fs, iter};

    use super::Law;

    /// Every source file except this one and the tests of the sink.
    fn sources() -> Vec<(String, String)> {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut waiting: Vec<PathBuf> = vec![top.clone()];
        let files = iter::from_fn(move || {
            loop {
                let path = waiting.pop()?;
                if !path.is_dir() {
                    return Some(path);
                }
                let entries = fs::read_dir(&path).expect("the folder can be read");
                waiting.extend(entries.map(|entry| entry.expect("the entry can be read").path()));
            }
        });
        let named = files.map(|path| {
            let name = path.strip_prefix(&top).expect("it is in the folder").to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).expect("a source file is text"))
        });
        named.filter(|(name, _)| !["law.rs", "diagnostic.rs"].contains(&name.as_str())).collect()
    }

    #[test]
    fn the_table_says_where_each_law_is_checked() {
        let sources = sources();
        for law in Law::ALL {
            let name = format!("Law::{law:?}");
            let uses = |text: &str| {
                text.match_indices(&name)
                    .any(|(at, _)| !text[at + name.len()..].starts_with(|letter: char| letter.is_ascii_alphanumeric()))
            };
            let found: BTreeSet<&str> =
                sources.iter().filter(|(_, text)| uses(text)).map(|(name, _)| name.as_str()).collect();
            assert_eq!(law.homes().iter().copied().collect::<BTreeSet<_>>(), found, "the files that check {law:?}");
        }
    }
}
