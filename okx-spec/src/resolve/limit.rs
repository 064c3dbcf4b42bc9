//! Budgets.

use super::Resolver;
use super::scope::Scope;
use crate::diagnostic::Sink;
use crate::model::{Budget, BudgetId, ChapterId, Counts, EndpointId, KeyPart};
use crate::parse::{RawBudget, RawLimit, Text};
use crate::{Law, nearest};

impl Resolver<'_> {
    pub(super) fn fill_budgets(&mut self, sink: &mut Sink) {
        for (chapter, raw) in self.budgets.clone() {
            let RawBudget { name, does, limit, lead_trader, counts, only, exempt, refused_with, account_figure } = raw;
            let budget = Budget {
                name: name.value.clone(),
                does: does.clone(),
                chapter,
                call: None,
                rate: limit.rate,
                lead_trader: *lead_trader,
                keys: key_parts(&limit.keys),
                counts: *counts,
                only: self.shared_conditions(only, sink),
                exempt: self.shared_conditions(exempt, sink),
                refused_with: self.refused_with(refused_with.as_ref(), sink),
                account_figure: *account_figure,
                at: name.at.clone(),
            };
            self.model.budgets.push(budget);
        }
        if let Some(code) = &self.raw.refused_with {
            self.refused_with(Some(code), sink);
        }
    }

    /// The own budget of a call, or of an operation.
    pub(super) fn own_budget(
        &mut self,
        name: String,
        (chapter, call): (ChapterId, EndpointId),
        limit: &RawLimit,
    ) -> BudgetId {
        self.model.budgets.push(Budget {
            does: format!("Calls of `{name}`."),
            name,
            chapter: Some(chapter),
            call: Some(call),
            rate: limit.rate,
            lead_trader: None,
            keys: key_parts(&limit.keys),
            counts: Counts::Requests,
            only: Vec::new(),
            exempt: Vec::new(),
            refused_with: self.raw.refused_with.as_ref().map(|code| code.value.clone()).unwrap_or_default(),
            account_figure: false,
            at: limit.at.clone(),
        });
        BudgetId(self.model.budgets.len() - 1)
    }

    /// The budgets in the `draws:` of a call or an operation.
    pub(super) fn drawn(&self, scope: Scope, names: &[Text], sink: &mut Sink) -> Vec<BudgetId> {
        let mut drawn = Vec::new();
        for name in names {
            let Some(budget) = self.budget(scope, name, sink) else { continue };
            // A budget that is drawn on twice would allow half of what OKX allows.
            if drawn.contains(&budget) {
                sink.report(
                    &name.at,
                    Law::DoubleDraw,
                    format_args!("`{}` is listed twice; remove one of the two", name.value),
                );
            } else {
                drawn.push(budget);
            }
        }
        drawn
    }

    fn budget(&self, scope: Scope, name: &Text, sink: &mut Sink) -> Option<BudgetId> {
        if let Some(id) = self.scopes.find(scope, |names| &names.budgets, &name.value) {
            return Some(id);
        }
        let near = self.scopes.near(scope, |names| &names.budgets, &name.value);
        let right = nearest::meant_or(
            near.map(|(near, _)| near),
            "describe it in limits.yaml, or give the call its own `limit:`",
        );
        sink.report(&name.at, Law::UnknownBudget, format_args!("there is no budget `{}`; {right}", name.value));
        near.map(|(_, id)| id)
    }

    /// The client recognizes by this code which budget is used up, so the code must be described.
    fn refused_with(&self, given: Option<&Text>, sink: &mut Sink) -> String {
        let Some(code) = given else {
            return self.raw.refused_with.as_ref().map(|code| code.value.clone()).unwrap_or_default();
        };
        self.is_code(code, sink);
        code.value.clone()
    }

    /// Reports a result code that is not described.
    pub(super) fn is_code(&self, code: &Text, sink: &mut Sink) {
        let codes = || self.model.errors.iter().map(|error| error.code.as_str());
        if !codes().any(|known| known == code.value) {
            let right = nearest::suggestion(&code.value, codes(), "describe it in errors.yaml");
            sink.report(
                &code.at,
                Law::UnknownCode,
                format_args!("there is no error with the code `{}`; {right}", code.value),
            );
        }
    }
}

/// The parts of a key, from its words.
pub(crate) fn key_parts(words: &[String]) -> Vec<KeyPart> {
    let part = |word: &String| KeyPart::of_word(word).unwrap_or_else(|| KeyPart::Field(word.clone()));
    words.iter().map(part).collect()
}
