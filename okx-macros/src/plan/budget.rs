//! Rate-limit budgets.

use okx_spec::model::{Budget, BudgetId, Condition, Counts, KeyPart, Rate};
use proc_macro2::{Ident, TokenStream};

use super::names::{self, Names};
use super::{condition, limit, prose};

/// A static that holds a shared budget.
pub(crate) struct SharedBudgetPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) facts: BudgetPlan,
}

/// The facts of one budget.
pub(crate) struct BudgetPlan {
    pub(crate) name: CallName,
    pub(crate) rate: Rate,
    pub(crate) lead_trader: Option<Rate>,
    pub(crate) keys: Vec<KeyPart>,
    pub(crate) counts: Counts,
    pub(crate) only: Vec<Condition>,
    pub(crate) exempt: Vec<Condition>,
    pub(crate) refused_with: Code,
    pub(crate) account_figure: bool,
}

/// What a call, or a budget, is called.
#[derive(Clone)]
pub(crate) enum CallName {
    /// By the description.
    Described(String),
    /// By the path of the user's type, which no other crate has.
    Type(String),
}

/// The result code of a call that came too often.
pub(crate) enum Code {
    /// As the description has it.
    Described(String),
    /// The usual one, by its name.
    Usual,
}

/// A budget that a call draws on.
pub(crate) enum Draw {
    /// A shared one, by its path.
    Shared(TokenStream),
    /// One of its own.
    Own(BudgetPlan),
}

pub(crate) fn plan(budget: &Budget) -> SharedBudgetPlan {
    SharedBudgetPlan { docs: docs(budget), name: names::constant(&budget.name), facts: facts(budget) }
}

/// How a call draws on its budgets: its own stands in the call's facts.
pub(crate) fn draws(names: &Names<'_>, budgets: &[BudgetId]) -> Vec<Draw> {
    budgets.iter().map(|&id| draw(names, &names.model[id])).collect()
}

fn draw(names: &Names<'_>, budget: &Budget) -> Draw {
    match budget.call {
        Some(_) => Draw::Own(facts(budget)),
        None => Draw::Shared(names.budget(budget)),
    }
}

fn facts(budget: &Budget) -> BudgetPlan {
    BudgetPlan {
        name: CallName::Described(budget.name.clone()),
        rate: budget.rate,
        lead_trader: budget.lead_trader,
        keys: budget.keys.clone(),
        counts: budget.counts,
        only: budget.only.clone(),
        exempt: budget.exempt.clone(),
        refused_with: Code::Described(budget.refused_with.clone()),
        account_figure: budget.account_figure,
    }
}

fn docs(budget: &Budget) -> String {
    format!("{}\n\n{}.", prose::escaped(&budget.does), in_words(budget))
}

/// The budget in words, without a full stop.
pub(crate) fn in_words(budget: &Budget) -> String {
    let counted = |word: &str, conditions: &[Condition]| {
        (!conditions.is_empty()).then(|| format!(", {word} when {}", condition::in_words(conditions)))
    };
    let lead_trader = budget.lead_trader.map(|rate| limit::rate_in_words(rate, budget.counts));
    let parts = [
        Some(limit::in_words(budget.rate, budget.counts, &budget.keys)),
        counted("counted only", &budget.only),
        counted("not counted", &budget.exempt),
        lead_trader.map(|rate| format!(" ({rate} for the lead instruments of lead traders)")),
        budget.account_figure.then(|| ", unless OKX grants the account another count".to_owned()),
    ];
    parts.into_iter().flatten().collect()
}
