//! What the guide states about a part where a slip may say which statement it excuses.

use std::fmt;

use okx_spec::limit;
use okx_spec::model::{Access, Counts, KeyPart, Rate};

use super::Change;
use crate::guide::{DataType, Limit, LimitRule};

/// What the guide states: a type, limits, permissions, or HTTP statuses. Its text is what a slip gives under `says:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// A type: `list of text`.
    Type(DataType),
    /// Limits: `` `20/2s by symbol, user` ``.
    Limits(StatedLimits),
    /// Permissions: `read or trade`.
    Access(Vec<Access>),
    /// HTTP statuses: `200 or 400`.
    HttpStatus(Vec<u16>),
}

/// What the guide states about the limits of a call or an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedLimits(Vec<StatedLimit>);

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedLimit {
    rate: Rate,
    counts: Counts,
    /// By what it is counted; several keys where the guide has several for different cases.
    keys: Vec<Vec<KeyPart>>,
    /// For whom, where it is not for everyone.
    scope: Option<String>,
}

const OF_ORDERS: &str = " of orders";

impl Stated {
    /// Reads what a slip gives under `says:` for a kind of change; `None` when the guide states no such thing.
    pub fn parse(change: Change, text: &str) -> Option<Self> {
        let mut alternatives = text.split(" or ");
        match change {
            Change::Type => DataType::parse(text).map(Self::Type),
            Change::Limit => StatedLimits::parse(text).map(Self::Limits),
            Change::Access => alternatives.map(access).collect::<Option<_>>().map(Self::Access),
            Change::HttpStatus => {
                alternatives.all(|status| status.parse::<u16>().is_ok()).then_some(())?;
                Some(Self::HttpStatus(text.split(" or ").filter_map(|status| status.parse().ok()).collect()))
            }
            _ => None,
        }
    }
}

fn access(word: &str) -> Option<Access> {
    Access::ALL.iter().find(|(known, _)| *known == word).map(|(_, access)| *access)
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(data_type) => data_type.fmt(f),
            Self::Limits(limits) => limits.fmt(f),
            Self::Access(access) => f.write_str(&joined(access.iter().map(|one| one.as_str().to_owned()))),
            Self::HttpStatus(statuses) => f.write_str(&joined(statuses.iter().map(u16::to_string))),
        }
    }
}

/// `a or b`.
fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(" or ")
}

impl StatedLimits {
    /// What the guide states.
    pub(crate) fn of(limits: &[Limit], rules: &[LimitRule]) -> Self {
        let stated = |limit: &Limit| StatedLimit {
            rate: limit.rate,
            counts: limit.counts,
            keys: rules.iter().map(|rule| key(&rule.keys)).collect(),
            scope: limit.scope.clone(),
        };
        Self(limits.iter().map(stated).collect())
    }

    fn parse(text: &str) -> Option<Self> {
        let mut limits = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (limit, behind) = rest.strip_prefix('`')?.split_once('`')?;
            let (scope, next) = behind.split_once(" and `").unwrap_or((behind, ""));
            limits
                .push(StatedLimit { scope: scope.strip_prefix(' ').map(str::to_owned), ..StatedLimit::parse(limit)? });
            rest = &rest[rest.len() - next.len() - usize::from(!next.is_empty())..];
        }
        Some(Self(limits))
    }
}

impl fmt::Display for StatedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&limits.join(" and "))
    }
}

impl StatedLimit {
    /// `20/2s of orders by user or ip`.
    fn parse(text: &str) -> Option<Self> {
        let (rate, keys) = text.split_once(" by ").or_else(|| Some((text.strip_suffix(" by")?, "")))?;
        let (rate, counts) = match rate.strip_suffix(OF_ORDERS) {
            Some(rate) => (rate, Counts::Orders),
            None => (rate, Counts::Requests),
        };
        let parsed = |keys: &str| limit::parse(&format!("{rate} by {keys}")).ok();
        let alternatives: Vec<&str> = keys.split(" or ").filter(|keys| !keys.is_empty()).collect();
        let keys = alternatives.into_iter().map(|keys| parsed(keys).map(|(_, keys)| key(&keys)));
        Some(Self { rate: parsed("user")?.0, counts, keys: keys.collect::<Option<_>>()?, scope: None })
    }
}

impl fmt::Display for StatedLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let orders = if self.counts == Counts::Orders { OF_ORDERS } else { "" };
        let keys = joined(self.keys.iter().map(|key| words(key)));
        let scope = self.scope.as_ref().map(|scope| format!(" {scope}")).unwrap_or_default();
        write!(f, "`{}{orders} by {keys}`{scope}", self.rate)
    }
}

/// A key in which the ways to name an instrument are one.
pub(crate) fn key(parts: &[KeyPart]) -> Vec<KeyPart> {
    let one = |part: &KeyPart| match part {
        KeyPart::Field(field) if matches!(field.as_str(), "instId" | "instFamily" | "instIdCode") => KeyPart::Symbol,
        other => other.clone(),
    };
    let mut key: Vec<KeyPart> = parts.iter().map(one).collect();
    key.sort_by_key(ToString::to_string);
    key.dedup();
    key
}

/// `symbol, user`.
pub(crate) fn words(key: &[KeyPart]) -> String {
    key.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Change, Stated};

    #[test]
    fn a_text_is_read_back() {
        for (change, text) in [
            (Change::Type, "text"),
            (Change::Type, "list of list of object"),
            (Change::Limit, "`20/2s by symbol, user`"),
            (Change::Limit, "`10/1s by symbol or user` and `1/5s of orders by user` of lead traders"),
            (Change::Limit, "`1/2s by ` of lead traders and `1/5s by ip`"),
            (Change::Access, "read or trade"),
            (Change::HttpStatus, "200 or 400"),
        ] {
            assert_eq!(Stated::parse(change, text).map(|stated| stated.to_string()).as_deref(), Some(text));
        }
        for (change, text) in [
            (Change::Type, "texts"),
            (Change::Limit, "20/2s by user"),
            (Change::Limit, "`20 by user`"),
            (Change::Access, "everybody"),
            (Change::HttpStatus, "ok"),
            (Change::Added, "text"),
        ] {
            assert_eq!(Stated::parse(change, text), None, "{text}");
        }
    }
}
