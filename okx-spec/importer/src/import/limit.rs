//! The guide's limits in the words of the format.

use okx_spec::model::{Access, Counts, KeyPart};

use super::Importer;
use super::entry::{quoted, todo};
use crate::guide::{Endpoint, Field, Limit, LimitRule};

pub(super) const FILE: &str = "limits.yaml";

/// What the guide states about the limits of a call or an operation.
#[derive(Clone, Copy)]
pub(super) struct StatedOf<'g> {
    pub(super) limits: &'g [Limit],
    pub(super) rules: &'g [LimitRule],
    /// Its parameters, by which limits may be counted.
    pub(super) fields: &'g [Field],
}

impl<'g> StatedOf<'g> {
    pub(super) fn call(call: &'g Endpoint) -> Self {
        Self { limits: &call.limits, rules: &call.limit_rules, fields: &call.parameters }
    }
}

/// `60/2s by user, symbol`; `None` where the guide's limits do not fit into one that counts requests.
pub(super) fn limit_text(stated: StatedOf<'_>, access: Access) -> Option<String> {
    match stated.limits {
        [] => Some(format!("1/1s by {}", caller_key(access))),
        [only] if only.scope.is_none() && only.counts == Counts::Requests => {
            Some(one(only, stated.rules.first(), stated, access))
        }
        _ => None,
    }
}

impl Importer<'_> {
    /// The line of a new call that says what it draws on. Limits that do not fit into one become budgets with the call's name.
    pub(super) fn limit_line(&mut self, call: StatedOf<'_>, name: &str, access: Access) -> String {
        if let Some(limit) = limit_text(call, access) {
            return format!("limit: {}", limit_value(&limit));
        }
        let everyone: Vec<&Limit> = call.limits.iter().filter(|limit| limit.scope.is_none()).collect();
        let lead = call.limits.iter().find(|limit| limit.scope.is_some());
        let mut names = Vec::new();
        for (place, limit) in everyone.iter().enumerate() {
            let name = if place == 0 { name.to_owned() } else { format!("{name}_{}", place + 1) };
            // Where there are as many keys as limits, each limit has its own.
            let own_rule = everyone.len() == call.rules.len();
            let rule = call.rules.get(if own_rule { place } else { 0 });
            self.pending.budgets.push(format!("{name}:"));
            self.pending.budgets.push(format!("  does: {}", quoted(&todo("say what it is for"))));
            self.pending.budgets.push(format!("  limit: {}", limit_value(&one(limit, rule, call, access))));
            self.pending
                .budgets
                .extend(lead.filter(|_| place == 0).map(|lead| format!("  lead_trader: {}", lead.rate)));
            self.pending.budgets.extend((limit.counts == Counts::Orders).then(|| "  counts: orders".to_owned()));
            names.push(name);
        }
        format!("draws: [{}]", names.join(", "))
    }

    pub(super) fn put_budgets(&mut self) {
        let lines = std::mem::take(&mut self.pending.budgets);
        let Some(file) = self.files.get_mut(FILE) else { return };
        let Some(budgets) = file.tree.entry("budgets").cloned() else { return };
        if lines.is_empty() {
            return;
        }
        match budgets.node.entries().last() {
            Some(last) => file.add_lines_after(last, &lines),
            None => file.fill(&budgets, &lines),
        };
    }
}

/// A limit as a value of its own line, where a comma needs no quotes.
pub(super) fn limit_value(text: &str) -> String {
    let is_plain = text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '/' | ' ' | ','));
    if is_plain { text.to_owned() } else { quoted(text) }
}

fn one(limit: &Limit, rule: Option<&LimitRule>, call: StatedOf<'_>, access: Access) -> String {
    let keys = rule.map(|rule| rule.keys.as_slice()).unwrap_or_default();
    let mut keys: Vec<String> = keys.iter().filter_map(|key| word(key, call)).collect();
    if keys.is_empty() {
        keys.push(caller_key(access).to_string());
    }
    format!("{} by {}", limit.rate, keys.join(", "))
}

/// Whom OKX knows a caller by.
fn caller_key(access: Access) -> KeyPart {
    match access {
        Access::Public | Access::Either => KeyPart::Ip,
        Access::Read | Access::Trade | Access::Withdraw => KeyPart::User,
    }
}

/// An instrument is named by the field of the call that names it; where none does, it cannot be part of the key.
fn word(key: &KeyPart, call: StatedOf<'_>) -> Option<String> {
    let has = |name: &str| call.fields.iter().any(|field| field.name == name);
    match key {
        KeyPart::Symbol if has("instId") || has("instIdCode") => Some(key.to_string()),
        KeyPart::Symbol => has("instFamily").then(|| "instFamily".to_owned()),
        other => Some(other.to_string()),
    }
}
