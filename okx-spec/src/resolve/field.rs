//! Types and fields.

use super::Resolver;
use super::scope::Scope;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{ChapterId, Field, Form, Kind, OutcomeFields, PrecisionId, Presence, Scalar, Shape};
use crate::names;
use crate::nearest;
use crate::parse::{Located, RawField, RawOutcome, RawShape, RawType, Text};

impl Resolver<'_> {
    /// Resolves the declared objects. In the model, they are in the order of declaration, with requests between them.
    pub(super) fn fill_objects(&mut self, sink: &mut Sink) {
        let raw = self.raw;
        let shared = raw.shared.objects.iter().map(|object| (Scope::Shared, object));
        let chapters = self.chapters.clone();
        let own = chapters.iter().enumerate().flat_map(|(place, chapter)| {
            chapter.vocabulary.objects.iter().map(move |object| (Scope::Chapter(ChapterId(place)), object))
        });
        let sockets = raw
            .sockets
            .iter()
            .flat_map(|file| file.objects.iter().map(move |object| (Scope::Socket(file.socket), object)));
        let objects: Vec<(Scope, &RawShape)> = shared.chain(own).chain(sockets).collect();
        let places: Vec<usize> =
            (0..self.model.shapes.len()).filter(|place| self.model.shapes[*place].is_object()).collect();
        for (place, (scope, object)) in places.into_iter().zip(objects) {
            let fields = self.fields(scope, &object.fields, sink);
            let outcome =
                object.outcome.as_ref().and_then(|outcome| outcome_fields(outcome, object.form, &fields, sink));
            let rules = self.rules(&object.rules, &fields, sink);
            let shape: &mut Shape = &mut self.model.shapes[place];
            shape.fields = fields;
            shape.outcome = outcome;
            shape.rules = rules;
        }
    }

    /// The fields of a shape.
    pub(super) fn fields(&mut self, scope: Scope, raw: &[RawField], sink: &mut Sink) -> Vec<Field> {
        raw.iter().map(|field| self.field(scope, field, sink)).collect()
    }

    fn field(&mut self, scope: Scope, raw: &RawField, sink: &mut Sink) -> Field {
        let RawField { wire, kind: written, means: _, aka, name, empty_clears, long: _ } = raw;
        let kind = self.kind_of(scope, raw, sink);
        let means = self.meaning(raw, sink);
        let rule = written.as_ref().and_then(|raw_type| raw_type.rule.as_ref());
        let rust = name.as_ref().map_or_else(|| names::snake(&wire.value), |name| name.value.clone());
        // An absent list is an empty list, so no list is required.
        let optional = written.as_ref().is_none_or(|raw_type| raw_type.optional || raw_type.list);
        Field {
            wire: wire.value.clone(),
            name: rust,
            kind,
            list: written.as_ref().is_some_and(|raw_type| raw_type.list),
            presence: if optional { Presence::Optional } else { Presence::Required },
            means,
            aka: aka.clone(),
            empty_clears: empty_clears.is_some(),
            precision: rule.and_then(|rule| self.precision_rule(scope, rule, kind, sink)),
            at: wire.at.clone(),
        }
    }

    /// The type with this name, or the nearest one. Text if nothing is near.
    pub(super) fn kind(&self, scope: Scope, raw: &RawType, sink: &mut Sink) -> Kind {
        let name = &raw.name;
        if let Some(kind) = self.scopes.find(scope, |names| &names.types, &name.value) {
            return kind;
        }
        let near = self.scopes.near(scope, |names| &names.types, &name.value);
        let right =
            nearest::meant_or(near.map(|(near, _)| near), "describe it in ids.yaml, enums.yaml or objects.yaml");
        sink.report(&name.at, Law::UnknownType, format_args!("there is no type `{}`; {right}", name.value));
        near.map_or(Kind::Scalar(Scalar::Text), |(_, kind)| kind)
    }

    /// The type of a field. In the short form it must be the dictionary's. A field with another type needs a meaning of its own.
    fn kind_of(&self, scope: Scope, raw: &RawField, sink: &mut Sink) -> Kind {
        let wire = &raw.wire.value;
        let usual = self.dictionary.usual(wire);
        let Some(raw_type) = &raw.kind else { return usual.map_or(Kind::Scalar(Scalar::Text), |(usual, _)| usual) };
        let kind = self.kind(scope, raw_type, sink);
        match usual {
            Some((usual, name)) if !raw.long && usual != kind => {
                let right = format_args!("if the type is different here, write `{wire}: {{type: …, means: …}}`");
                sink.report(
                    &raw.wire.at,
                    Law::UnusualType,
                    format_args!("the dictionary gives `{wire}` the type `{name}`; {right}"),
                );
                usual
            }
            _ => kind,
        }
    }

    /// The meaning of a field, its own or that of the dictionary. It becomes the documentation of the field.
    fn meaning(&mut self, raw: &RawField, sink: &mut Sink) -> String {
        let wire = &raw.wire.value;
        match (&raw.means, self.dictionary.take(wire)) {
            (Some(means), _) => means.clone(),
            (None, Some(means)) => means.to_owned(),
            (None, None) => {
                let otherwise = format!("write `{wire}: {{type: …, means: …}}`");
                let right = nearest::suggestion(wire, self.dictionary.wires(), &otherwise);
                let text = format_args!("the meaning of `{wire}` is missing; {right}");
                sink.report(&raw.wire.at, Law::UnexplainedField, text);
                String::new()
            }
        }
    }

    fn precision_rule(&self, scope: Scope, rule: &Text, kind: Kind, sink: &mut Sink) -> Option<PrecisionId> {
        only_decimals_have_a_precision_rule(rule, kind, sink);
        if let Some(id) = self.scopes.find(scope, |names| &names.precision, &rule.value) {
            return Some(id);
        }
        let near = self.scopes.near(scope, |names| &names.precision, &rule.value);
        let right = nearest::meant_or(near.map(|(near, _)| near), "describe it in precision.yaml");
        let text = format_args!("there is no precision rule `{}`; {right}", rule.value);
        sink.report(&rule.at, Law::UnknownPrecision, text);
        near.map(|(_, id)| id)
    }
}

