//! Rules, and the conditions under which rules, precision cases and budgets apply.

use super::Resolver;
use super::field::field_place;
use crate::diagnostic::Sink;
use crate::model::{Condition, Field, Kind, Rule, Subject, WRITE_WHOLE};
use crate::parse::{RawCondition, RawRule, Text};
use crate::{Law, nearest};

/// The name in conditions for the type of the instrument, unless a field has this name.
const INSTRUMENT_TYPE: &str = "instType";

impl Resolver<'_> {
    /// The rules on the fields of one shape.
    pub(super) fn rules(&self, raw: &[RawRule], fields: &[Field], sink: &mut Sink) -> Vec<Rule> {
        raw.iter().filter_map(|rule| self.rule(rule, fields, sink)).collect()
    }

    fn rule(&self, raw: &RawRule, fields: &[Field], sink: &mut Sink) -> Option<Rule> {
        // All names are looked up, so that all unknown ones are reported. Without one of its fields it would be another rule.
        let (_, named) = raw.demand.parts();
        let places: Vec<Option<usize>> = named.iter().map(|name| field_place(name, fields, sink)).collect();
        let when = self.rule_conditions(&raw.when, fields, sink);
        let places = places.into_iter().collect::<Option<Vec<usize>>>()?;
        let demand = raw.demand.map(|_| places);
        Some(Rule { demand, when, ours: raw.ours.clone(), at: raw.at.clone() })
    }

    /// The conditions of a rule on the fields of one request.
    pub(super) fn rule_conditions(&self, raw: &[RawCondition], fields: &[Field], sink: &mut Sink) -> Vec<Condition> {
        let conditions = raw.iter().filter_map(|raw| {
            let named = fields.iter().find(|field| field.wire == raw.field.value);
            if named.is_none() && raw.field.value == INSTRUMENT_TYPE {
                return Some(self.condition(raw, Subject::InstrumentType, self.usual(INSTRUMENT_TYPE), sink));
            }
            let field = &fields[field_place(&raw.field, fields, sink)?];
            Some(self.condition(raw, Subject::Field(field.wire.clone()), Some(field.kind), sink))
        });
        conditions.collect()
    }

    /// The conditions of a precision rule or a budget, which serve many requests. The laws check whether these have the fields.
    pub(super) fn shared_conditions(&self, raw: &[RawCondition], sink: &mut Sink) -> Vec<Condition> {
        let conditions = raw.iter().map(|raw| {
            let field = &raw.field.value;
            let subject =
                if field == INSTRUMENT_TYPE { Subject::InstrumentType } else { Subject::Field(field.clone()) };
            self.condition(raw, subject, self.usual(field), sink)
        });
        conditions.collect()
    }

    /// What a field of this name usually holds.
    fn usual(&self, wire: &str) -> Option<Kind> {
        self.dictionary.usual(wire).map(|(kind, _)| kind)
    }

    fn condition(&self, raw: &RawCondition, subject: Subject, kind: Option<Kind>, sink: &mut Sink) -> Condition {
        let test = raw.test.map(|values| self.values(values, kind, sink));
        Condition { subject, test, at: raw.field.at.clone() }
    }

    /// Reports a text that cannot be a value of this type.
    pub(super) fn is_possible(&self, value: &Text, kind: Kind, sink: &mut Sink) {
        if let Some(right) = self.impossible(&value.value, kind) {
            let (text, name) = (&value.value, kind.word(&self.model));
            sink.report(&value.at, Law::UnknownValue, format_args!("`{text}` is not a value of `{name}`; {right}"));
        }
    }

    /// What to write instead of a text that is not a value of this type. An empty text was reported already.
    fn impossible(&self, text: &str, kind: Kind) -> Option<&'static str> {
        if text.is_empty() {
            return None;
        }
        match kind {
            Kind::Scalar(scalar) => {
                let grammar = scalar.facts().grammar.as_ref()?;
                (!(grammar.fits)(text)).then_some(grammar.advice)
            }
            Kind::Id(id) if self.model[id].takes(text) => None,
            Kind::Id(id) if self.model[id].number => Some(WRITE_WHOLE),
            Kind::Id(_) => Some("it is too long, or has characters that are not allowed"),
            Kind::Enum(_) | Kind::Shape(_) => None,
        }
    }

    /// Reports values that the field never has: the condition would never hold.
    pub(super) fn values(&self, raw: &[Text], kind: Option<Kind>, sink: &mut Sink) -> Vec<String> {
        let (name, known, otherwise): (&str, Vec<&str>, &str) = match kind {
            // An enum without values was already reported.
            Some(Kind::Enum(id)) if !self.model[id].values.is_empty() => {
                let values = self.model[id].values.iter().map(|value| value.wire.as_str());
                (&self.model[id].name, values.collect(), "add it to the enum if OKX takes it")
            }
            Some(kind) => {
                for value in raw {
                    self.is_possible(value, kind, sink);
                }
                return raw.iter().map(|value| value.value.clone()).collect();
            }
            None => return raw.iter().map(|value| value.value.clone()).collect(),
        };
        // An empty value was already reported.
        for value in raw.iter().filter(|value| !value.value.is_empty() && !known.contains(&value.value.as_str())) {
            let right = nearest::suggestion(&value.value, known.iter().copied(), otherwise);
            let text = format_args!("`{}` is not a value of `{name}`; {right}", value.value);
            sink.report(&value.at, Law::UnknownValue, text);
        }
        raw.iter().map(|value| value.value.clone()).collect()
    }
}
