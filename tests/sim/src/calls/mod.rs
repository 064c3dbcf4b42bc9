//! The calls that have a behavior: their parameters are read into typed commands and queries of the exchange, and the
//! results are written as rows. A call that is not listed here is answered with samples.

mod account;
mod bills;
mod funds;
mod market;
mod orders;
mod parameters;
mod spreads;
mod stops;

use serde_json::Value;

use crate::core::{AccountId, Command, Done, Exchange};
use crate::refusal::{Refusal, UNKNOWN_INSTRUMENT};

pub use parameters::Parameters;
pub(crate) use parameters::is_absent;

/// The rows of a reply, with the fields that the exchange knows.
type Rows = Result<Vec<Value>, Refusal>;

/// What a call does.
#[derive(Clone, Copy)]
enum Behavior {
    /// It reads something that everybody may see.
    Public(fn(&Exchange, &Parameters, i64) -> Rows),
    /// It reads something of the account that signed it.
    Private(fn(&Exchange, AccountId, &Parameters, i64) -> Rows),
    /// It is a command of the account that signed it.
    Command(fn(&Exchange, &Parameters) -> Result<Command, Refusal>, Acknowledge),
}

/// Writes what a command did as the row of its reply.
type Acknowledge = fn(&Exchange, &Done, &Parameters, i64) -> Value;

/// A call and what it does.
type Entry = (&'static str, Behavior);

/// Answers one request, or one item of a batch. `call` is `chapter.endpoint`, and `now` is in milliseconds since the
/// epoch. Returns the rows of the reply with the fields that the exchange knows, or `None` if the call has no behavior.
///
/// # Errors
/// If the call is rejected. Then nothing has changed, except that an amendment with `cxlOnFail` cancels its order.
pub fn act(
    exchange: &mut Exchange,
    call: &str,
    caller: Option<AccountId>,
    parameters: &Parameters,
    now: i64,
) -> Option<Result<Vec<Value>, Refusal>> {
    let behavior = behavior_of(call).filter(|_| is_simulated(call, parameters))?;
    exchange.advance_to(now);
    Some(match behavior {
        Behavior::Public(read) => read(exchange, parameters, now),
        Behavior::Private(read) => read(exchange, caller?, parameters, now),
        Behavior::Command(read, acknowledge) => {
            let caller = caller?;
            read(exchange, parameters)
                .and_then(|command| exchange.execute(caller, &command, now))
                .map(|done| vec![acknowledge(exchange, &done, parameters, now)])
        }
    })
}

/// Whether the call has a behavior with these parameters.
pub(crate) fn is_simulated(call: &str, parameters: &Parameters) -> bool {
    let is_about_others = stops::CALLS.iter().any(|(name, _)| *name == call) && stops::is_about_others(parameters);
    behavior_of(call).is_some() && !is_about_others
}

/// The calls that have a behavior, `chapter.endpoint`.
pub(crate) fn simulated() -> impl Iterator<Item = &'static str> {
    tables().map(|(name, _)| *name)
}

fn tables() -> impl Iterator<Item = &'static Entry> {
    [orders::CALLS, stops::CALLS, market::CALLS, account::CALLS, bills::CALLS, funds::CALLS, spreads::CALLS]
        .into_iter()
        .flatten()
}

fn behavior_of(call: &str) -> Option<Behavior> {
    tables().find(|(name, _)| *name == call).map(|(_, behavior)| *behavior)
}

/// The index of the instrument that the parameters name.
fn instrument(exchange: &Exchange, parameters: &Parameters) -> Result<usize, Refusal> {
    let name = parameters.required("instId")?;
    exchange.index_of(name).ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))
}

/// The value of an optional parameter as text, empty if it is absent.
fn text(parameters: &Parameters, name: &str) -> String {
    parameters.text(name).unwrap_or_default().to_owned()
}
