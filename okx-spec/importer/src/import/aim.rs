//! What a finding about a field leads to: the described shape that has the field or should have it, and the place where that shape is written.

use okx_spec::model::{Channel, Endpoint, Form, Home as Lives, Kind, Method, Operation, ShapeId};

use super::Importer;
use super::choice::Home;
use super::layout::{Entry, Piece};
use crate::finding::Finding;
use crate::guide::{self, under};

/// Where a field stands, or would stand.
pub(super) struct Target {
    pub(super) shape: ShapeId,
    /// Its name on the wire.
    pub(super) wire: String,
    /// The fields that the guide has beside it, itself included.
    pub(super) siblings: Vec<guide::Field>,
    pub(super) travel: Travel,
}

/// How the fields of a table travel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Travel {
    /// They are sent: then one may have to be given.
    pub(super) sent: bool,
    /// In a query, where everything is text.
    pub(super) query: bool,
    /// Where no object can be.
    pub(super) plain: bool,
}

impl Travel {
    /// In the body of a request.
    pub(super) const SENT: Self = Self { sent: true, query: false, plain: false };
    /// In a reply or a push.
    pub(super) const RECEIVED: Self = Self { sent: false, query: false, plain: false };
    /// As what a subscription names, or what only an operation takes.
    pub(super) const PLAIN: Self = Self { sent: true, query: false, plain: true };

    /// As the parameters of a call.
    pub(super) fn of_request(method: Method) -> Self {
        let query = method == Method::Get;
        Self { query, plain: query, ..Self::SENT }
    }
}

impl Target {
    /// The field of the guide.
    pub(super) fn told(&self) -> Option<&guide::Field> {
        self.siblings.iter().find(|one| one.name == self.wire)
    }

    pub(super) fn home<'h>(&self, file: &'h str, owner: &'h str) -> Home<'h> {
        Home { file, owner, travel: self.travel }
    }
}

/// What a path such as `request.legs.px` leads to.
pub(super) enum Aim {
    /// A field of a described shape, there or not.
    At(Target),
    /// A field within one that is new itself and is written with it.
    InNewField,
    /// Nothing that a line could be written for.
    Nowhere,
}

/// Where a path begins: a described shape and the table of the guide about it.
struct Start<'f> {
    shape: ShapeId,
    table: Vec<guide::Field>,
    travel: Travel,
    /// The rest of the path.
    path: &'f str,
}

impl<'a> Importer<'a> {
    /// Follows the path of a finding through the described shapes and through the guide's fields side by side.
    pub(super) fn aim(&self, finding: &Finding) -> Aim {
        let part = finding.part.split('=').next().unwrap_or_default();
        let Some(Start { mut shape, table: mut siblings, travel, path }) = self.start(finding, part) else {
            return Aim::Nowhere;
        };
        let (outer, wire) = path.rsplit_once('.').unwrap_or(("", path));
        for wire in outer.split('.').filter(|wire| !wire.is_empty()) {
            match self.model[shape].field(wire).map(|field| field.kind) {
                Some(Kind::Shape(inner)) => shape = inner,
                Some(_) => return Aim::Nowhere,
                None => return Aim::InNewField,
            }
            siblings = siblings.into_iter().filter(|one| one.name == wire).flat_map(|one| one.fields).collect();
        }
        Aim::At(Target { shape, wire: wire.to_owned(), siblings, travel })
    }

