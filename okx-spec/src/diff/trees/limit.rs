//! Budgets that several calls share. A call's own budget is a matter of the call.

use super::{About, Comparison, Pair, conditions, paired};
use crate::finding::{Change, Grade};
use crate::model::{Budget, Model};

impl Comparison<'_> {
    pub(super) fn budgets(&mut self) {
        let (old, new) = (shared(self.old), shared(self.new));
        for pair in paired(&old, &new, |one| &one.name) {
            match pair {
                Pair::Old(one) => self.gone(&subject(one), "", &one.at),
                Pair::New(one) => self.fresh(&subject(one), "", &one.at, Grade::Additive),
                Pair::Both(old, new) => {
                    let subject = subject(old);
                    let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
                    self.budget(&about, old, new);
                    self.sentence(&about, &old.does, &new.does);
                }
            }
        }
    }

    /// The client keeps to whatever the limit is, so a program that uses it goes on working.
    pub(super) fn budget(&mut self, about: &About<'_>, old: &Budget, new: &Budget) {
        let limit = |one: &Budget| (one.rate, one.lead_trader, one.keys.clone(), one.counts);
        if limit(old) != limit(new) {
            self.find(about, Change::Limit, Grade::Additive, "the limit changed");
        }
        let scope = |one: &Budget| (conditions(&one.only), conditions(&one.exempt));
        self.same(about, &scope(old), &scope(new), Grade::Additive, "what the limit counts");
        self.same(about, &old.refused_with, &new.refused_with, Grade::Additive, "the code of the used-up limit");
        self.same(about, &old.account_figure, &new.account_figure, Grade::Additive, "whether accounts differ");
    }
}

fn shared(model: &Model) -> Vec<Budget> {
    model.budgets.iter().filter(|budget| budget.call.is_none()).cloned().collect()
}

fn subject(budget: &Budget) -> String {
    format!("budget {}", budget.name)
}