/// Steps and bounds are decimal numbers, so only decimal numbers can be checked against them.
fn only_decimals_have_a_precision_rule(rule: &Text, kind: Kind, sink: &mut Sink) {
    if kind != Kind::Scalar(Scalar::Decimal) {
        let text = format_args!("only a `Decimal` can have a precision rule; remove `({})`", rule.value);
        sink.report(&rule.at, Law::PrecisionOfOther, text);
    }
}

/// The client reads the result of a row from these fields, so they must exist and be text.
fn outcome_fields(raw: &Located<RawOutcome>, form: Form, fields: &[Field], sink: &mut Sink) -> Option<OutcomeFields> {
    if form != Form::Object {
        sink.report(&raw.at, Law::OutcomeForm, "only an object with `fields:` can have an `outcome:`");
    }
    let mut place = |name: &Option<Text>| {
        let name = name.as_ref()?;
        let place = field_place(name, fields, sink)?;
        if fields[place].kind != Kind::Scalar(Scalar::Text) || fields[place].list {
            let text =
                format_args!("the fields of an `outcome:` must be `Text` or `Text?`, and `{}` is not", name.value);
            sink.report(&name.at, Law::OutcomeForm, text);
        }
        Some(place)
    };
    let (code, message, sub_code) = (place(&raw.value.code), place(&raw.value.message), place(&raw.value.sub_code));
    if (code.is_some() && code == message) || (sub_code.is_some() && (sub_code == code || sub_code == message)) {
        sink.report(&raw.at, Law::OutcomeForm, "`code:`, `message:` and `sub_code:` must name different fields");
    }
    Some(OutcomeFields { code: code?, message: message?, sub_code })
}

/// The place of the field with this name or, if there is none, of the one that was probably meant.
pub(super) fn field_place(name: &Text, fields: &[Field], sink: &mut Sink) -> Option<usize> {
    let place = |wire: &str| fields.iter().position(|field| field.wire == wire);
    if let Some(place) = place(&name.value) {
        return Some(place);
    }
    let near = nearest::of(&name.value, fields.iter().map(|field| field.wire.as_str()));
    let right = nearest::meant_or(near, "name a field that exists");
    sink.report(&name.at, Law::UnknownField, format_args!("there is no field `{}` here; {right}", name.value));
    near.and_then(place)
}
