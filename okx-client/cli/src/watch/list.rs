//! `okx watch --list`.

use comfy_table::{Table, presets};
use okx_spec::Model;
use okx_spec::model::{Channel, Field, Presence};

use crate::ending::{Ending, Failure};
use crate::output::Output;

/// Lists the channels: OKX's names, the socket, whether they need a login, and their arguments.
pub(super) fn run(model: &Model, out: &mut Output) -> Result<Ending, Failure> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["CHANNEL", "SOCKET", "LOGIN", "ARGUMENTS"]);
    for channel in &model.channels {
        table.add_row([
            names(channel),
            channel.socket.to_string(),
            if channel.login { "yes" } else { "no" }.to_owned(),
            arguments(&model[channel.arguments].fields),
        ]);
    }
    let mut lines = table.lines().map(|line| line.trim().to_owned());
    let heading = out.screen().bold(&lines.next().unwrap_or_default());
    out.line(&std::iter::once(heading).chain(lines).collect::<Vec<_>>().join("\n"))?;
    Ok(Ending::Done)
}

/// The names, of which only the first and the last are shown if there are many.
fn names(channel: &Channel) -> String {
    const SHOWN: usize = 4;

    match channel.channels.as_slice() {
        [first, .., last] if channel.channels.len() > SHOWN => format!("{first} … {last}"),
        names => names.join(", "),
    }
}

/// The arguments. Those in brackets are optional.
fn arguments(fields: &[Field]) -> String {
    let written = |field: &Field| match field.presence {
        Presence::Required => field.wire.clone(),
        Presence::Optional => format!("[{}]", field.wire),
    };
    fields.iter().map(written).collect::<Vec<_>>().join(" ")
}
