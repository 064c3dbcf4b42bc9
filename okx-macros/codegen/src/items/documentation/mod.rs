//! The documentation of calls and channels.

mod channel;

use std::iter;

use okx_spec::model::{Access, Batch, Budget, Demo, Endpoint, ErrorCode, PageOrder, Repeat, Verdict};

pub(super) use self::channel::of_channel;
use super::docs::Docs;
use super::{budget, example, rule};
use crate::names::{self, Names};
use crate::prose;

/// What users must know about a call, and the words by which they search for it.
pub(crate) fn of(names: &Names<'_>, endpoint: &Endpoint) -> Docs {
    let text = if names.is_brief() { brief(names, endpoint) } else { page(names, endpoint) };
    Docs::new(text, &endpoint.type_name, words(names, endpoint))
}

/// What an editor shows.
fn brief(names: &Names<'_>, endpoint: &Endpoint) -> String {
    prose::paragraphs([
        Some(prose::escaped(&endpoint.does)),
        Some(summary(names, endpoint)),
        Some(format!("[OKX's guide]({}). {}", endpoint.guide, names.described_in(&endpoint.at))),
    ])
}

/// The page of a call.
fn page(names: &Names<'_>, endpoint: &Endpoint) -> String {
    prose::paragraphs([
        Some(prose::escaped(&endpoint.does)),
        Some(summary(names, endpoint)),
        over_a_socket(names, endpoint),
        section("Example", Some(example::of_call(names, endpoint))),
        section("Limits", Some(limits(names, endpoint))),
        section("Pages", pages(names, endpoint)),
        section("Sending again", Some(repeat_in_words(names, endpoint))),
        rule::section(&endpoint.rules, &names.model[endpoint.request]),
        section("Result codes", result_codes(names, endpoint)),
        section("See also", Some(related(names, endpoint))),
        Some(names.described_in(&endpoint.at)),
    ])
}

/// A section, where there is something in it.
fn section(heading: &str, text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(|text| format!("# {heading}\n\n{text}"))
}

/// Other words for it, its path with and without what all paths begin with, and its name on a socket.
fn words<'a>(names: &'a Names<'_>, endpoint: &'a Endpoint) -> impl Iterator<Item = &'a str> {
    let short = endpoint.path.splitn(4, '/').last();
    let op = names.operation(endpoint).map(|operation| operation.op.as_str());
    endpoint.aka.iter().map(String::as_str).chain([endpoint.path.as_str()]).chain(short).chain(op)
}

fn summary(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let call = format!("`{} {}`.", endpoint.method, endpoint.path);
    let demo = match endpoint.demo {
        Demo::Both => "",
        Demo::LiveOnly => " Not available in demo trading.",
        Demo::DemoOnly => " Only available in demo trading.",
    };
    format!("{call} {}{demo} {}", access_in_words(endpoint.access), reply(names, endpoint))
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
    let operation = names.operation(endpoint)?;
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

/// How the pages of a list follow each other.
fn pages(names: &Names<'_>, endpoint: &Endpoint) -> Option<String> {
    let pages = endpoint.pages.as_ref()?;
    let parameter = |place: usize| prose::code(&names.model[endpoint.request].fields[place].wire);
    let row = &names.model[endpoint.page_row(names.model)].fields;
    let next = match &pages.order {
        PageOrder::Number(number) => format!("{} is the number of the page", parameter(*number)),
        PageOrder::Cursor(cursor) => {
            let newer = cursor.newer.map(|newer| format!(", and {} newer ones", parameter(newer))).unwrap_or_default();
            let by = prose::code(&row[cursor.by].wire);
            format!(
                "The newest rows come first. {} asks for rows older than a value of {by}{newer}",
                parameter(cursor.older)
            )
        }
    };
    let size = pages.size.map(|size| format!(", {} for fewer", parameter(size))).unwrap_or_default();
    Some(format!("{next}. A page has at most {} rows{size}.", pages.up_to))
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

/// The codes that the description lists for the call, and those of its limits.
fn result_codes(names: &Names<'_>, endpoint: &Endpoint) -> Option<String> {
    let of_limits = endpoint.draws.iter().map(|&id| &names.model[id].refused_with);
    let mut codes: Vec<&String> = Vec::new();
    for code in endpoint.codes.iter().chain(of_limits) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let found = codes.into_iter().filter_map(|code| names.model.errors.iter().find(|error| error.code == *code));
    let lines = prose::list(found.map(|error| result_code(names, error)));
    (!lines.is_empty()).then_some(lines)
}

fn result_code(names: &Names<'_>, error: &ErrorCode) -> String {
    let path = names::written(&names.error(error));
    let advice = error.advice.as_deref().map(|advice| format!(" {}", prose::escaped(advice))).unwrap_or_default();
    let (class, verdict) = (error.class.as_str().replace('_', " "), verdict_in_brief(error.verdict));
    format!("[`{}`]({path}) ({class}; {verdict}): {}{advice}", error.code, prose::escaped(&error.means))
}

fn verdict_in_brief(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Retry | Verdict::ResyncClock => "not done, may be sent again",
        Verdict::Wait => "not done, may be sent again later",
        Verdict::Never => "not done",
        Verdict::Unknown => "may have been done",
    }
}

/// Pages about the same thing: OKX's guide, the single call or the batches, the query for the outcome, and channels.
fn related(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let single = endpoint.single().map(|of| (&names.model[of], "for a single item"));
    let is_batch = |other: &&Endpoint| other.single().is_some_and(|of| names.model[of].at == endpoint.at);
    let batches = names.model.endpoints.iter().filter(is_batch).map(|batch| (batch, "for several at once"));
    let query = endpoint.asked_by.as_ref().map(|asked| (&names.model[asked.call], "to look up the outcome"));
    let calls = single.into_iter().chain(batches).chain(query);
    let calls = calls.map(|(call, what)| {
        let path = names::written(&names.request(call));
        format!("[`{}`]({path}), {what}", call.type_name)
    });
    let fills = |channel: &&okx_spec::model::Channel| {
        let mut calls = channel.filled_by.iter().flat_map(|fill| &fill.calls);
        calls.any(|fill| names.model[fill.call].at == endpoint.at)
    };
    let channels = names.model.channels.iter().filter(fills).map(|channel| {
        let path = names::written(&names.channel(channel));
        format!("[`{}`]({path}), the channel that pushes the same rows", channel.type_name)
    });
    let guide = format!("[OKX's guide]({})", endpoint.guide);
    prose::list(calls.chain(channels).chain([guide]))
}
