//! Tests of the rate limits.

mod alerts;
mod budgets;
mod costs;
mod ledger;
mod policy;
mod waiting;
