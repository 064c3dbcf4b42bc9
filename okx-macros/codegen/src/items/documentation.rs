//! The documentation of a call.

use std::iter;

use okx_spec::model::{Access, Batch, Budget, Endpoint, Repeat};

use super::{budget, rule};
use crate::names::{self, Names};
use crate::prose;

/// What users must know about a call.
pub(crate) fn of(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let call = format!("`{} {}`.", endpoint.method, endpoint.path);
    prose::paragraphs([
        Some(prose::escaped(&endpoint.does)),
        Some(format!("{call} {} {}", access_in_words(endpoint.access), reply(names, endpoint))),
        over_a_socket(names, endpoint),
        Some("# Limits".to_owned()),
        Some(limits(names, endpoint)),
        Some("# Sending again".to_owned()),
        Some(repeat_in_words(names, endpoint)),
        rule::section(&endpoint.rules, &names.model[endpoint.request]),
        Some(format!("[OKX's guide]({})", endpoint.guide)),
    ])
}

fn access_in_words(access: Access) -> &'static str {
    match access {
        Access::Public => "Public: sent without keys.",
        Access::Either => "Public: sent without keys, unless the client is asked to sign it.",
        Access::Read => "Needs a key with the permission to read.",
        Access::Trade => "Needs a key with the permission to trade.",
        Access::Withdraw => "Needs a key with the permission to withdraw.",
    }
}

fn reply(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let row = &names.model[endpoint.response.row].name;
    let path = names::written(&names.shape(endpoint.response.row));
    let number = if endpoint.response.many { "any number of" } else { "one" };
    let pages = match endpoint.pages {
        Some(_) => format!(" The list is paged: {} reads all pages.", names.link("Client::rows", "Client::rows")),
        None => String::new(),
    };
    format!("Returns {number} [`{row}`]({path}).{pages}")
}

/// The socket that accepts the same request.
fn over_a_socket(names: &Names<'_>, endpoint: &Endpoint) -> Option<String> {
    let mut operations = names.model.operations.iter();
    let operation = operations.find(|operation| names.model[operation.of].at == endpoint.at)?;
    let (op, socket) = (prose::code(&operation.op), operation.socket);
    Some(format!("It can also be sent over the {socket} socket, as [{op}]({}).", operation.guide))
}

fn limits(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let budgets = endpoint.draws.iter().map(|&id| limit(names, &names.model[id]));
    prose::list(budgets.chain(endpoint.batch.iter().flat_map(|batch| batch_limits(names, batch))))
}

fn batch_limits(names: &Names<'_>, batch: &Batch) -> impl Iterator<Item = String> {
    let single = batch.of.map(|of| {
        let single = &names.model[of].type_name;
        format!("A batch of one item counts against the limits of [`{single}`]({single}) instead.")
    });
    iter::once(format!("A batch holds at most {}.", number_of_items(batch.up_to))).chain(single)
}

fn number_of_items(number: usize) -> String {
    match number {
        1 => "one item".to_owned(),
        more => format!("{more} items"),
    }
}

fn limit(names: &Names<'_>, budget: &Budget) -> String {
    let words = budget::in_words(budget);
    match budget.call {
        Some(_) => format!("{words}."),
        None => format!("[`{}`]({}), shared: {words}.", budget.name, names::written(&names.budget(budget))),
    }
}

fn repeat_in_words(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let repeat = match endpoint.repeat {
        Repeat::Always => "Safe: sending it twice has the same effect as sending it once.".to_owned(),
        Repeat::Never => "Not safe: it would be done twice.".to_owned(),
        Repeat::By(place) => {
            let wire = prose::code(&names.model[endpoint.request].fields[place].wire);
            format!("Not safe. Give {wire}: if the outcome is unknown, it can be looked up by this name.")
        }
    };
    let resolve = match &endpoint.asked_by {
        Some(asked_by) => {
            let question = names.request(&names.model[asked_by.call]);
            let name = &names.model[asked_by.call].type_name;
            format!(" `Client::resolve` looks up the outcome with [`{name}`]({}).", names::written(&question))
        }
        None => String::new(),
    };
    let deadline = if endpoint.deadline { " It can have a deadline, after which OKX discards it." } else { "" };
    format!("{repeat}{resolve}{deadline}")
}
