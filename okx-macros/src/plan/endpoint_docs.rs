//! What a call's documentation says.

use okx_spec::model::{Access, Budget, Endpoint, Repeat};

use super::names::{self, Names};
use super::{budget, prose, rule};

/// Everything a trader must know about a call.
pub(crate) fn of(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let mut docs = prose::escaped(&endpoint.does);
    let mut say = |paragraph: String| {
        docs.push_str("\n\n");
        docs.push_str(&paragraph);
    };
    say(format!(
        "`{} {}`. {} {}",
        endpoint.method,
        endpoint.path,
        access_in_words(endpoint.access),
        reply(names, endpoint)
    ));
    say(format!("# Limits\n\n{}", limits(names, endpoint)));
    say(format!("# Sending again\n\n{}", repeat_in_words(names, endpoint)));
    if !endpoint.rules.is_empty() {
        say(format!("# Rules\n\n{}", rules(names, endpoint)));
    }
    say(format!("[What OKX's guide says]({})", endpoint.guide));
    docs
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
    format!("Answers {number} [`{row}`]({path}).")
}

fn limits(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let mut lines: Vec<String> = endpoint.draws.iter().map(|&id| limit(names, &names.model[id])).collect();
    if let Some(batch) = &endpoint.batch {
        let single = &names.model[batch.of];
        lines.push(format!("A batch holds at most {} items.", batch.up_to));
        lines.push(format!("A batch of one item draws on the budgets of [`{0}`]({0}) instead.", single.type_name));
    }
    list(lines)
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
        Repeat::Never => "Never safe: it would be done twice, so the client does not.".to_owned(),
        Repeat::By(place) => {
            let wire = prose::code(&names.model[endpoint.request].fields[place].wire);
            format!("Safe when {wire} is given: OKX refuses the same one a second time.")
        }
    };
    let deadline = if endpoint.deadline { " Takes a deadline, after which OKX drops it." } else { "" };
    format!("{repeat}{deadline}")
}

fn rules(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let shape = &names.model[endpoint.request];
    list(endpoint.rules.iter().map(|rule| rule::in_words(rule, shape)))
}

fn list(lines: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| format!("- {line}")).collect();
    lines.join("\n")
}
