//! Prints what happens, for people or for programs.

use okx_client::sockets::{ConnectionEvent, GapCause};
use okx_client::value::Timestamp;
use okx_client::{Client, Gap, GapAction, RawUpdate};
use okx_spec::Model;

use super::channel::ChosenChannel;
use super::follow::Display;
use super::jsonl;
use super::table::PushTable;
use crate::output::{Output, message};
use crate::screen::Screen;

/// Turns pushes, gaps and events into lines.
pub(crate) struct Printer {
    form: Form,
    screen: Screen,
}

enum Form {
    Table(Box<PushTable>),
    Jsonl,
}

impl Printer {
    pub(crate) fn new(model: &Model, channel: &ChosenChannel<'_>, is_jsonl: bool, out: &Output) -> Self {
        let table = || Form::Table(Box::new(PushTable::new(model, channel, out)));
        let form = if is_jsonl { Form::Jsonl } else { table() };
        Self { form, screen: out.screen() }
    }
}

impl Display for Printer {
    fn is_json(&self) -> bool {
        matches!(self.form, Form::Jsonl)
    }

    fn update(&mut self, update: &RawUpdate) -> String {
        match (&update.gap, &mut self.form) {
            (Some(gap), Form::Jsonl) => jsonl::gap(gap, update.received),
            (Some(gap), Form::Table(table)) => {
                table.gap();
                self.screen.dim(&gap_text(gap, update.received))
            }
            (None, form) => {
                let lines = match form {
                    Form::Jsonl => jsonl::push(update.text()),
                    Form::Table(table) => table.push(update.text()),
                };
                lines.unwrap_or_else(|why| {
                    message(format_args!("a push could not be read: {why}"));
                    String::new()
                })
            }
        }
    }

    fn event(&mut self, event: &ConnectionEvent) -> String {
        match self.form {
            Form::Jsonl => jsonl::event(event),
            Form::Table(_) => self.screen.dim(&event_text(event)),
        }
    }

    async fn refresh(&mut self, _: &Client) -> String {
        String::new()
    }
}

/// Why pushes may be missing, as a word and for people.
pub(super) fn cause(cause: GapCause) -> (&'static str, &'static str) {
    match cause {
        GapCause::ConnectionLost => ("connection_lost", "the connection was lost"),
        GapCause::Mute => ("mute", "the channel pushed nothing for too long"),
        GapCause::Unsubscribed => ("unsubscribed", "OKX ended the subscription"),
        GapCause::SlowReader => ("slow_reader", "the output was read too slowly"),
        GapCause::Sequence => ("sequence", "the sequence IDs do not continue"),
        GapCause::Resubscribed => ("resubscribed", "the channel was subscribed to again"),
        _ => ("other", "for another reason"),
    }
}

/// The time of day in UTC.
pub(super) fn time_of_day(time: Timestamp) -> String {
    time.to_string().get(11..23).unwrap_or_default().to_owned()
}

/// A gap, for people.
pub(crate) fn gap_text(gap: &Gap, at: Timestamp) -> String {
    let (from, until) = (time_of_day(gap.from), time_of_day(gap.until));
    let dropped = if gap.dropped > 0 { format!("; {} pushes were dropped", gap.dropped) } else { String::new() };
    let action = match &gap.action {
        GapAction::SnapshotFollows => "; a snapshot follows",
        _ => "",
    };
    let at = time_of_day(at);
    format!("{at}  pushes may be missing from {from} to {until}: {}{dropped}{action}", cause(gap.cause).1)
}

/// An event of a connection, for people.
pub(crate) fn event_text(event: &ConnectionEvent) -> String {
    format!("{}  {} connection {}: {}", time_of_day(event.at), event.socket.as_str(), event.connection, event.kind)
}
