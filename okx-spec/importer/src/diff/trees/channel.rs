//! Channels. What they are subscribed to with, and what they push, are shapes and compared as such.

use okx_spec::Location;
use okx_spec::model::{Channel, Model, Response};

use super::{About, Comparison, Entry};
use crate::diff::other_login;
use crate::finding::{Change, Grade};

impl Comparison<'_> {
    pub(super) fn channels(&mut self) {
        self.tables(&self.old.channels, &self.new.channels, Self::channel);
    }

    fn channel(&mut self, about: &About<'_>, old: &Channel, new: &Channel) {
        self.channel_names(about, old, new);
        if old.login != new.login {
            let (grade, text) = other_login(new.login);
            self.find(&About { part: "login", ..*about }, Change::Access, grade, text);
        }
        let row = |model: &Model, push: &Response| (model[push.row].name.clone(), push.many);
        let rows = (row(self.old, &old.push), row(self.new, &new.push));
        self.same(&About { part: "push", ..*about }, &rows.0, &rows.1, Grade::Breaking, "what it pushes");
        let beside = |model: &Model, one: &Channel| one.beside.map(|shape| model[shape].name.clone());
        let besides = (beside(self.old, old), beside(self.new, new));
        let grade = if besides.0.is_none() { Grade::Additive } else { Grade::Breaking };
        self.same(&About { part: "beside", ..*about }, &besides.0, &besides.1, grade, "what stands beside the rows");
    }

    /// OKX's names; with several of them a subscription says which it wants.
    fn channel_names(&mut self, about: &About<'_>, old: &Channel, new: &Channel) {
        for name in old.channels.iter().filter(|name| !new.channels.contains(name)) {
            self.find(&About { part: name, ..*about }, Change::Removed, Grade::Breaking, "the name is gone");
        }
        for name in new.channels.iter().filter(|name| !old.channels.contains(name)) {
            // A subscription to one that had no choice must make one now.
            let grade = if old.channels.len() == 1 { Grade::Breaking } else { Grade::Additive };
            self.find(&About { part: name, ..*about }, Change::Added, grade, "the name is new");
        }
    }
}

/// Each socket has channels of its own, in a module of its own.
impl Entry for Channel {
    fn subject(&self) -> String {
        format!("channel {}.{}", self.socket, self.name)
    }

    fn at(&self) -> &Location {
        &self.at
    }

    fn words(&self) -> String {
        format!("{}\n{}", self.does, self.guide)
    }
}
