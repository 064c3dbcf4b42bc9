//! A description for assistants that write programs with okx-client: `llms.txt`, and a compact reference of every call and channel.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Access, Channel, Endpoint, Field, Home, Presence, Shape, ShapeId};

/// What does not depend on single calls, with places for what does.
const HEAD: &str = include_str!("head.md");

/// `llms.txt`: how to depend on the library, the shape of a program, the rules that matter, and the chapters. It changes with the chapters and
/// the date of the guide only, not with single calls, so it can be a file of the repository.
pub fn short(model: &Model) -> String {
    let chapters = model.chapters.iter().map(|chapter| format!("- `{}`: {}", chapter.name, chapter.does));
    let chapters: Vec<String> = chapters.chain(["- `ws`: The channels of the sockets.".to_owned()]).collect();
    // Rounded, so that a new call does not change it.
    let size = (reference(model).len() / 10_000 + 1) * 10;
    HEAD.replace("{date}", &model.guide.date)
        .replace("{full_size}", &size.to_string())
        .replace("{chapters}", &chapters.join("\n"))
}

/// The same, and then each call and each channel in a line, with its required parameters.
pub fn full(model: &Model) -> String {
    format!("{}\n{}", short(model), reference(model))
}

fn reference(model: &Model) -> String {
    let mut lines = vec![
        "## Calls\n".to_owned(),
        "Each line: the type with the arguments of `new` and, after `;`, the names of its other parameters (methods of the request); what a reply holds, `[Row]` for any number of \
         rows, `pages of [Row]` where `Client::rows` reads all pages; who may call it; what it does. Rows are in `okx_client::objects` unless a chapter is given."
            .to_owned(),
    ];
    for chapter in &model.chapters {
        lines.push(format!("\n### {}\n", chapter.name));
        let calls = model.endpoints.iter().filter(|call| model[call.chapter].name == chapter.name);
        lines.extend(calls.map(|endpoint| call(model, endpoint)));
    }
    lines.push("\n## Channels\n".to_owned());
    lines.push(
        "Each line: the type with the arguments of `new`; OKX's names; a row of a push; what it pushes.\n".to_owned(),
    );
    lines.extend(model.channels.iter().map(|entry| channel(model, entry)));
    lines.join("\n") + "\n"
}

fn call(model: &Model, endpoint: &Endpoint) -> String {
    let chapter = &model[endpoint.chapter].name;
    let new = match &endpoint.batch {
        Some(batch) => format!("items: up to {} {}", batch.up_to, batch_item(model, endpoint)),
        None => arguments(model, &model[endpoint.request]),
    };
    let row = row(model, endpoint.response.row);
    let reply = match (endpoint.response.many, &endpoint.pages) {
        (true, Some(_)) => format!("pages of [{row}]"),
        (true, None) => format!("[{row}]"),
        (false, _) => row,
    };
    let access = match endpoint.access {
        Access::Public | Access::Either => "public",
        Access::Read => "read key",
        Access::Trade => "trade key",
        Access::Withdraw => "withdrawal key",
    };
    format!("- `{chapter}::{}({new}) -> {reply}` {access}. {}", endpoint.type_name, endpoint.does)
}

fn batch_item(model: &Model, endpoint: &Endpoint) -> String {
    match endpoint.single() {
        Some(single) => full_name(model, &model[single]),
        None => model[endpoint.request].name.clone(),
    }
}

fn channel(model: &Model, channel: &Channel) -> String {
    let choice = channel.choice_type().map(|choice| format!("channel: {choice}"));
    let own = arguments(model, &model[channel.arguments]);
    let new: Vec<String> = choice.into_iter().chain((!own.is_empty()).then_some(own)).collect();
    let (socket, names) = (channel.socket, channel.channels.join(" "));
    let row = row(model, channel.push.row);
    let login = if channel.login { " Needs a key." } else { "" };
    format!("- `ws::{socket}::{}({}) -> {row}` {names}. {}{login}", channel.type_name, new.join(", "), channel.does)
}

/// `inst_id: InstId, side: Side; px, cl_ord_id`: what is required with its type, and the names of the rest.
fn arguments(model: &Model, shape: &Shape) -> String {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        shape.fields.iter().partition(|field| field.presence == Presence::Required && !field.list);
    let required: Vec<String> =
        required.iter().map(|field| format!("{}: {}", field.name, field.kind.word(model))).collect();
    let optional: Vec<&str> = optional.iter().map(|field| field.name.as_str()).collect();
    match (required.is_empty(), optional.is_empty()) {
        (_, true) => required.join(", "),
        (true, false) => format!("; {}", optional.join(", ")),
        (false, false) => format!("{}; {}", required.join(", "), optional.join(", ")),
    }
}

/// The name of a row, with its module unless it is a shared object.
fn row(model: &Model, id: ShapeId) -> String {
    let shape = &model[id];
    match shape.home {
        Home::Shared => shape.name.clone(),
        Home::Chapter(chapter) | Home::Request(chapter) => format!("{}::{}", model[chapter].name, shape.name),
        Home::Socket(socket) | Home::Sent(socket) => format!("ws::{socket}::{}", shape.name),
    }
}
