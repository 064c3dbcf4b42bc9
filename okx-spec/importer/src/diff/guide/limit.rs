//! Rate limits: count, window, key.

use okx_spec::model::{Budget, BudgetId, Counts, Model, Rate};

use super::{About, Comparison};
use crate::finding::{Grade, GuideDifference, Part, StatedLimits, key, words};
use crate::guide::{Limit, LimitRule};

impl Comparison<'_> {
    /// Every limit of the guide must be one of the budgets that are drawn on, and a budget of its own must be one of the guide's limits.
    pub(super) fn limits(&mut self, about: &About<'_>, limits: &[Limit], rules: &[LimitRule], draws: &[BudgetId]) {
        let budgets: Vec<&Budget> = draws.iter().map(|id| &self.model[*id]).collect();
        if fits(limits, rules, &budgets) {
            return;
        }
        let unmatched = unmatched(limits, rules, &budgets);
        let Some(nearest) = not_in_guide(limits, rules, &budgets).or_else(|| budgets.first().copied()) else { return };
        let difference =
            GuideDifference::Limit { described: budget_in_words(nearest), stated: StatedLimits::of(limits, rules) };
        let is_tighter = unmatched.is_none_or(|limit| is_tighter(limit, rules, nearest));
        let grade = if is_tighter { Grade::Breaking } else { Grade::Additive };
        self.find(about, Part::Limit, grade, difference);
    }
}

/// Whether budgets keep the limits of the guide, as far as it states any.
pub(crate) fn fits_limits(model: &Model, limits: &[Limit], rules: &[LimitRule], draws: &[BudgetId]) -> bool {
    fits(limits, rules, &draws.iter().map(|id| &model[*id]).collect::<Vec<_>>())
}

fn fits(limits: &[Limit], rules: &[LimitRule], budgets: &[&Budget]) -> bool {
    limits.is_empty() || (unmatched(limits, rules, budgets).is_none() && not_in_guide(limits, rules, budgets).is_none())
}

/// A limit of the guide that no budget keeps.
fn unmatched<'g>(limits: &'g [Limit], rules: &[LimitRule], budgets: &[&Budget]) -> Option<&'g Limit> {
    limits.iter().find(|limit| !budgets.iter().any(|budget| is_same(limit, rules, budget)))
}

/// A budget of a call's own that the guide does not state.
fn not_in_guide<'m>(limits: &[Limit], rules: &[LimitRule], budgets: &[&'m Budget]) -> Option<&'m Budget> {
    let own = budgets.iter().find(|budget| budget.call.is_some());
    own.filter(|own| !limits.iter().any(|limit| is_same(limit, rules, own))).copied()
}

fn is_same(limit: &Limit, rules: &[LimitRule], budget: &Budget) -> bool {
    // The guide has no column for conditions and codes; what a budget is called and where it belongs is ours.
    let Budget {
        rate,
        lead_trader,
        counts,
        keys: _,
        only: _,
        exempt: _,
        refused_with: _,
        account_figure: _,
        name: _,
        does: _,
        chapter: _,
        call: _,
        at: _,
    } = budget;
    if limit.scope.is_some() {
        return *lead_trader == Some(limit.rate);
    }
    limit.rate == *rate && limit.counts == *counts && is_same_key(rules, budget)
}

/// Where the format says `symbol`, the guide gives one key for options and one for everything else; and it gives two for two kinds of users.
fn is_same_key(rules: &[LimitRule], budget: &Budget) -> bool {
    let described = key(&budget.keys);
    rules.is_empty() || rules.iter().any(|rule| key(&rule.keys) == described)
}

/// Whether somebody who keeps to the budget may exceed the limit: it allows less in the same time, or is counted by another key.
fn is_tighter(limit: &Limit, rules: &[LimitRule], budget: &Budget) -> bool {
    let described = if limit.scope.is_some() { budget.lead_trader.unwrap_or(budget.rate) } else { budget.rate };
    let is_other_kind = limit.counts != budget.counts || (limit.scope.is_none() && !is_same_key(rules, budget));
    let per_window = |rate: Rate, other: Rate| u128::from(rate.count) * u128::from(other.window_ms);
    is_other_kind || per_window(limit.rate, described) < per_window(described, limit.rate)
}

fn budget_in_words(budget: &Budget) -> String {
    let lead = budget.lead_trader.map(|rate| format!(", {} for lead traders", rate_in_words(rate, budget.counts)));
    let rate = rate_in_words(budget.rate, budget.counts);
    format!("`{rate} by {}`{} ({})", words(&key(&budget.keys)), lead.unwrap_or_default(), budget.name)
}

fn rate_in_words(rate: Rate, counts: Counts) -> String {
    let what = if counts == Counts::Orders { " of orders" } else { "" };
    format!("{rate}{what}")
}
