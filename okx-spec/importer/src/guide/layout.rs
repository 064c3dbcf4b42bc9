//! How the guide's page is laid out: which tags it uses, and which words its headings, columns and cells have.
//!
//! All that is particular to the page is in this file. When OKX changes the layout, such as the heading above a table or the name of a
//! column, add the new word here and an example of it to `tests/fixtures/guide.html`; keep the old word, for older pages are still read.

use okx_spec::model::{Access, Counts, KeyPart, Method};

use super::example::Role;
use super::field::{BaseType, Requirement};

/// What a tag means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Block,
    Cell,
    Code,
    HeaderCell,
    /// With its level, from 1.
    Heading(u8),
    InlineCode,
    Item,
    /// The line above an example that says what it shows.
    Label,
    LineBreak,
    Link,
    Other,
    Row,
    /// Its content is not read.
    Skipped,
    Strike,
    Strong,
    Table,
}

impl Tag {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "script" | "style" | "svg" | "title" | "button" | "nav" | "template" | "noscript" => Self::Skipped,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" => Self::Cell,
            "th" => Self::HeaderCell,
            "pre" => Self::Code,
            "br" => Self::LineBreak,
            "code" => Self::InlineCode,
            "del" | "s" | "strike" => Self::Strike,
            "strong" | "b" => Self::Strong,
            "a" => Self::Link,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Label,
            "li" => Self::Item,
            "p" | "div" | "ul" | "ol" | "dl" | "dt" | "dd" | "section" | "article" | "main" | "aside" | "header"
            | "footer" | "hr" | "body" | "html" | "details" | "summary" | "figure" => Self::Block,
            _ => Self::Other,
        }
    }
}

/// Elements that every page of the guide closes, and that hold what is read.
pub(super) const CLOSED: &[&str] = &["blockquote", "h1", "h2", "h3", "h4", "pre", "table"];

/// Headings of this level and larger ones begin a section.
pub(super) const SMALLEST_SECTION: u8 = 3;

/// What a class says about the language of a block of code: `tab-python` and `language-python` both say `python`.
pub(super) fn language(class: &str) -> Option<&str> {
    class.strip_prefix("tab-").or_else(|| class.strip_prefix("language-"))
}

/// Whether a block of code in this language is a program, which has nothing to read.
pub(super) fn is_program(language: &str) -> bool {
    !matches!(language, "json" | "shell" | "bash" | "http" | "text")
}

/// What is under a small heading, or in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Method and path follow.
    HttpRequest,
    /// The path of a socket follows.
    UrlPath,
    /// The heading itself is a limit.
    Limit { scope: Option<String>, text: String },
    /// The heading itself says by what a limit is counted.
    LimitRule { when: Option<String>, text: String },
    /// The heading itself says which permission a key needs.
    Permission(String),
    /// Parameters follow.
    Request,
    /// Reply fields follow.
    Response,
    /// Fields of pushed messages follow.
    Push,
    /// An example follows. Most pages use a label instead.
    Example,
    /// Anything else.
    Other,
}

impl Topic {
    /// Reads a heading. The guide varies capitals, plurals and colons.
    pub(super) fn of(heading: &str) -> Self {
        let heading = heading.replace('：', ":");
        let (name, text) = heading.split_once(':').unwrap_or((&heading, ""));
        let name = name.trim().to_lowercase();
        let text = text.trim().to_owned();
        if let Some(rest) = name.strip_prefix("rate limit rule") {
            return Self::LimitRule { when: without_brackets(rest), text };
        }
        if let Some(rest) = name.strip_prefix("rate limit") {
            return Self::Limit { scope: without_brackets(rest), text };
        }
        if name.starts_with("permission") {
            return Self::Permission(text);
        }
        Self::of_table(&heading.to_lowercase())
    }

    fn of_table(heading: &str) -> Self {
        const TOPICS: [(&str, Topic); 8] = [
            ("http request", Topic::HttpRequest),
            ("url path", Topic::UrlPath),
            ("push", Topic::Push),
            ("request param", Topic::Request),
            ("response param", Topic::Response),
            ("returned param", Topic::Response),
            ("example", Topic::Example),
            ("", Topic::Other),
        ];
        TOPICS.into_iter().find(|(words, _)| heading.contains(words)).map_or(Self::Other, |(_, topic)| topic)
    }
}

fn without_brackets(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['(', ')', '（', '）']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Code,
    Description,
    Http,
    Message,
    Name,
    Required,
    Type,
}

impl Column {
    /// Reads the header of a column.
    pub(super) fn of(header: &str) -> Option<Self> {
        let header = header.to_lowercase();
        match header.trim().trim_end_matches('s') {
            "parameter" | "parameter name" | "field" | "field name" | "name" => Some(Self::Name),
            "type" | "data type" => Some(Self::Type),
            "required" => Some(Self::Required),
            "description" => Some(Self::Description),
            "error code" | "status code" | "code" => Some(Self::Code),
            "error message" | "reason text" | "message" | "reason" => Some(Self::Message),
            header if header.starts_with("http") => Some(Self::Http),
            _ => None,
        }
    }
}

