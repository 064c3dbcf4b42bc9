//! Rate limits: count, window, key.

use okx_spec::model::{Budget, BudgetId, Counts, KeyPart, Model, Rate};

use super::{About, Comparison};
use crate::finding::{Change, Grade};
use crate::guide::{Limit, LimitRule};

impl Comparison<'_> {
    /// Every limit of the guide is one of the budgets that are drawn on, and a budget of one's own is one of the guide's limits.
    pub(super) fn limits(&mut self, about: &About<'_>, limits: &[Limit], rules: &[LimitRule], draws: &[BudgetId]) {
        let budgets: Vec<&Budget> = draws.iter().map(|id| &self.model[*id]).collect();
        if fits(limits, rules, &budgets) {
            return;
        }
        let unmatched = unmatched(limits, rules, &budgets);
        let Some(nearest) = idle(limits, rules, &budgets).or_else(|| budgets.first().copied()) else { return };
        let guide: Vec<String> = limits.iter().map(|limit| in_words(limit, rules)).collect();
        let text = format!("the guide says {}, the description {}", guide.join(" and "), budget_in_words(nearest));
        let tighter = unmatched.is_none_or(|limit| is_tighter(limit, rules, nearest));
        let grade = if tighter { Grade::Breaking } else { Grade::Additive };
        self.findings.push(about.finding("limit", Change::Limit, grade, text));
    }
}

/// Whether budgets hold to what the guide says, as far as it says anything.
pub(crate) fn fits_limits(model: &Model, limits: &[Limit], rules: &[LimitRule], draws: &[BudgetId]) -> bool {
    fits(limits, rules, &draws.iter().map(|id| &model[*id]).collect::<Vec<_>>())
}

fn fits(limits: &[Limit], rules: &[LimitRule], budgets: &[&Budget]) -> bool {
    limits.is_empty() || (unmatched(limits, rules, budgets).is_none() && idle(limits, rules, budgets).is_none())
}

/// A limit of the guide that no budget holds to.
fn unmatched<'g>(limits: &'g [Limit], rules: &[LimitRule], budgets: &[&Budget]) -> Option<&'g Limit> {
    limits.iter().find(|limit| !budgets.iter().any(|budget| is_same(limit, rules, budget)))
}

/// A budget of one's own that the guide knows nothing of.
fn idle<'m>(limits: &[Limit], rules: &[LimitRule], budgets: &[&'m Budget]) -> Option<&'m Budget> {
    let own = budgets.iter().find(|budget| budget.call.is_some());
    own.filter(|own| !limits.iter().any(|limit| is_same(limit, rules, own))).copied()
}

fn is_same(limit: &Limit, rules: &[LimitRule], budget: &Budget) -> bool {
    if limit.scope.is_some() {
        return budget.lead_trader == Some(limit.rate);
    }
    limit.rate == budget.rate && limit.counts == budget.counts && is_same_key(rules, budget)
}

/// The guide gives one key for options and one for everything else where the format says `symbol`, and two for two kinds of users.
fn is_same_key(rules: &[LimitRule], budget: &Budget) -> bool {
    let ours = key(&budget.keys);
    rules.is_empty() || rules.iter().any(|rule| key(&rule.keys) == ours)
}

/// A key in which the ways to name an instrument are one.
fn key(parts: &[KeyPart]) -> Vec<String> {
    let mut key: Vec<String> = parts.iter().map(word).collect();
    key.sort_unstable();
    key.dedup();
    key
}

fn word(part: &KeyPart) -> String {
    match part {
        KeyPart::Field(field) if matches!(field.as_str(), "instId" | "instFamily" | "instIdCode") => {
            KeyPart::Symbol.to_string()
        }
        other => other.to_string(),
    }
}

/// Whether somebody who keeps to the budget may go over the limit: fewer in the same time, or counted by another key.
fn is_tighter(limit: &Limit, rules: &[LimitRule], budget: &Budget) -> bool {
    let ours = if limit.scope.is_some() { budget.lead_trader.unwrap_or(budget.rate) } else { budget.rate };
    let is_other_kind = limit.counts != budget.counts || (limit.scope.is_none() && !is_same_key(rules, budget));
    let per_window = |rate: Rate, other: Rate| u128::from(rate.count) * u128::from(other.window_ms);
    is_other_kind || per_window(limit.rate, ours) < per_window(ours, limit.rate)
}

fn in_words(limit: &Limit, rules: &[LimitRule]) -> String {
    let keys: Vec<String> = rules.iter().map(|rule| key(&rule.keys).join(", ")).collect();
    let scope = limit.scope.as_ref().map(|scope| format!(" {scope}")).unwrap_or_default();
    format!("`{} by {}`{scope}", rate_in_words(limit.rate, limit.counts), keys.join(" or "))
}

fn budget_in_words(budget: &Budget) -> String {
    let lead = budget.lead_trader.map(|rate| format!(", {} for lead traders", rate_in_words(rate, budget.counts)));
    let rate = rate_in_words(budget.rate, budget.counts);
    format!("`{rate} by {}`{} ({})", key(&budget.keys).join(", "), lead.unwrap_or_default(), budget.name)
}

fn rate_in_words(rate: Rate, counts: Counts) -> String {
    let what = if counts == Counts::Orders { " of orders" } else { "" };
    format!("{rate}{what}")
}
