//! Channels: there or not, where, after a login, with which arguments, and what they push.

use std::collections::BTreeSet;

use okx_spec::model::{self, Kind};
use okx_spec::todo;

use super::field::{Side, fits, references};
use super::{About, Comparison, added, removed};
use crate::diff::other_login;
use crate::finding::{Change, Grade};
use crate::guide::{Channel, Field, Socket, under};

/// What the path of every socket begins with.
const SOCKETS: &str = "/ws/v5/";

impl<'a> Comparison<'a> {
    /// A section of the guide may be several entries of ours, for its channels need not all be subscribed to alike.
    pub(super) fn channels(&mut self) {
        let (guide, model) = (self.guide, self.model);
        for theirs in &guide.channels {
            for ours in &model.channels {
                if let Some(name) = ours.channels.iter().find(|name| theirs.names.contains(name)) {
                    self.channel(&format!("channel {name}"), theirs, ours);
                }
            }
            let is_described = |name: &String| model.channels.iter().any(|ours| ours.channels.contains(name));
            let fresh = theirs.names.iter().filter(|name| !is_described(name));
            self.findings.extend(fresh.map(|name| added(format!("channel {name}"), &theirs.anchor, Grade::Additive)));
        }
        let known: BTreeSet<&String> = guide.channels.iter().flat_map(|channel| &channel.names).collect();
        for ours in model.channels.iter().filter(|ours| !todo::is_todo(&ours.does)) {
            let gone = ours.channels.iter().filter(|name| !known.contains(name));
            self.findings.extend(gone.map(|name| removed(format!("channel {name}"), &ours.at)));
        }
    }

    fn channel(&mut self, subject: &str, theirs: &'a Channel, ours: &'a model::Channel) {
        let about = About { subject, anchor: &theirs.anchor, at: &ours.at };
        self.heading(&about, &ours.guide);
        self.socket(&about, &theirs.socket, ours.socket);
        if theirs.socket.login != ours.login {
            let (grade, text) = other_login(theirs.socket.login);
            self.findings.push(about.finding("login", Change::Access, grade, text.to_owned()));
        }
        let arguments = Side { about, name: "arguments", sent: true, query: false };
        let told: Vec<&Field> = theirs.arguments.iter().filter(|field| field.name != "channel").collect();
        self.fields(&arguments, "", &told, ours.arguments);
        self.push(&Side { name: "push", sent: false, ..arguments }, &theirs.push, ours);
    }

    /// Which socket it is on. A path that could not be read is told as such.
    pub(super) fn socket(&mut self, about: &About<'_>, theirs: &Socket, ours: model::Socket) {
        let path = &theirs.path;
        if !path.is_empty() && *path != format!("{SOCKETS}{ours}") {
            let text = format!("it is at `{path}` now, not on the {ours} socket");
            self.findings.push(about.finding("socket", Change::Moved, Grade::Breaking, text));
        }
    }

    /// `arg` repeats the channel and its arguments, and after a login the user; the rest of a message is rows and what stands beside them.
    fn push(&mut self, side: &Side<'_>, theirs: &'a [Field], ours: &'a model::Channel) {
        let Some(data) = theirs.iter().find(|field| field.name == "data") else { return };
        if !fits(data.data_type, self.model, (Kind::Shape(ours.push.row), ours.push.many), false) {
            let list = if ours.push.many { "[]" } else { "" };
            let written = format!("{}{list}", self.model[ours.push.row].name);
            self.other_type(side, "data", data, &written, side.about.at);
        }
        self.fields(side, "data.", &references(&data.fields), ours.push.row);
        let beside: Vec<&Field> =
            theirs.iter().filter(|field| !matches!(field.name.as_str(), "arg" | "data")).collect();
        match ours.beside {
            Some(shape) => self.fields(side, "", &beside, shape),
            None => self.all_missing(side, "", &beside),
        }
        let repeated = &self.model[ours.arguments];
        let known =
            |field: &Field| matches!(field.name.as_str(), "channel" | "uid") || repeated.field(&field.name).is_some();
        let unknown: Vec<&Field> = under(theirs, "arg").filter(|field| !known(field)).collect();
        self.all_missing(side, "arg.", &unknown);
    }
}
