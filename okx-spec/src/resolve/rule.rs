//! Rules of calls and objects.

use super::Resolver;
use super::field::field_place;
use crate::diagnostic::Sink;
use crate::model::{Field, Rule};
use crate::parse::RawRule;

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
}
