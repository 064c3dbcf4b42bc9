//! What a finding about a field leads to: the described shape that has the field or should have it, and where that shape is written.

use okx_spec::model::{Channel, Endpoint, Form, Home as Lives, Kind, Method, Operation, ShapeId};
use okx_spec::yaml::{Entry, Node};

use super::Importer;
use super::new_field::Home;
use crate::finding::{CallName, FieldPath, Finding, Place, Side, Subject};
use crate::guide::{self, under};

/// A field of a described shape, or one that the shape should have.
pub(super) struct Target {
    pub(super) shape: ShapeId,
    /// Its name on the wire.
    pub(super) wire: String,
    /// The fields that the guide has in the same table, itself included.
    pub(super) siblings: Vec<guide::Field>,
    pub(super) travel: Travel,
}

/// How the fields of a table travel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Travel {
    /// They are sent: then one may be required.
    pub(super) sent: bool,
    /// In a query, where everything is text.
    pub(super) query: bool,
    /// Where there can be no object.
    pub(super) plain: bool,
}

impl Travel {
    /// In the body of a request.
    pub(super) const SENT: Self = Self { sent: true, query: false, plain: false };
    /// In a reply or a push.
    pub(super) const RECEIVED: Self = Self { sent: false, query: false, plain: false };
    /// As the arguments of a subscription, or as what only an operation takes.
    pub(super) const PLAIN: Self = Self { sent: true, query: false, plain: true };

    /// As the parameters of a call.
    pub(super) fn of_request(method: Method) -> Self {
        let query = method == Method::Get;
        Self { query, plain: query, ..Self::SENT }
    }
}

impl Target {
    /// The field of the guide.
    pub(super) fn stated(&self) -> Option<&guide::Field> {
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
    names: &'f [String],
}

impl<'a> Importer<'a> {
    /// Follows the path of a finding through the described shapes and through the guide's fields at the same time.
    pub(super) fn aim(&self, finding: &Finding) -> Aim {
        let start = finding.part.field().and_then(|path| self.start(finding, path));
        let Some(Start { mut shape, table: mut siblings, travel, names }) = start else { return Aim::Nowhere };
        let Some((wire, outer)) = names.split_last() else { return Aim::Nowhere };
        for wire in outer {
            match self.model[shape].field(wire).map(|field| field.kind) {
                Some(Kind::Shape(inner)) => shape = inner,
                Some(_) => return Aim::Nowhere,
                None => return Aim::InNewField,
            }
            siblings = siblings.into_iter().filter(|one| one.name == *wire).flat_map(|one| one.fields).collect();
        }
        Aim::At(Target { shape, wire: wire.clone(), siblings, travel })
    }

    fn start<'f>(&self, finding: &Finding, path: &'f FieldPath) -> Option<Start<'f>> {
        match &finding.subject {
            Subject::Call(name) => start_in_call(self.described_call(name)?, self.stated_call(finding), path),
            Subject::Channel(name) => self.start_in_channel(name, path),
            Subject::Operation(op) => self.start_in_operation(op, path),
            _ => None,
        }
    }

    fn start_in_channel<'f>(&self, name: &str, path: &'f FieldPath) -> Option<Start<'f>> {
        let (described, stated) = (self.described_channel(name)?, self.stated_channel(name)?);
        if path.side == Side::Arguments {
            let table = stated.arguments.clone();
            return Some(Start { shape: described.arguments, table, travel: Travel::PLAIN, names: &path.names });
        }
        if let Some(names) = path.below(Side::Push, "data") {
            let table = under(&stated.push, "data").cloned().collect();
            return Some(Start { shape: described.push.row, table, travel: Travel::RECEIVED, names });
        }
        let is_beside = path.side == Side::Push && path.below(Side::Push, "arg").is_none();
        let table = stated.push.clone();
        is_beside.then_some(())?;
        Some(Start { shape: described.beside?, table, travel: Travel::RECEIVED, names: &path.names })
    }

    /// The parameters of an operation are those of its call and some of its own; which of them it takes is written elsewhere.
    fn start_in_operation<'f>(&self, op: &str, path: &'f FieldPath) -> Option<Start<'f>> {
        let (described, stated) = (self.described_operation(op)?, self.stated_operation(op)?);
        let call = &self.model[described.of];
        if let Some(names) = path.below(Side::Response, "data") {
            let table = under(&stated.reply, "data").cloned().collect();
            return Some(Start { shape: call.response.row, table, travel: Travel::RECEIVED, names });
        }
        let names = path.below(Side::Request, "args")?;
        let table = under(&stated.request, "args").cloned().collect();
        let is_of_call = self.model[call.request].field(names.first()?).is_some();
        let (shape, travel) = if is_of_call { (call.request, Travel::SENT) } else { (described.adds, Travel::PLAIN) };
        Some(Start { shape, table, travel, names })
    }

    /// The call of the guide that a finding is about: the one under its heading, by its own name where the heading has several.
    pub(super) fn stated_call(&self, finding: &Finding) -> Option<&'a guide::Endpoint> {
        let Some(Place::Guide(anchor)) = &finding.new else { return None };
        let mut under = self.guide.endpoints.iter().filter(|one| one.anchor == *anchor);
        let named = under.clone().find(|one| Subject::Call((*one).into()) == finding.subject);
        named.or_else(|| under.next())
    }

    pub(super) fn described_call(&self, name: &CallName) -> Option<&'a Endpoint> {
        self.model.endpoints.iter().find(|one| (one.method, &one.path) == (name.method, &name.path))
    }

    pub(super) fn described_channel(&self, name: &str) -> Option<&'a Channel> {
        self.model.channels.iter().find(|one| one.channels.iter().any(|known| known == name))
    }

    pub(super) fn stated_channel(&self, name: &str) -> Option<&'a guide::Channel> {
        self.guide.channels.iter().find(|one| one.names.iter().any(|known| known == name))
    }

    pub(super) fn described_operation(&self, op: &str) -> Option<&'a Operation> {
        self.model.operations.iter().find(|one| one.op == op)
    }

    pub(super) fn stated_operation(&self, op: &str) -> Option<&'a guide::Operation> {
        self.guide.operations.iter().find(|one| one.op == op)
    }

    /// The map of a shape's fields, and its file; `None` for something sent that has no field yet.
    pub(super) fn fields_of(&self, shape: ShapeId) -> Option<(String, Node)> {
        let (file, entry, key) = self.entry_of_shape(shape)?;
        Some((file, entry.node.get(key)?.clone()))
    }

    /// Where a shape is written, and under which key its fields are: an object by its name, what is sent with what sends it.
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
                let entry = self.files.get(&file)?.tree.get("objects")?.entry(&described.name)?.clone();
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

fn start_in_call<'f>(described: &Endpoint, stated: Option<&guide::Endpoint>, path: &'f FieldPath) -> Option<Start<'f>> {
    let (shape, table, travel) = match path.side {
        Side::Request => (described.request, stated.map(|one| &one.parameters), Travel::of_request(described.method)),
        Side::Response => (described.response.row, stated.map(|one| &one.fields), Travel::RECEIVED),
        Side::Arguments | Side::Reply | Side::Push => return None,
    };
    Some(Start { shape, table: table.cloned().unwrap_or_default(), travel, names: &path.names })
}
