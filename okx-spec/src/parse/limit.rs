//! limits.yaml and the limit of a call.

use super::condition::conditions;
use super::members::{Members, entries, text};
use super::node::Node;
use super::scalar::{named, sentence, switch, word};
use super::{RawCondition, Text};
use crate::diagnostic::Sink;
use crate::model::{Counts, Rate};
use crate::{Law, Location};

/// A budget that several calls share.
#[derive(Clone, Debug)]
pub(crate) struct RawBudget {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) limit: RawLimit,
    pub(crate) lead_trader: Option<Rate>,
    pub(crate) counts: Counts,
    pub(crate) only: Vec<RawCondition>,
    pub(crate) exempt: Vec<RawCondition>,
    pub(crate) refused_with: Option<Text>,
    pub(crate) account_figure: bool,
}

/// `60/2s by user, symbol`.
#[derive(Clone, Debug)]
pub(crate) struct RawLimit {
    pub(crate) at: Location,
    pub(crate) rate: Rate,
    /// Words of the format, or fields.
    pub(crate) keys: Vec<String>,
}

impl RawLimit {
    /// A placeholder for a limit that could not be read.
    pub(crate) fn stand_in(at: &Location) -> Self {
        Self { at: at.clone(), rate: Rate { count: 1, window_ms: 1000 }, keys: Vec::new() }
    }
}

/// The budgets of limits.yaml, or of a user's own file.
pub(crate) fn budgets(node: &Node, sink: &mut Sink) -> Vec<RawBudget> {
    let entries = entries(node, "`budgets:`", sink).unwrap_or_default();
    entries.iter().map(|entry| budget(&entry.key, &entry.node, sink)).collect()
}

fn budget(name: &Text, node: &Node, sink: &mut Sink) -> RawBudget {
    let mut members = Members::of(node, "a budget", sink);
    let budget = RawBudget {
        name: name.clone(),
        does: sentence(&mut members, "does", sink),
        limit: members.required("limit").map_or_else(|| RawLimit::stand_in(&name.at), |node| limit(node, sink)),
        lead_trader: members.optional("lead_trader").and_then(|node| plain_rate(node, "lead_trader", sink)),
        counts: members
            .optional("counts")
            .and_then(|node| word(node, "counts", Counts::ALL, sink))
            .unwrap_or(Counts::Requests),
        only: conditions(&mut members, "only", sink),
        exempt: conditions(&mut members, "exempt", sink),
        refused_with: members.optional("refused_with").and_then(|node| named(node, "refused_with", sink)),
        account_figure: switch(&mut members, "account_figure", sink),
    };
    members.finish(sink);
    budget
}

/// `4/2s`, where what it is counted by is known.
pub(crate) fn plain_rate(node: &Node, key: &str, sink: &mut Sink) -> Option<Rate> {
    let text = text(node, format_args!("`{key}:`"), sink)?;
    rate(&text, &text.value, "COUNT/SECONDSs", sink)
}

/// `60/2s by user, symbol`. A limit without a key would be shared by all users of a process, and OKX has no such limits.
pub(crate) fn limit(node: &Node, sink: &mut Sink) -> RawLimit {
    read_limit(node, sink).unwrap_or_else(|| RawLimit::stand_in(&node.at))
}

fn read_limit(node: &Node, sink: &mut Sink) -> Option<RawLimit> {
    let text = text(node, "`limit:`", sink)?;
    let (figures, keys) = match text.value.split_once(" by ") {
        Some((figures, keys)) => (figures, keys),
        None => (text.value.as_str(), ""),
    };
    let rate = rate(&text, figures, "COUNT/SECONDSs by KEY, KEY", sink)?;
    let keys: Vec<String> = keys.split(',').map(|key| key.trim().to_owned()).collect();
    if keys.iter().any(String::is_empty) {
        let right = "add what it is counted by, such as `by user, symbol` or `by ip`";
        sink.report(&text.at, Law::LimitWithoutKey, format_args!("the limit `{}` has no key; {right}", text.value));
        return None;
    }
    Some(RawLimit { at: text.at, rate, keys })
}

fn rate(text: &Text, figures: &str, form: &str, sink: &mut Sink) -> Option<Rate> {
    let Some(rate) = figures_of(figures) else {
        let right = format_args!("`{}` is not a limit; write `{form}`, for example `60/2s`", text.value);
        sink.report(&text.at, Law::MalformedLimit, right);
        return None;
    };
    if rate.count == 0 || rate.window_ms == 0 {
        let text_of =
            format_args!("`{}` would block every request; the count and the seconds must be at least 1", text.value);
        sink.report(&text.at, Law::ZeroLimit, text_of);
        return None;
    }
    Some(rate)
}

fn figures_of(text: &str) -> Option<Rate> {
    let (count, seconds) = text.split_once('/')?;
    let seconds = seconds.strip_suffix('s')?;
    let digits = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
    if !digits(count) || !digits(seconds) {
        return None;
    }
    let seconds: u32 = seconds.parse().ok()?;
    Some(Rate { count: count.parse().ok()?, window_ms: u64::from(seconds) * 1000 })
}