/// What precedes the name of a nested field, once for each level.
pub(super) const NESTING: [char; 2] = ['>', '＞'];

/// Reads the cell that says whether a parameter is required, and whether it uses one of the usual words.
pub(super) fn requirement(cell: &str) -> Option<(Requirement, bool)> {
    match cell.trim().to_lowercase().as_str() {
        "yes" => Some((Requirement::Required, true)),
        "no" => Some((Requirement::Optional, true)),
        "conditional" => Some((Requirement::Conditional, true)),
        "true" | "required" | "y" | "是" => Some((Requirement::Required, false)),
        "false" | "optional" | "n" | "否" => Some((Requirement::Optional, false)),
        _ => None,
    }
}

/// A word in the cell of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeWord {
    List,
    Of,
    Base(BaseType),
}

impl TypeWord {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word.trim_end_matches('s') {
            "array" | "list" => Self::List,
            "of" => Self::Of,
            "string" => Self::Base(BaseType::Text),
            "boolean" | "bool" => Self::Base(BaseType::Boolean),
            "integer" | "int" | "long" => Self::Base(BaseType::Integer),
            "number" | "decimal" | "double" | "float" => Self::Base(BaseType::Number),
            "object" => Self::Base(BaseType::Object),
            _ => return None,
        })
    }
}

/// A word that is an HTTP method and nothing else.
pub(super) fn method(word: &str) -> Option<Method> {
    match word {
        "GET" => Some(Method::Get),
        "POST" => Some(Method::Post),
        _ => None,
    }
}

/// The permission of a word, and whether it is the usual word for it.
pub(super) fn permission(word: &str) -> Option<(Access, bool)> {
    match word.to_lowercase().as_str() {
        "public" => Some((Access::Public, true)),
        "read" => Some((Access::Read, true)),
        "trade" => Some((Access::Trade, true)),
        "withdraw" => Some((Access::Withdraw, true)),
        "trading" => Some((Access::Trade, false)),
        _ => None,
    }
}

/// Whether a title or a text, both in lower case, says that everybody may call.
pub(super) fn says_public(title: &str, about: &str) -> bool {
    let in_words = ["this public endpoint", "authentication is optional"];
    title.ends_with("(public)")
        || about.starts_with("public endpoint")
        || in_words.iter().any(|words| about.contains(words))
}

/// What a limit counts, by the word after the number.
pub(super) fn counts(word: &str) -> Option<Counts> {
    match word.to_lowercase().trim_end_matches('s') {
        "request" => Some(Counts::Requests),
        "order" => Some(Counts::Orders),
        _ => None,
    }
}

/// The seconds of a unit of time.
pub(super) fn seconds(word: &str) -> Option<u64> {
    match word.to_lowercase().trim_end_matches('s') {
        "second" => Some(1),
        "minute" => Some(60),
        "hour" => Some(60 * 60),
        "day" => Some(24 * 60 * 60),
        "month" => Some(30 * 24 * 60 * 60),
        _ => None,
    }
}

/// By what a limit is counted.
pub(super) fn limit_key(text: &str) -> Option<KeyPart> {
    let field = |name: &str| Some(KeyPart::Field(name.to_owned()));
    match text.to_lowercase().replace([' ', '-'], "").as_str() {
        "userid" => Some(KeyPart::User),
        "masteraccountuserid" => Some(KeyPart::Master),
        "ip" => Some(KeyPart::Ip),
        "instrumentid" | "instid" | "instidcode" => Some(KeyPart::Symbol),
        "instrumentfamily" | "instfamily" => field("instFamily"),
        "instrumenttype" | "insttype" => field("instType"),
        "currency" | "ccy" => field("ccy"),
        _ => None,
    }
}

/// Whether the text beside a socket's path says that a login is needed.
pub(super) fn says_login(text: &str) -> bool {
    text.to_lowercase().contains("login")
}

/// Values of `op` that subscribe instead of sending something.
pub(super) const SUBSCRIBING: [&str; 2] = ["subscribe", "unsubscribe"];

/// What an example shows, by its label.
pub(super) fn role(label: &str) -> Role {
    const ROLES: [(&str, Role); 8] = [
        ("push", Role::Push),
        ("fail", Role::Failure),
        ("format error", Role::Failure),
        ("response", Role::Response),
        ("returned", Role::Response),
        ("返回", Role::Response),
        ("success", Role::Response),
        ("request", Role::Request),
    ];
    let label = label.to_lowercase();
    ROLES.into_iter().find(|(word, _)| label.contains(word)).map_or(Role::Other, |(_, role)| role)
}
