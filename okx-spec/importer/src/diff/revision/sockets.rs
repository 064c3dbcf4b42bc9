//! Channels and operations. What a subscription or an operation sends, and what is pushed, are shapes and compared as such.

use okx_spec::describe;
use okx_spec::model::{Channel, Connection, Model, Operation, Response, ShapeId};

use super::{About, Comparison};
use crate::finding::{Aspect, Grade, Part, Revision, Subject};

impl Comparison<'_> {
    pub(super) fn channel(&mut self, about: &About<'_>, old: &Channel, new: &Channel) {
        let Channel {
            channels,
            login,
            push,
            beside,
            does,
            guide,
            // Documentation.
            aka: _,
            example: _,
            // They name fields and calls, so they are compared as text.
            silence: _,
            excludes: _,
            once: _,
            snapshot: _,
            filled_by: _,
            counted,
            heavy,
            // A shape of its own, compared with the shapes.
            arguments: _,
            // They name the channel.
            name: _,
            type_name: _,
            socket: _,
            at: _,
        } = new;
        self.channel_names(about, &old.channels, channels);
        if old.login != *login {
            let grade = if *login { Grade::Breaking } else { Grade::Additive };
            self.find(&about.part(Part::Login), grade, Revision::Login { is_needed: *login });
        }
        let rows = (&row(self.old, &old.push), &row(self.new, push));
        self.aspect(&about.named("push"), Aspect::Push, rows, Grade::Breaking);
        let name = |model: &Model, shape: Option<ShapeId>| shape.map(|shape| model[shape].name.clone());
        let names = (&name(self.old, old.beside), &name(self.new, *beside));
        let grade = if old.beside.is_none() { Grade::Additive } else { Grade::Breaking };
        self.aspect(&about.named("beside"), Aspect::Beside, names, grade);
        self.pushes(about, old, new);
        self.aspect(about, Aspect::Counted, (&old.counted, counted), Grade::Additive);
        self.aspect(about, Aspect::Heavy, (&old.heavy, heavy), Grade::Additive);
        self.wording(about, &[&old.does, &old.guide], &[does, guide]);
    }

    /// Compares what is known about the pushes. The client acts on it, and programs that use it continue to work.
    fn pushes(&mut self, about: &About<'_>, old: &Channel, new: &Channel) {
        let (before, after) = (self.old, self.new);
        let silence = (&describe::silence(before, old), &describe::silence(after, new));
        self.aspect(about, Aspect::Silence, silence, Grade::Additive);
        let excludes = (&describe::excludes(old), &describe::excludes(new));
        self.aspect(about, Aspect::Excludes, excludes, Grade::Additive);
        let once = (&describe::once(before, old), &describe::once(after, new));
        self.aspect(about, Aspect::Once, once, Grade::Additive);
        let snapshot = (&describe::snapshot(before, old), &describe::snapshot(after, new));
        self.aspect(about, Aspect::Snapshot, snapshot, Grade::Additive);
        let filled_by = (&describe::filled_by(before, old), &describe::filled_by(after, new));
        self.aspect(about, Aspect::FilledBy, filled_by, Grade::Additive);
    }

    /// Compares what connections of the sockets accept. The client keeps to whatever the limits are.
    pub(super) fn connection(&mut self, old: &Connection, new: &Connection) {
        let Connection {
            paths,
            connects,
            requests,
            message_bytes,
            id_length,
            id_letters,
            idle,
            notice,
            counted,
            heavy,
            at,
        } = new;
        let about = About::both(Subject::Connections, Part::Whole, &old.at, at);
        self.aspect(&about, Aspect::Paths, (&old.paths, paths), Grade::Additive);
        let before = (old.connects, old.requests, old.message_bytes, old.counted, old.heavy);
        let after = (*connects, *requests, *message_bytes, *counted, *heavy);
        self.aspect(&about, Aspect::ConnectionLimits, (&before, &after), Grade::Additive);
        let before = (old.id_length, old.id_letters);
        self.aspect(&about, Aspect::RequestIds, (&before, &(*id_length, *id_letters)), Grade::Additive);
        self.aspect(&about, Aspect::Closing, (&(old.idle, old.notice), &(*idle, *notice)), Grade::Additive);
    }

    /// Compares OKX's names; where there are several, a subscription says which it wants.
    fn channel_names(&mut self, about: &About<'_>, old: &[String], new: &[String]) {
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.find(&about.named(name), Grade::Breaking, Revision::RemovedName);
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            // A subscription that had no choice must now make one.
            let grade = if old.len() == 1 { Grade::Breaking } else { Grade::Additive };
            self.find(&about.named(name), grade, Revision::NewName);
        }
    }

    pub(super) fn operation(&mut self, about: &About<'_>, old: &Operation, new: &Operation) {
        let Operation {
            name,
            socket,
            of: _,
            without: _,
            draws,
            does,
            guide,
            // A shape of its own, compared with the shapes.
            adds: _,
            op: _,
            at: _,
        } = new;
        self.rust_name(about, &old.name, name);
        self.aspect(about, Aspect::Socket, (&old.socket, socket), Grade::Additive);
        self.aspect(about, Aspect::OfCall, (&call(self.old, old), &call(self.new, new)), Grade::Breaking);
        let (before, after) = (left_out(self.old, old), left_out(self.new, new));
        for wire in after.iter().filter(|wire| !before.contains(wire)) {
            self.find(&about.named(wire), Grade::Breaking, Revision::NotTaken);
        }
        for wire in before.iter().filter(|wire| !after.contains(wire)) {
            self.find(&about.named(wire), Grade::Additive, Revision::Taken);
        }
        self.draws(about, &old.draws, draws);
        self.wording(about, &[&old.does, &old.guide], &[does, guide]);
    }
}

/// The row of a reply or a push by name, and whether there may be many.
pub(super) fn row(model: &Model, response: &Response) -> (String, bool) {
    let Response { row, many } = response;
    (model[*row].name.clone(), *many)
}

/// The call of an operation: its chapter and its name.
fn call(model: &Model, operation: &Operation) -> (String, String) {
    let call = &model[operation.of];
    (model[call.chapter].name.clone(), call.name.clone())
}

/// The parameters of the call that an operation does not take.
fn left_out<'m>(model: &'m Model, operation: &Operation) -> Vec<&'m str> {
    let fields = &model[model[operation.of].request].fields;
    operation.without.iter().filter_map(|place| fields.get(*place)).map(|field| field.wire.as_str()).collect()
}
