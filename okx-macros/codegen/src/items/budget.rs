//! Rate-limit budgets.

use okx_spec::model::{Budget, BudgetId, Condition, Counts, KeyPart, Rate};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::rule;
use crate::names::{self, Names};
use crate::prose;
use crate::tokens::{entry, fact};

/// A static that holds a shared budget.
pub(crate) struct SharedBudgetPlan {
    docs: String,
    name: Ident,
    facts: BudgetPlan,
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

/// The name of a call or a budget.
#[derive(Clone)]
pub(crate) enum CallName {
    /// From the description.
    Described(String),
    /// The path of the user's type, which no other crate has.
    Type(String),
}

/// The result code of a call that was sent too often.
pub(crate) enum Code {
    /// From the description.
    Described(String),
    /// The usual one, by the path of its constant.
    Usual(TokenStream),
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

/// The budgets that a call draws on. Its own budget is part of the call's facts.
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
    let Budget {
        name,
        does: _,
        chapter: _,
        call: _,
        rate,
        lead_trader,
        keys,
        counts,
        only,
        exempt,
        refused_with,
        account_figure,
        at: _,
    } = budget;
    BudgetPlan {
        name: CallName::Described(name.clone()),
        rate: *rate,
        lead_trader: *lead_trader,
        keys: keys.clone(),
        counts: *counts,
        only: only.clone(),
        exempt: exempt.clone(),
        refused_with: Code::Described(refused_with.clone()),
        account_figure: *account_figure,
    }
}

fn docs(budget: &Budget) -> String {
    format!("{}\n\n{}.", prose::escaped(&budget.does), in_words(budget))
}

/// The budget in words, without a full stop: `60 requests in 2 s per user and symbol`.
pub(crate) fn in_words(budget: &Budget) -> String {
    let counted = |word: &str, conditions: &[Condition]| {
        (!conditions.is_empty()).then(|| format!(", {word} when {}", rule::conditions_in_words(conditions)))
    };
    let keys: Vec<String> = budget.keys.iter().map(key_in_words).collect();
    let lead_trader = budget.lead_trader.map(|rate| rate_in_words(rate, budget.counts));
    let parts = [
        Some(format!("{} per {}", rate_in_words(budget.rate, budget.counts), prose::joined(&keys, "and"))),
        counted("counted only", &budget.only),
        counted("not counted", &budget.exempt),
        lead_trader.map(|rate| format!(" ({rate} for the lead instruments of lead traders)")),
        budget.account_figure.then(|| ", unless OKX grants the account a different count".to_owned()),
    ];
    parts.into_iter().flatten().collect()
}

/// `60 requests in 2 s`.
fn rate_in_words(rate: Rate, counts: Counts) -> String {
    let unit = match (counts, rate.count) {
        (Counts::Requests, 1) => "request",
        (Counts::Requests, _) => "requests",
        (Counts::Orders, 1) => "order",
        (Counts::Orders, _) => "orders",
    };
    format!("{} {unit} in {}", prose::grouped(rate.count.into()), window_in_words(rate.window_ms))
}

fn window_in_words(window_ms: u64) -> String {
    if window_ms.is_multiple_of(1_000) {
        format!("{} s", prose::grouped(window_ms / 1_000))
    } else {
        format!("{} ms", prose::grouped(window_ms))
    }
}

fn key_in_words(key: &KeyPart) -> String {
    match key {
        KeyPart::User => "user".to_owned(),
        KeyPart::Master => "master account".to_owned(),
        KeyPart::Ip => "IP address".to_owned(),
        KeyPart::Connection => "connection".to_owned(),
        KeyPart::Symbol => "symbol".to_owned(),
        KeyPart::Field(wire) => prose::code(wire),
    }
}

impl ToTokens for SharedBudgetPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, facts } = self;
        tokens.extend(quote! {
            #[doc = #docs]
            pub static #name: __p::Budget = #facts;
        });
    }
}

impl ToTokens for Draw {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Shared(path) => path.to_tokens(tokens),
            Self::Own(facts) => facts.to_tokens(tokens),
        }
    }
}

/// The list of the budgets that a call draws on.
pub(crate) fn draw_list(draws: &[Draw]) -> TokenStream {
    quote! { &[#(&#draws),*] }
}

impl ToTokens for CallName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Described(name) => quote!(#name),
            Self::Type(name) => quote!(concat!(module_path!(), #name)),
        });
    }
}

impl ToTokens for Code {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Described(code) => code.to_tokens(tokens),
            Self::Usual(path) => path.to_tokens(tokens),
        }
    }
}

impl ToTokens for BudgetPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { name, rate, lead_trader, keys, counts, only, exempt, refused_with, account_figure } = self;
        let (count, window_ms) = figures(*rate);
        let lead_trader = lead_trader.map(figures).map(|(count, window_ms)| quote!((#count, #window_ms)));
        let lead_trader = entry::option("lead_trader", lead_trader);
        let keys = entry::list("keys", keys.iter().map(fact));
        let counts_items = entry::flag("counts_items", *counts == Counts::Orders);
        let only = entry::list("only", only.iter().map(rule::condition));
        let exempt = entry::list("exempt", exempt.iter().map(rule::condition));
        let account_figure = entry::flag("account_figure", *account_figure);
        tokens.extend(quote! {
            __p::Budget {
                name: #name,
                count: #count,
                window_ms: #window_ms,
                #lead_trader
                #keys
                #counts_items
                #only
                #exempt
                refused_with: #refused_with,
                #account_figure
                ..__p::Budget::PLAIN
            }
        });
    }
}

/// Count and window, without the names of their types.
fn figures(rate: Rate) -> (Literal, Literal) {
    let Rate { count, window_ms } = rate;
    (Literal::u32_unsuffixed(count), Literal::u64_unsuffixed(window_ms))
}
