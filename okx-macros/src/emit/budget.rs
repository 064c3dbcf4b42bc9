//! Rate-limit budgets.

use okx_spec::model::{Counts, KeyPart, Rate};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{condition, said};
use crate::plan::budget::{BudgetPlan, CallName, Code, Draw, SharedBudgetPlan};

/// A static that holds a shared budget.
pub(crate) fn item(plan: &SharedBudgetPlan) -> TokenStream {
    let SharedBudgetPlan { docs, name, facts } = plan;
    let facts = expression(facts);
    quote! {
        #[doc = #docs]
        pub static #name: __p::Budget = #facts;
    }
}

/// The budgets a call draws on.
pub(crate) fn draws(draws: &[Draw]) -> TokenStream {
    let draws = draws.iter().map(|draw| match draw {
        Draw::Shared(path) => quote!(#path),
        Draw::Own(facts) => expression(facts),
    });
    quote! { &[#(&#draws),*] }
}

/// What a call, or a budget, is called.
pub(crate) fn call_name(name: &CallName) -> TokenStream {
    match name {
        CallName::Described(name) => quote!(#name),
        CallName::Type(name) => quote!(concat!(module_path!(), #name)),
    }
}

fn expression(plan: &BudgetPlan) -> TokenStream {
    let BudgetPlan { name, rate, lead_trader, keys, counts, only, exempt, refused_with, account_figure } = plan;
    let (name, refused_with) = (call_name(name), code(refused_with));
    let (count, window_ms) = figures(*rate);
    let lead_trader = lead_trader.map(figures).map(|(count, window_ms)| quote!((#count, #window_ms)));
    let lead_trader = said::option("lead_trader", lead_trader);
    let keys = said::list("keys", keys.iter().map(key));
    let counts_items = said::flag("counts_items", *counts == Counts::Orders);
    let only = said::list("only", only.iter().map(condition::expression));
    let exempt = said::list("exempt", exempt.iter().map(condition::expression));
    let account_figure = said::flag("account_figure", *account_figure);
    quote! {
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
    }
}

fn code(code: &Code) -> TokenStream {
    match code {
        Code::Described(code) => quote!(#code),
        Code::Usual => quote!(::okx_client::api::errors::RATE_LIMIT_REACHED),
    }
}

fn figures(rate: Rate) -> (Literal, Literal) {
    (Literal::u32_unsuffixed(rate.count), Literal::u64_unsuffixed(rate.window_ms))
}

fn key(key: &KeyPart) -> TokenStream {
    match key {
        KeyPart::User => quote!(__p::KeyPart::User),
        KeyPart::Master => quote!(__p::KeyPart::Master),
        KeyPart::Ip => quote!(__p::KeyPart::Ip),
        KeyPart::Connection => quote!(__p::KeyPart::Connection),
        KeyPart::Symbol => quote!(__p::KeyPart::Symbol),
        KeyPart::Field(wire) => quote!(__p::KeyPart::Field(#wire)),
    }
}