    fn start<'f>(&self, finding: &Finding, part: &'f str) -> Option<Start<'f>> {
        match finding.subject.split_once(' ')? {
            ("channel", name) => self.start_in_channel(name, part),
            ("operation", op) => self.start_in_operation(op, part),
            _ => start_in_call(self.described_call(&finding.subject)?, self.told_call(finding), part),
        }
    }

    fn start_in_channel<'f>(&self, name: &str, part: &'f str) -> Option<Start<'f>> {
        let (ours, theirs) = (self.described_channel(name)?, self.told_channel(name)?);
        if let Some(path) = part.strip_prefix("arguments.") {
            return Some(Start { shape: ours.arguments, table: theirs.arguments.clone(), travel: Travel::PLAIN, path });
        }
        if let Some(path) = part.strip_prefix("push.data.") {
            let table = under(&theirs.push, "data").cloned().collect();
            return Some(Start { shape: ours.push.row, table, travel: Travel::RECEIVED, path });
        }
        let path = part.strip_prefix("push.").filter(|path| !path.starts_with("arg."))?;
        Some(Start { shape: ours.beside?, table: theirs.push.clone(), travel: Travel::RECEIVED, path })
    }

    /// The parameters of an operation are those of its call and some of its own; which of them it takes is written elsewhere.
    fn start_in_operation<'f>(&self, op: &str, part: &'f str) -> Option<Start<'f>> {
        let (ours, theirs) = (self.described_operation(op)?, self.told_operation(op)?);
        let call = &self.model[ours.of];
        if let Some(path) = part.strip_prefix("response.data.") {
            let table = under(&theirs.reply, "data").cloned().collect();
            return Some(Start { shape: call.response.row, table, travel: Travel::RECEIVED, path });
        }
        let path = part.strip_prefix("request.args.")?;
        let table = under(&theirs.request, "args").cloned().collect();
        let wire = path.split('.').next().unwrap_or_default();
        if self.model[call.request].field(wire).is_some() {
            return Some(Start { shape: call.request, table, travel: Travel::SENT, path });
        }
        Some(Start { shape: ours.adds, table, travel: Travel::PLAIN, path })
    }

    pub(super) fn described_channel(&self, name: &str) -> Option<&'a Channel> {
        self.model.channels.iter().find(|one| one.channels.iter().any(|known| known == name))
    }

    pub(super) fn told_channel(&self, name: &str) -> Option<&'a guide::Channel> {
        self.guide.channels.iter().find(|one| one.names.iter().any(|known| known == name))
    }

    pub(super) fn described_operation(&self, op: &str) -> Option<&'a Operation> {
        self.model.operations.iter().find(|one| one.op == op)
    }

    pub(super) fn told_operation(&self, op: &str) -> Option<&'a guide::Operation> {
        self.guide.operations.iter().find(|one| one.op == op)
    }

    /// The map that a shape's fields stand in, and its file; `None` for something sent that has no field yet.
    pub(super) fn fields_of(&self, shape: ShapeId) -> Option<(String, Piece)> {
        let (file, entry, key) = self.entry_of_shape(shape)?;
        Some((file, entry.value.get(key)?.clone()))
    }

    /// Where a shape is written, and under which key its fields stand: an object by its name, what is sent with what sends it.
    pub(super) fn entry_of_shape(&self, shape: ShapeId) -> Option<(String, Entry, &'static str)> {
        let described = &self.model[shape];
        match described.home {
            Lives::Request(_) => {
                let call = self.call_of(shape)?;
                self.entry_of_call(call).map(|(file, entry)| (file, entry, "request"))
            }
            Lives::Sent(_) => {
                let channel = self.model.channels.iter().find(|one| one.arguments == shape);
                let operation = self.model.operations.iter().find(|one| one.adds == shape);
                let channel =
                    channel.and_then(|one| self.entry_of_channel(one)).map(|(file, entry)| (file, entry, "arguments"));
                let operation = || {
                    operation.and_then(|one| self.entry_of_operation(one)).map(|(file, entry)| (file, entry, "adds"))
                };
                channel.or_else(operation)
            }
            Lives::Shared | Lives::Chapter(_) | Lives::Socket(_) => {
                let file = described.at.file.to_string();
                let entry = self.files.get(&file)?.layout.get("objects")?.entry(&described.name)?.clone();
                let key = match described.form {
                    Form::Object => "fields",
                    Form::Row => "row",
                    Form::Bare => "bare",
                };
                Some((file, entry, key))
            }
        }
    }

    /// The call whose request a shape is.
    pub(super) fn call_of(&self, request: ShapeId) -> Option<&'a Endpoint> {
        self.model.endpoints.iter().find(|one| one.request == request && one.single().is_none())
    }
}

fn start_in_call<'f>(ours: &Endpoint, theirs: Option<&guide::Endpoint>, part: &'f str) -> Option<Start<'f>> {
    let (side, path) = part.split_once('.')?;
    let (shape, table, travel) = if side == "request" {
        (ours.request, theirs.map(|one| &one.parameters), Travel::of_request(ours.method))
    } else {
        (ours.response.row, theirs.map(|one| &one.fields), Travel::RECEIVED)
    };
    Some(Start { shape, table: table.cloned().unwrap_or_default(), travel, path })
}
