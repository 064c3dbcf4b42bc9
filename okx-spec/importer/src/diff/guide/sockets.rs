//! WebSocket channels and operations.

use std::collections::BTreeSet;

use okx_spec::model::{self, DEADLINE, Kind};
use okx_spec::todo;

use super::field::{Table, fits};
use super::{About, Comparison, added, removed};
use crate::finding::{Grade, GuideDifference, Part, Side, Subject};
use crate::guide::{Channel, Field, Operation, Socket, under};

/// What the path of every socket begins with.
const SOCKETS: &str = "/ws/v5/";

/// What every message of an operation, and every answer, has around the items that it is about.
const ENVELOPE: [&str; 8] = ["id", "op", "code", "msg", "args", "data", "inTime", "outTime"];

impl<'a> Comparison<'a> {
    /// A section of the guide may be several entries of the description, for its channels may need different subscriptions.
    pub(super) fn channels(&mut self) {
        let (guide, model) = (self.guide, self.model);
        for stated in &guide.channels {
            for described in &model.channels {
                if let Some(name) = described.channels.iter().find(|name| stated.names.contains(name)) {
                    self.channel(&Subject::Channel(name.clone()), stated, described);
                }
            }
            let is_described = |name: &String| model.channels.iter().any(|one| one.channels.contains(name));
            let new = stated.names.iter().filter(|name| !is_described(name));
            self.findings.extend(new.map(|name| added(Subject::Channel(name.clone()), &stated.anchor)));
        }
        let known: BTreeSet<&String> = guide.channels.iter().flat_map(|channel| &channel.names).collect();
        for described in model.channels.iter().filter(|one| !todo::is_todo(&one.does)) {
            let gone = described.channels.iter().filter(|name| !known.contains(name));
            self.findings.extend(gone.map(|name| removed(Subject::Channel(name.clone()), &described.at)));
        }
    }

    fn channel(&mut self, subject: &Subject, stated: &'a Channel, described: &'a model::Channel) {
        let model::Channel {
            socket,
            guide,
            login,
            arguments,
            push: _,
            beside: _,
            at,
            // The names were compared by the caller; the rest is ours.
            channels: _,
            name: _,
            type_name: _,
            does: _,
            aka: _,
            example: _,
            // The guide says these things in sentences.
            silence: _,
            excludes: _,
            once: _,
            counted: _,
            heavy: _,
            snapshot: _,
            filled_by: _,
        } = described;
        let about = About { subject, anchor: &stated.anchor, at };
        self.heading(&about, guide);
        self.socket(&about, &stated.socket, *socket);
        let is_needed = stated.socket.login;
        if is_needed != *login {
            let grade = if is_needed { Grade::Breaking } else { Grade::Additive };
            self.find(&about, Part::Login, grade, GuideDifference::Login { is_needed });
        }
        let sent = Table { about, side: Side::Arguments, is_sent: true, is_query: false };
        let given: Vec<&Field> = stated.arguments.iter().filter(|field| field.name != "channel").collect();
        self.fields(&sent, &[], &given, *arguments);
        self.push(&Table { side: Side::Push, is_sent: false, ..sent }, &stated.push, described);
    }

    /// Compares the sockets. A path that could not be read is reported as such.
    fn socket(&mut self, about: &About<'_>, stated: &Socket, described: model::Socket) {
        let path = &stated.path;
        if !path.is_empty() && *path != format!("{SOCKETS}{described}") {
            let difference = GuideDifference::MovedSocket { described, path: path.clone() };
            self.find(about, Part::Socket, Grade::Breaking, difference);
        }
    }

    /// In a pushed message, `arg` repeats the channel and its arguments, and after a login the user. The rest is `data` and what is beside it.
    fn push(&mut self, table: &Table<'_>, stated: &'a [Field], described: &'a model::Channel) {
        let Some(data) = stated.iter().find(|field| field.name == "data") else { return };
        let push = &described.push;
        if !fits(data.data_type, self.model, (Kind::Shape(push.row), push.many), false) {
            let list = if push.many { "[]" } else { "" };
            let written = format!("{}{list}", self.model[push.row].name);
            self.other_type(table, &["data"], data, written, table.about.at);
        }
        self.fields(table, &["data"], &data.fields.iter().collect::<Vec<_>>(), push.row);
        let beside: Vec<&Field> =
            stated.iter().filter(|field| !matches!(field.name.as_str(), "arg" | "data")).collect();
        match described.beside {
            Some(shape) => self.fields(table, &[], &beside, shape),
            None => self.all_missing(table, &[], &beside),
        }
        let arguments = &self.model[described.arguments];
        let is_known =
            |field: &Field| matches!(field.name.as_str(), "channel" | "uid") || arguments.field(&field.name).is_some();
        let unknown: Vec<&Field> = under(stated, "arg").filter(|field| !is_known(field)).collect();
        self.all_missing(table, &["arg"], &unknown);
    }

    pub(super) fn operations(&mut self) {
        let (guide, model) = (self.guide, self.model);
        for stated in &guide.operations {
            let subject = Subject::Operation(stated.op.clone());
            match model.operations.iter().find(|one| one.op == stated.op) {
                Some(described) => self.operation(&subject, stated, described),
                None => self.findings.push(added(subject, &stated.anchor)),
            }
        }
        let is_in_guide = |one: &model::Operation| guide.operations.iter().any(|stated| stated.op == one.op);
        let gone = model.operations.iter().filter(|one| !is_in_guide(one) && !todo::is_todo(&one.does));
        self.findings.extend(gone.map(|one| removed(Subject::Operation(one.op.clone()), &one.at)));
    }

    fn operation(&mut self, subject: &Subject, stated: &'a Operation, described: &'a model::Operation) {
        let model::Operation {
            guide,
            socket,
            of,
            draws,
            at,
            // Both are part of `fields` below.
            without: _,
            adds: _,
            // It was compared by the caller; the rest is ours.
            op: _,
            name: _,
            does: _,
        } = described;
        let model = self.model;
        let about = About { subject, anchor: &stated.anchor, at };
        self.heading(&about, guide);
        self.socket(&about, &stated.socket, *socket);
        self.limits(&about, &stated.limits, &stated.limit_rules, draws);
        let sent = Table { about, side: Side::Request, is_sent: true, is_query: false };
        let items: Vec<&Field> = under(&stated.request, "args").collect();
        for gone in self.matched(&sent, &["args"], &items, described.fields(model).collect()) {
            self.findings.push(sent.gone(&["args"], gone));
        }
        let accepts_deadline = model[*of].deadline;
        self.envelope(&sent, &stated.request, |name| name == DEADLINE && accepts_deadline);
        let received = Table { side: Side::Response, is_sent: false, ..sent };
        let rows: Vec<&Field> = under(&stated.reply, "data").collect();
        self.fields(&received, &["data"], &rows, model[*of].response.row);
        self.envelope(&received, &stated.reply, |_| false);
    }

    /// What is around the items belongs to the protocol and is not described.
    fn envelope(&mut self, table: &Table<'_>, stated: &'a [Field], is_known: impl Fn(&str) -> bool) {
        let is_new = |field: &&Field| !ENVELOPE.contains(&field.name.as_str()) && !is_known(&field.name);
        let new: Vec<&Field> = stated.iter().filter(is_new).collect();
        self.all_missing(table, &[], &new);
    }
}
