//! Budgets that several calls share. A call's own budget is a matter of the call.

use okx_spec::describe;
use okx_spec::model::{Budget, BudgetId, Counts, Model};

use super::{About, Comparison, conditions};
use crate::finding::{Change, Grade};

impl Comparison<'_> {
    pub(super) fn budgets(&mut self) {
        self.tables(&shared(self.old), &shared(self.new), Self::budget);
    }

    /// What a call or an operation draws on: shared budgets by their names, and its own.
    pub(super) fn draws(&mut self, about: &About<'_>, old: &[BudgetId], new: &[BudgetId]) {
        let (before, after) = (Drawn::of(self.old, old), Drawn::of(self.new, new));
        self.same(about, &before.shared, &after.shared, Grade::Additive, "the budgets it draws on");
        match (before.own, after.own) {
            (Some(before), Some(after)) => self.budget(about, before, after),
            (None, None) => {}
            _ => self.find(about, Change::Limit, Grade::Additive, "whether it has a limit of its own changed"),
        }
    }

    /// The client keeps to whatever the limit is, so a program that uses it goes on working.
    fn budget(&mut self, about: &About<'_>, old: &Budget, new: &Budget) {
        let limit = |one: &Budget| (one.rate, one.lead_trader, one.keys.clone(), one.counts);
        if limit(old) != limit(new) {
            let text = format!("`{}` is `{}` now", in_words(old), in_words(new));
            self.find(about, Change::Limit, Grade::Additive, text);
        }
        let scope = |one: &Budget| (conditions(&one.only), conditions(&one.exempt));
        self.same(about, &scope(old), &scope(new), Grade::Additive, "what the limit counts");
        self.same(about, &old.refused_with, &new.refused_with, Grade::Additive, "the code of the used-up limit");
        self.same(about, &old.account_figure, &new.account_figure, Grade::Additive, "whether accounts differ");
    }
}

/// The budgets that something draws on.
struct Drawn<'m> {
    own: Option<&'m Budget>,
    shared: Vec<&'m str>,
}

impl<'m> Drawn<'m> {
    fn of(model: &'m Model, draws: &[BudgetId]) -> Self {
        let budgets = || draws.iter().map(|id| &model[*id]);
        Self {
            own: budgets().find(|budget| budget.call.is_some()),
            shared: budgets().filter(|budget| budget.call.is_none()).map(|budget| budget.name.as_str()).collect(),
        }
    }
}

/// `60/2s by user, symbol, every order counts, 4/2s for lead traders`.
fn in_words(budget: &Budget) -> String {
    let orders = if budget.counts == Counts::Orders { ", every order counts" } else { "" };
    let lead = budget.lead_trader.map(|rate| format!(", {rate} for lead traders")).unwrap_or_default();
    format!("{}{orders}{lead}", describe::limit(budget))
}

fn shared(model: &Model) -> Vec<Budget> {
    model.budgets.iter().filter(|budget| budget.call.is_none()).cloned().collect()
}
