//! What a call's documentation says.

use std::iter;

use okx_spec::model::{Access, Batch, Budget, Endpoint, Repeat};

use super::names::{self, Names};
use super::{budget, prose, rule};

/// Everything a trader must know about a call.
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
        Some(format!("[What OKX's guide says]({})", endpoint.guide)),
    ])
}

fn access_in_words(access: Access) -> &'static str {
    match access {
        Access::Public => "Anyone may call it; it is sent without keys.",
        Access::Either => "Anyone may call it; it is sent without keys unless asked.",
        Access::Read => "Needs a key that may read.",
        Access::Trade => "Needs a key that may trade.",
        Access::Withdraw => "Needs a key that may withdraw.",
    }
}

fn reply(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let row = &names.model[endpoint.response.row].name;
    let path = names::written(&names.shape(endpoint.response.row));
    let number = if endpoint.response.many { "any number of" } else { "one" };
    let pages = match endpoint.pages {
        Some(_) => " The list is paged: [`Client::rows`](::okx_client::Client::rows) reads it to its end.",
        None => "",
    };
    format!("Answers {number} [`{row}`]({path}).{pages}")
}

/// What else takes the same request.
fn over_a_socket(names: &Names<'_>, endpoint: &Endpoint) -> Option<String> {
    let mut operations = names.model.operations.iter();
    let operation = operations.find(|operation| names.model[operation.of].at == endpoint.at)?;
    let (op, socket) = (prose::code(&operation.op), operation.socket);
    Some(format!("The {socket} socket takes it too, as [{op}]({}).", operation.guide))
}

fn limits(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let budgets = endpoint.draws.iter().map(|&id| limit(names, &names.model[id]));
    prose::list(budgets.chain(endpoint.batch.iter().flat_map(|batch| batch_limits(names, batch))))
}

fn batch_limits(names: &Names<'_>, batch: &Batch) -> impl Iterator<Item = String> {
    let single = batch.of.map(|of| {
        let single = &names.model[of].type_name;
        format!("A batch of one item draws on the budgets of [`{single}`]({single}) instead.")
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
        Repeat::Always => "Safe: twice is the same as once.".to_owned(),
        Repeat::Never => "Never safe: it would be done twice.".to_owned(),
        Repeat::By(place) => {
            let wire = prose::code(&names.model[endpoint.request].fields[place].wire);
            format!("Never safe by itself: what may have been done is asked for by {wire}, so that is worth giving.")
        }
    };
    let resolve = match &endpoint.asked_by {
        Some(asked_by) => {
            let question = names.request(&names.model[asked_by.call]);
            let name = &names.model[asked_by.call].type_name;
            format!(" `Client::resolve` asks with [`{name}`]({}).", names::written(&question))
        }
        None => String::new(),
    };
    let deadline = if endpoint.deadline { " Takes a deadline, after which OKX drops it." } else { "" };
    format!("{repeat}{resolve}{deadline}")
}
