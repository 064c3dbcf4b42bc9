//! Environments, ids, enums, precision rules, budgets and result codes.

use okx_spec::describe::{self, full_name};
use okx_spec::model::{
    Budget, BudgetId, Counts, Enum, EnumValue, Environment, ErrorCode, IdType, Model, Precision, PrecisionCase,
};

use super::{About, Comparison, Pair, conditions, paired};
use crate::finding::{Aspect, Grade, Part, Revision};

impl Comparison<'_> {
    pub(super) fn environment(&mut self, about: &About<'_>, old: &Environment, new: &Environment) {
        let Environment { name: _, type_name: _, does, rest, socket, demo_socket, at: _ } = new;
        let hosts = (&[&old.rest, &old.socket, &old.demo_socket], &[rest, socket, demo_socket]);
        self.aspect(about, Aspect::Hosts, hosts, Grade::Additive);
        self.wording(about, &[&old.does], &[does]);
    }

    pub(super) fn id(&mut self, about: &About<'_>, old: &IdType, new: &IdType) {
        let IdType { name: _, does, aka: _, chapter: _, number, max_length, letters, secret, identity, at: _ } = new;
        self.aspect(about, Aspect::IsNumber, (&old.number, number), Grade::Breaking);
        // A secret can no longer be shown.
        let grade = if *secret { Grade::Breaking } else { Grade::Additive };
        self.aspect(about, Aspect::Secret, (&old.secret, secret), grade);
        self.aspect(about, Aspect::Identity, (&old.identity, identity), Grade::Additive);
        let is_longer = max_length.is_none_or(|new| old.max_length.is_some_and(|old| new > old));
        let grade = if is_longer { Grade::Additive } else { Grade::Breaking };
        self.aspect(about, Aspect::MaxLength, (&old.max_length, max_length), grade);
        let grade = if letters.is_none() { Grade::Additive } else { Grade::Breaking };
        self.aspect(about, Aspect::Letters, (&old.letters, letters), grade);
        self.wording(about, &[&old.does], &[does]);
    }

    pub(super) fn set(&mut self, about: &About<'_>, old: &Enum, new: &Enum) {
        let Enum { name: _, does, aka: _, chapter: _, values, at: _ } = new;
        for pair in paired(&old.values, values, |one| &one.wire) {
            match pair {
                Pair::Old(one) => {
                    let about = About { old: Some(&one.at), new: None, ..about.named(&one.wire) };
                    self.find(&about, Grade::Breaking, Revision::RemovedValue);
                }
                Pair::New(one) => {
                    let about = About { old: None, new: Some(&one.at), ..about.named(&one.wire) };
                    self.find(&about, Grade::Additive, Revision::NewValue);
                }
                Pair::Both(old, new) => {
                    let EnumValue { wire, name, means, aka: _, at } = new;
                    let about = About::both(about.subject.clone(), Part::Named(wire.clone()), &old.at, at);
                    self.rust_name(&about, &old.name, name);
                    self.wording(&about, &[&old.means], &[means]);
                }
            }
        }
        self.wording(about, &[&old.does], &[does]);
    }

    pub(super) fn precision(&mut self, about: &About<'_>, old: &Precision, new: &Precision) {
        let heads = (&precision_head(self.old, old), &precision_head(self.new, new));
        self.aspect(about, Aspect::PrecisionHead, heads, Grade::Breaking);
        let cases = |one: &Precision| one.cases.iter().map(precision_case).collect::<Vec<_>>();
        self.aspect(about, Aspect::PrecisionCases, (&cases(old), &cases(new)), Grade::Breaking);
        self.wording(about, &[&old.does], &[&new.does]);
    }

    pub(super) fn error(&mut self, about: &About<'_>, old: &ErrorCode, new: &ErrorCode) {
        let ErrorCode { code: _, name, http, class, verdict, means, advice, closes, at: _ } = new;
        self.rust_name(about, &old.name, name);
        self.aspect(about, Aspect::HttpStatus, (&old.http, http), Grade::Additive);
        self.aspect(about, Aspect::Judgement, (&(old.class, old.verdict), &(*class, *verdict)), Grade::Additive);
        self.aspect(about, Aspect::AfterClose, (&old.closes, closes), Grade::Additive);
        let before = old.advice.as_deref().unwrap_or_default();
        self.wording(about, &[&old.means, before], &[means, advice.as_deref().unwrap_or_default()]);
    }

    /// Budgets that calls share. A call's own budget is compared with the call.
    pub(super) fn budgets(&mut self, old: &[Budget], new: &[Budget]) {
        let shared = |all: &[Budget]| all.iter().filter(|one| one.call.is_none()).cloned().collect::<Vec<_>>();
        self.table(&shared(old), &shared(new), |comparison, about, old, new| {
            comparison.budget(about, old, new);
            comparison.wording(about, &[&old.does], &[&new.does]);
        });
    }

    /// What a call or an operation draws on: shared budgets by their names, and its own.
    pub(super) fn draws(&mut self, about: &About<'_>, old: &[BudgetId], new: &[BudgetId]) {
        let (before, after) = (Drawn::of(self.old, old), Drawn::of(self.new, new));
        self.aspect(about, Aspect::Budgets, (&before.shared, &after.shared), Grade::Additive);
        match (before.own, after.own) {
            (Some(before), Some(after)) => self.budget(about, before, after),
            (None, None) => {}
            (None, Some(_)) => self.find(about, Grade::Additive, Revision::OwnLimit),
            (Some(_), None) => self.find(about, Grade::Additive, Revision::NoOwnLimit),
        }
    }

    /// The client keeps to whatever the limit is, so a program that uses it continues to work.
    fn budget(&mut self, about: &About<'_>, old: &Budget, new: &Budget) {
        let Budget {
            rate,
            lead_trader,
            keys,
            counts,
            only,
            exempt,
            refused_with,
            account_figure,
            // A shared budget's text is compared by the caller; the rest names it.
            does: _,
            name: _,
            chapter: _,
            call: _,
            at: _,
        } = new;
        if (old.rate, old.lead_trader, &old.keys, old.counts) != (*rate, *lead_trader, keys, *counts) {
            let difference = Revision::Limit { old: in_words(old), new: in_words(new) };
            self.find(about, Grade::Additive, difference);
        }
        let scopes = (&(conditions(&old.only), conditions(&old.exempt)), &(conditions(only), conditions(exempt)));
        self.aspect(about, Aspect::LimitScope, scopes, Grade::Additive);
        self.aspect(about, Aspect::RefusedWith, (&old.refused_with, refused_with), Grade::Additive);
        self.aspect(about, Aspect::PerAccount, (&old.account_figure, account_figure), Grade::Additive);
    }
}

/// What a precision rule governs, with the call that lists its rows by name.
fn precision_head(model: &Model, rule: &Precision) -> impl PartialEq + use<> {
    let Precision { kind, instrument, listed_by, signed, allow, name: _, does: _, chapter: _, cases: _, at: _ } = rule;
    let listed_by = listed_by.map(|call| full_name(model, &model[call]));
    (*kind, instrument.clone(), listed_by, *signed, allow.clone())
}

/// Everything about a case except the word for its unit.
fn precision_case(case: &PrecisionCase) -> impl PartialEq + use<> {
    let PrecisionCase { when, unit: _, step, bands, min, max, at: _ } = case;
    (conditions(when), [step.clone(), min.clone(), max.clone()], *bands)
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
