//! Which part of its subject a finding is about.

use std::fmt;

use super::Subject;

/// Which part of its subject a finding is about. Its text names it in output and in `guide/slips.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The subject as a whole; its text is empty.
    Whole,
    /// Who may use it.
    Access,
    /// Whether it takes a deadline.
    Deadline,
    /// The HTTP status of a code.
    HttpStatus,
    /// The rate limit.
    Limit,
    /// Whether a login is needed.
    Login,
    /// The socket.
    Socket,
    /// A parameter or a reply field: `request.attachAlgoOrds.sz`.
    Field(FieldPath),
    /// A value of a parameter or a reply field: `request.stopType=contract_dca`.
    Value(FieldPath, String),
    /// Something within an entry of a description, by its name: a value of an enum, a field of an object.
    Named(String),
}

/// The way from a message to one of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldPath {
    /// The message.
    pub side: Side,
    /// The names on the wire, outermost first.
    pub names: Vec<String>,
}

/// A message that has fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What is sent.
    Request,
    /// What comes back: one row of a call's reply, the whole message of an operation's.
    Response,
    /// The arguments of a subscription.
    Arguments,
    /// What answers a subscription.
    Reply,
    /// What is pushed.
    Push,
}

impl Side {
    const ALL: [(&str, Self); 5] = [
        ("request", Self::Request),
        ("response", Self::Response),
        ("arguments", Self::Arguments),
        ("reply", Self::Reply),
        ("push", Self::Push),
    ];
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL.iter().find(|(_, side)| side == self).map_or("", |(word, _)| word))
    }
}

impl FieldPath {
    /// A path of these names.
    pub fn new<'n>(side: Side, names: impl IntoIterator<Item = &'n str>) -> Self {
        Self { side, names: names.into_iter().map(str::to_owned).collect() }
    }

    /// The names below the outermost one, if that is this one of this message and there are any.
    pub fn below(&self, side: Side, outermost: &str) -> Option<&[String]> {
        match self.names.as_slice() {
            [first, below @ ..] if self.side == side && first == outermost && !below.is_empty() => Some(below),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (side, names) = text.split_once('.')?;
        let (_, side) = Side::ALL.into_iter().find(|(word, _)| *word == side)?;
        Some(Self::new(side, names.split('.')))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.side, self.names.join("."))
    }
}

impl Part {
    /// Reads the part of a finding about this subject.
    pub fn parse(subject: &Subject, text: &str) -> Self {
        let named = || Self::Named(text.to_owned());
        // A value may have any name.
        if matches!(subject, Subject::Enum(_)) && !text.is_empty() {
            return named();
        }
        let aspects =
            [Self::Whole, Self::Access, Self::Deadline, Self::HttpStatus, Self::Limit, Self::Login, Self::Socket];
        if let Some(aspect) = aspects.into_iter().find(|aspect| aspect.to_string() == text) {
            return aspect;
        }
        match text.split_once('=') {
            Some((field, value)) => {
                FieldPath::parse(field).map_or_else(named, |path| Self::Value(path, value.to_owned()))
            }
            None => FieldPath::parse(text).map_or_else(named, Self::Field),
        }
    }

    /// The field, where it is about a field or a value of one.
    pub fn field(&self) -> Option<&FieldPath> {
        match self {
            Self::Field(path) | Self::Value(path, _) => Some(path),
            _ => None,
        }
    }

    /// The part without a value: a value belongs to its field.
    #[must_use]
    pub fn without_value(&self) -> Self {
        self.field().map_or_else(|| self.clone(), |path| Self::Field(path.clone()))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Access => f.write_str("access"),
            Self::Deadline => f.write_str("deadline"),
            Self::HttpStatus => f.write_str("http"),
            Self::Limit => f.write_str("limit"),
            Self::Login => f.write_str("login"),
            Self::Socket => f.write_str("socket"),
            Self::Field(path) => path.fmt(f),
            Self::Value(path, value) => write!(f, "{path}={value}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, Part, Side, Subject};

    #[test]
    fn a_text_is_read_back() {
        let call: Subject = "POST /api/v5/trade/order".parse().unwrap();
        for text in ["", "limit", "http", "request.legs.sz", "push.data.px", "request.stopType=contract=dca"] {
            assert_eq!(Part::parse(&call, text).to_string(), text);
        }
        assert_eq!(Part::parse(&call, "request.legs.sz"), Part::Field(FieldPath::new(Side::Request, ["legs", "sz"])));
        assert_eq!(Part::parse(&Subject::Enum("OrdType".to_owned()), "limit"), Part::Named("limit".to_owned()));
    }
}
