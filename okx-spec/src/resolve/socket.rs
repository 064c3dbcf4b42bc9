//! Channels and operations.

use super::Resolver;
use super::field::field_place;
use super::scope::{Scope, report_taken};
use crate::diagnostic::Sink;
use crate::model::{BudgetId, Channel, ChapterId, EndpointId, Form, Home, Operation, Pushed, Shape, ShapeId, Socket};
use crate::parse::{RawChannel, RawOperation, RawType, Text};
use crate::{Law, names, nearest};

impl Resolver<'_> {
    pub(super) fn declare_sockets(&mut self, sink: &mut Sink) {
        let raw = self.raw;
        for file in &raw.sockets {
            let scope = Scope::Socket(file.socket);
            self.declare_objects(scope, &file.objects, sink);
            for channel in &file.channels {
                let name = Text { value: names::pascal(&channel.name.value), at: channel.name.at.clone() };
                if self.scopes.of(scope).types.contains_key(&name.value) {
                    report_taken(&name, "in this socket's file, the type", sink);
                }
                let arguments = self.declare_sent(file.socket, &channel.name, &channel.does);
                self.channels.push((file.socket, arguments, channel));
            }
        }
        for operation in &raw.operations {
            let socket = operation.socket.unwrap_or(Socket::Private);
            let adds = self.declare_sent(socket, &operation.name, &operation.does);
            self.operations.push((adds, operation));
        }
    }

    fn declare_sent(&mut self, socket: Socket, name: &Text, does: &str) -> ShapeId {
        self.model.shapes.push(Shape {
            name: names::pascal(&name.value),
            does: does.to_owned(),
            aka: Vec::new(),
            home: Home::Sent(socket),
            form: Form::Object,
            fields: Vec::new(),
            outcome: None,
            rules: Vec::new(),
            at: name.at.clone(),
        });
        ShapeId(self.model.shapes.len() - 1)
    }

    pub(super) fn fill_channels(&mut self, sink: &mut Sink) {
        for (socket, arguments, raw) in self.channels.clone() {
            let RawChannel {
                name, does, aka, guide, channels, login, arguments: fields, example, push, beside, ..
            } = raw;
            let RawChannel { silence, once, counted, heavy, snapshot, filled_by, .. } = raw;
            let scope = Scope::Socket(socket);
            self.model.shapes[arguments.index()].fields = self.fields(scope, fields, sink);
            let example = self.example(example.as_ref(), &self.model[arguments].fields, sink);
            let push = self.response(scope, push.as_ref(), arguments, sink);
            let beside = beside.as_ref().map(|written| self.beside(scope, written, arguments, sink));
            let pushed = Pushed { arguments, row: push.row, beside };
            let channel = Channel {
                name: name.value.clone(),
                type_name: names::pascal(&name.value),
                socket,
                does: does.clone(),
                aka: aka.clone(),
                guide: self.guide(guide),
                channels: channels.iter().map(|name| name.value.clone()).collect(),
                login: *login,
                arguments,
                example,
                push,
                beside,
                silence: silence.as_ref().and_then(|raw| self.silence(raw, pushed, sink)),
                excludes: Vec::new(),
                once: once.as_ref().and_then(|raw| self.once(raw, pushed, sink)),
                counted: *counted,
                heavy: heavy.iter().map(|name| name.value.clone()).collect(),
                snapshot: snapshot.as_ref().and_then(|raw| self.snapshot(raw, pushed, sink)),
                filled_by: filled_by.as_ref().and_then(|raw| self.fill(raw, pushed, sink)),
                at: name.at.clone(),
            };
            self.model.channels.push(channel);
        }
        self.exclude(sink);
    }

    /// The other members of a push are one object.
    fn beside(&self, scope: Scope, written: &RawType, sent: ShapeId, sink: &mut Sink) -> ShapeId {
        if written.list {
            let text = "`beside:` must be one object; remove `[]`";
            sink.report(&written.name.at, Law::ResponseShape, text);
        }
        self.response(scope, Some(written), sent, sink).row
    }

    pub(super) fn fill_operations(&mut self, sink: &mut Sink) {
        for (adds, raw) in self.operations.clone() {
            let RawOperation { name, does, guide, op, socket, of, without, adds: fields, limit: _, draws: _ } = raw;
            let fields = self.fields(Scope::Shared, fields, sink);
            self.model.shapes[adds.index()].fields = fields;
            // Without its call there is no operation. The missing call was reported.
            let Some(of) = of.as_ref().and_then(|of| self.call(None, of, sink)) else { continue };
            let draws = self.operation_draws(of, raw, sink);
            let request = &self.model[self.model[of].request].fields;
            let operation = Operation {
                name: name.value.clone(),
                does: does.clone(),
                guide: self.guide(guide),
                op: op.as_ref().map(|op| op.value.clone()).unwrap_or_default(),
                socket: socket.unwrap_or(Socket::Private),
                of,
                without: without.iter().filter_map(|name| field_place(name, request, sink)).collect(),
                adds,
                draws,
                at: name.at.clone(),
            };
            self.model.operations.push(operation);
        }
    }

    /// The limits of an operation replace those of its call.
    fn operation_draws(&mut self, of: EndpointId, raw: &RawOperation, sink: &mut Sink) -> Vec<BudgetId> {
        if raw.limit.is_none() && raw.draws.is_empty() {
            return self.model[of].draws.clone();
        }
        let (name, call) = (format!("ws.{}", raw.name.value), (self.model[of].chapter, of));
        let own = raw.limit.as_ref().map(|limit| self.own_budget(name, call, limit));
        own.into_iter().chain(self.drawn(Scope::Shared, &raw.draws, sink)).collect()
    }

    /// The call with the name `chapter.call` or, if there is none, the one that was probably meant. In a user's own file, its own calls take
    /// precedence over shipped ones.
    pub(super) fn call(&self, scope: Option<ChapterId>, name: &Text, sink: &mut Sink) -> Option<EndpointId> {
        let named = |place: usize| {
            let chapter = &self.chapters[place].name.value;
            self.endpoint_names[place].iter().map(move |(call, id)| (format!("{chapter}.{call}"), *id))
        };
        let own = scope.map(ChapterId::index);
        let calls: Vec<(String, EndpointId)> =
            own.into_iter().chain(0..self.raw.chapters.len()).flat_map(named).collect();
        let find = |name: &str| calls.iter().find(|(call, _)| call == name).map(|(_, id)| *id);
        if let Some(id) = find(&name.value) {
            return Some(id);
        }
        let near = nearest::of(&name.value, calls.iter().map(|(call, _)| call.as_str()));
        let right = nearest::meant_or(near, "name a call as `chapter.call`");
        sink.report(&name.at, Law::UnknownEndpoint, format_args!("there is no call `{}`; {right}", name.value));
        near.and_then(find)
    }

    fn guide(&self, anchor: &str) -> String {
        format!("{}#{anchor}", self.raw.guide.url)
    }
}
