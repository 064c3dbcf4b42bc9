//! Gives every named entry its place in the model, before names are resolved.

use std::collections::BTreeSet;

use super::Resolver;
use super::scope::{Names, Scope, declare, report_taken};
use crate::diagnostic::Sink;
use crate::model::{
    BudgetId, ChapterId, EndpointId, Enum, EnumId, EnumValue, Form, Home, IdType, IdTypeId, Kind, PrecisionId, Shape,
    ShapeId,
};
use crate::names;
use crate::parse::{RawChapter, RawEndpoint, RawEnum, RawId, RawShape, RawVocabulary, Text};

impl<'a> Resolver<'a> {
    /// Declares what is shared, then every chapter, then every socket.
    pub(super) fn declare(&mut self, sink: &mut Sink) {
        self.declare_vocabulary(None, &self.raw.shared, sink);
        let chapters = self.chapters.clone();
        for (place, chapter) in chapters.into_iter().enumerate() {
            self.declare_chapter(ChapterId(place), chapter, sink);
        }
        self.declare_sockets(sink);
    }

    fn declare_chapter(&mut self, id: ChapterId, chapter: &'a RawChapter, sink: &mut Sink) {
        self.declare_vocabulary(Some(id), &chapter.vocabulary, sink);
        let mut requests = BTreeSet::new();
        for endpoint in &chapter.endpoints {
            for type_name in endpoint.type_names() {
                if self.scopes.chapters[id.index()].types.contains_key(&type_name)
                    || !requests.insert(type_name.clone())
                {
                    let name = Text { value: type_name, at: endpoint.name.at.clone() };
                    report_taken(&name, "in this chapter, the type", sink);
                }
            }
            let request = endpoint.shape_name().map(|name| self.declare_request(id, endpoint, name));
            self.requests.push(request);
            self.endpoints.push((id, endpoint));
        }
        let first = self.requests.len() - chapter.endpoints.len();
        let names = chapter.endpoints.iter().enumerate();
        let names = names.map(|(place, endpoint)| (endpoint.name.value.clone(), EndpointId(first + place)));
        self.endpoint_names.push(names.collect());
    }

    /// The shape of a request, or of an item of it; its fields come later, when every type is known.
    pub(super) fn declare_request(&mut self, chapter: ChapterId, endpoint: &RawEndpoint, name: String) -> ShapeId {
        self.model.shapes.push(Shape {
            name,
            does: endpoint.does.clone(),
            aka: Vec::new(),
            home: Home::Request(chapter),
            form: Form::Object,
            fields: Vec::new(),
            outcome: None,
            rules: Vec::new(),
            at: endpoint.name.at.clone(),
        });
        ShapeId(self.model.shapes.len() - 1)
    }

    fn declare_vocabulary(&mut self, chapter: Option<ChapterId>, vocabulary: &'a RawVocabulary, sink: &mut Sink) {
        let scope = chapter.map_or(Scope::Shared, Scope::Chapter);
        for id in &vocabulary.ids {
            let place = IdTypeId(self.model.ids.len());
            self.declare_type(scope, &id.name, Kind::Id(place), sink);
            self.model.ids.push(id_type(id, chapter));
        }
        for raw in &vocabulary.enums {
            let place = EnumId(self.model.enums.len());
            self.declare_type(scope, &raw.name, Kind::Enum(place), sink);
            self.model.enums.push(enumeration(raw, chapter));
        }
        self.declare_objects(scope, &vocabulary.objects, sink);
        for rule in &vocabulary.precision {
            let id = PrecisionId(self.precision.len());
            declare(&mut self.scopes.of(scope).precision, &rule.name, "the precision rule", id, sink);
            self.precision.push((chapter, rule));
        }
        for budget in &vocabulary.budgets {
            let id = BudgetId(self.budgets.len());
            // Budgets with the same name are one budget at run time, so even a user's own file must not reuse a shipped name.
            if chapter.is_some() && self.scopes.shared.budgets.contains_key(&budget.name.value) {
                report_taken(&budget.name, "the shared budget", sink);
            }
            declare(&mut self.scopes.of(scope).budgets, &budget.name, "the budget", id, sink);
            self.budgets.push((chapter, budget));
        }
    }

    pub(super) fn declare_objects(&mut self, scope: Scope, objects: &'a [RawShape], sink: &mut Sink) {
        for object in objects {
            let place = ShapeId(self.model.shapes.len());
            self.declare_type(scope, &object.name, Kind::Shape(place), sink);
            self.model.shapes.push(shape(object, scope));
        }
    }

    /// A user's own file may reuse the name of a shipped type. Otherwise every new shipped type could break a user's build.
    fn declare_type(&mut self, scope: Scope, name: &Text, kind: Kind, sink: &mut Sink) {
        let shared: &Names = &self.scopes.shared;
        let own = self.own.map(Scope::Chapter);
        if scope != Scope::Shared && Some(scope) != own && shared.types.contains_key(&name.value) {
            report_taken(name, "the shared type", sink);
            return;
        }
        declare(&mut self.scopes.of(scope).types, name, "the type", kind, sink);
    }
}

fn id_type(raw: &RawId, chapter: Option<ChapterId>) -> IdType {
    let RawId { name, does, aka, number, max_length, letters, secret, identity } = raw.clone();
    IdType { name: name.value, does, aka, chapter, number, max_length, letters, secret, identity, at: name.at }
}

fn enumeration(raw: &RawEnum, chapter: Option<ChapterId>) -> Enum {
    let RawEnum { name, does, aka, values } = raw.clone();
    let values = values.into_iter().map(|value| {
        let rust = value.name.map_or_else(|| names::pascal(&value.wire.value), |name| name.value);
        EnumValue { wire: value.wire.value, name: rust, means: value.means, aka: value.aka, at: value.wire.at }
    });
    Enum { name: name.value, does, aka, chapter, values: values.collect(), at: name.at }
}

/// Its fields come later, when every type is known.
fn shape(raw: &RawShape, scope: Scope) -> Shape {
    Shape {
        name: raw.name.value.clone(),
        does: raw.does.clone(),
        aka: raw.aka.clone(),
        home: match scope {
            Scope::Shared => Home::Shared,
            Scope::Chapter(chapter) => Home::Chapter(chapter),
            Scope::Socket(socket) => Home::Socket(socket),
        },
        form: raw.form,
        fields: Vec::new(),
        outcome: None,
        rules: Vec::new(),
        at: raw.name.at.clone(),
    }
}
