//! The documentation of a channel.

use okx_spec::model::{Channel, Once, ShapeId, Snapshot};

use super::super::docs::Docs;
use super::super::example;
use super::section;
use crate::names::{self, Names};
use crate::prose;

/// What users must know about a channel, and the words by which they search for it.
pub(crate) fn of_channel(names: &Names<'_>, channel: &Channel) -> Docs {
    let text = if names.is_brief() { brief(names, channel) } else { page(names, channel) };
    Docs::new(text, &channel.type_name, channel.aka.iter().chain(&channel.channels))
}

/// What an editor shows.
fn brief(names: &Names<'_>, channel: &Channel) -> String {
    prose::paragraphs([
        Some(prose::escaped(&channel.does)),
        Some(summary(names, channel)),
        Some(format!("[OKX's guide]({}). {}", channel.guide, names.described_in(&channel.at))),
    ])
}

/// The page of a channel.
fn page(names: &Names<'_>, channel: &Channel) -> String {
    prose::paragraphs([
        Some(prose::escaped(&channel.does)),
        Some(summary(names, channel)),
        section("Example", Some(example::of_channel(names, channel))),
        section("Limits", Some(prose::list(limits(names, channel)))),
        section("Pushes", Some(prose::list(pushes(names, channel)))),
        section("See also", Some(prose::list(related(names, channel)))),
        Some(names.described_in(&channel.at)),
    ])
}

fn summary(names: &Names<'_>, channel: &Channel) -> String {
    let wire: Vec<String> = channel.channels.iter().map(|name| prose::code(name)).collect();
    let noun = if wire.len() == 1 { "Channel" } else { "Channels" };
    let login = if channel.login { " Needs a login." } else { "" };
    let beside = channel.beside.map(|beside| format!(", with the members of {}", linked(names, beside)));
    let (pushes, wire) = (linked(names, channel.push.row), prose::joined(&wire, "and"));
    let socket = channel.socket;
    let beside = beside.unwrap_or_default();
    format!("{noun} {wire} of the {socket} socket.{login} Pushes rows of the type {pushes}{beside}.")
}

fn linked(names: &Names<'_>, shape: ShapeId) -> String {
    format!("[`{}`]({})", names.model[shape].name, names::written(&names.shape(shape)))
}

/// The limits of all channels, and those of this one.
fn limits(names: &Names<'_>, channel: &Channel) -> Vec<String> {
    let connection = &names.model.connection;
    let requests = connection.requests;
    let all = format!(
        "{} logins and changes of subscriptions in {} s per connection.",
        prose::grouped(requests.count.into()),
        prose::grouped(requests.window_ms / 1000)
    );
    let counted =
        channel.counted.then(|| format!("At most {} connections of an account subscribe to it.", connection.counted));
    let heavy: Vec<String> = channel.heavy.iter().map(|name| prose::code(name)).collect();
    let heavy = (!heavy.is_empty()).then(|| {
        let names = prose::joined(&heavy, "and");
        format!("{names}: a connection should have no more than {} subscriptions like these.", connection.heavy)
    });
    let excludes = channel.excludes.iter().map(|(own, others)| {
        let others: Vec<String> = others.iter().map(|other| prose::code(other)).collect();
        format!("{} excludes {} on the same connection.", prose::code(own), prose::joined(&others, "and"))
    });
    [Some(all), counted, heavy].into_iter().flatten().chain(excludes).collect()
}

/// What the pushes hold, and what the client knows about them.
fn pushes(names: &Names<'_>, channel: &Channel) -> Vec<String> {
    let row = linked(names, channel.push.row);
    let rows = if channel.push.many { format!("Any number of rows: {row}.") } else { format!("One row: {row}.") };
    let snapshot = channel.snapshot.as_ref().map(|snapshot| match snapshot {
        Snapshot::Full => "The first pushes hold the whole state.".to_owned(),
        Snapshot::Paged { repeats, .. } => {
            let again = if *repeats { ", again and again" } else { "" };
            format!("The whole state is pushed in pages{again}.")
        }
    });
    let silence = channel.silence.as_ref().map(|silence| {
        let unless = silence.unless.map(|argument| &names.model[channel.arguments].fields[argument].wire);
        let unless = unless.map(|wire| format!(", unless {} is given", prose::code(wire))).unwrap_or_default();
        format!("A subscription is silent for at most {} s{unless}.", silence.at_most)
    });
    let once = match channel.once {
        Some(Once::Sequence { .. } | Once::Keys(_)) => "A row that arrives twice is dropped.",
        None => "A row that arrives twice cannot be recognized.",
    };
    let filled = if channel.filled_by.is_some() {
        "Gaps can be filled from the REST API."
    } else {
        "Gaps are reported, and cannot be filled."
    };
    [Some(rows), snapshot, silence, Some(once.to_owned()), Some(filled.to_owned())].into_iter().flatten().collect()
}

fn related(names: &Names<'_>, channel: &Channel) -> Vec<String> {
    let calls = channel.filled_by.iter().flat_map(|fill| &fill.calls).map(|fill| {
        let call = &names.model[fill.call];
        format!("[`{}`]({}), the list that fills gaps", call.type_name, names::written(&names.request(call)))
    });
    calls.chain([format!("[OKX's guide]({})", channel.guide)]).collect()
}
