//! What a small heading announces. The guide writes the same thing in several ways: other letters in capitals, a full-width colon, plural or not.

/// What stands under, or in, a small heading.
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
    /// The heading itself says what right a key needs.
    Permission(String),
    /// Parameters follow.
    Request,
    /// Reply fields follow.
    Response,
    /// Fields of pushed messages follow.
    Push,
    /// Anything else.
    Other,
}

impl Topic {
    /// Reads a heading.
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
        let says = |word: &str| heading.contains(word);
        if says("http request") {
            Self::HttpRequest
        } else if says("url path") {
            Self::UrlPath
        } else if says("push") {
            Self::Push
        } else if says("request param") {
            Self::Request
        } else if says("response param") || says("returned param") {
            Self::Response
        } else {
            Self::Other
        }
    }
}

fn without_brackets(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['(', ')', '（', '）']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
