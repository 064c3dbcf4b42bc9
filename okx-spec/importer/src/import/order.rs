//! The order of a request's fields: required ones come first, so a field that becomes required or optional may have to move. A new field
//! goes where the order allows it.

use std::collections::BTreeMap;

use okx_spec::model::{Field, Presence, ShapeId};
use okx_spec::yaml::{Entry, Node, Value};

use super::Importer;
use super::target::{Aim, Target};
use crate::finding::{Change, Finding, Grade, Subject};

/// Fields whose presence changes, by their shape, with whether they are required now.
pub(super) type Flips = BTreeMap<ShapeId, BTreeMap<String, bool>>;

/// The fields of a shape and what becomes of them.
struct Order<'s> {
    /// Those that were required before the change, in order; the others follow.
    required: Vec<&'s Field>,
    optional: Vec<&'s Field>,
    flips: BTreeMap<String, bool>,
}

impl Order<'_> {
    fn flips(&self, field: &Field) -> bool {
        self.flips.contains_key(&field.wire)
    }

    /// The last field that stays required: one that becomes required goes after it.
    fn last_staying(&self) -> Option<&str> {
        self.required.iter().rfind(|field| !self.flips(field)).map(|field| field.wire.as_str())
    }

    /// The last field that was required: one that becomes optional goes after it.
    fn last_required(&self) -> Option<&str> {
        self.required.last().map(|field| field.wire.as_str())
    }

    /// The last field after which an optional one may be.
    fn last_before_optional(&self) -> Option<&str> {
        let staying = self.optional.iter().rfind(|field| self.flips(field) && self.stays(&field.wire, true));
        staying.map(|field| field.wire.as_str()).or(self.last_required())
    }

    /// Whether a field can stay where it is although its presence changes.
    fn stays(&self, wire: &str, required: bool) -> bool {
        if required {
            let all_stay = self.required.iter().all(|field| !self.flips(field));
            return all_stay
                && self.optional.iter().take_while(|field| self.flips(field)).any(|field| field.wire == wire);
        }
        self.required.iter().rev().take_while(|field| self.flips(field)).any(|field| field.wire == wire)
    }
}

impl Importer<'_> {
    /// Notes every field whose presence changes, before any of them is written.
    pub(super) fn note_flips(&mut self, findings: &[Finding]) {
        for finding in findings.iter().filter(|one| matches!(one.change(), Change::Required | Change::Optional)) {
            let is_own = match &finding.subject {
                Subject::Operation(op) => self.is_own_parameter(op, &finding.part),
                _ => true,
            };
            if let (true, Aim::At(target)) = (is_own, self.aim(finding)) {
                let required = finding.change() == Change::Required;
                self.flips.entry(target.shape).or_default().insert(target.wire, required);
            }
        }
    }

    fn order(&self, shape: ShapeId) -> Order<'_> {
        let fields = self.model[shape].fields.iter();
        let (required, optional) = fields.partition(|field| field.presence == Presence::Required);
        Order { required, optional, flips: self.flips.get(&shape).cloned().unwrap_or_default() }
    }

    /// The entry after which a new field goes: the field that the guide has before it, as far as the order allows.
    pub(super) fn entry_before<'m>(&self, target: &Target, map: &'m Node, required: bool) -> Option<&'m Entry> {
        let order = self.order(target.shape);
        let stays = |wire: &str| !order.flips.contains_key(wire);
        let fields = &self.model[target.shape].fields;
        let is_there = |name: &str| stays(name) && fields.iter().any(|field| field.wire == name);
        let before = target.siblings.iter().take_while(|one| one.name != target.wire);
        let before = before.map(|one| one.name.as_str()).filter(|name| is_there(name)).last();
        let follows = |name: &&str| !order.required.iter().any(|field| field.wire == **name);
        let wire = match (target.travel.sent, required) {
            (true, true) => order.last_staying(),
            (true, false) => before.filter(follows).or(order.last_before_optional()),
            (false, _) => before,
        };
        map.entry(wire?)
    }

    /// Adds the `?` of a field or removes it, and moves the field to where it then belongs.
    pub(super) fn set_presence(&mut self, target: &Target, required: bool) -> Option<()> {
        let (file, map) = self.fields_of(target.shape)?;
        let order = self.order(target.shape);
        let stays = order.stays(&target.wire, required);
        let after = if required { order.last_staying() } else { order.last_required() };
        let after = after.and_then(|wire| map.entry(wire)).cloned();
        let entry = map.entry(&target.wire)?;
        let file = self.files.get_mut(&file)?;
        let written = match &entry.node.value {
            Value::Scalar(_) => &entry.node,
            _ => entry.node.get("type")?,
        };
        let with = with_presence(file.edited.old.get(written.span.clone())?, required);
        if stays {
            return file.edited.replace(written.span.clone(), with).then_some(());
        }
        file.move_entry(&map, entry, after.as_ref(), (written, &with)).then_some(())
    }
}

/// The type as written, with or without its `?`, within the quotes that it has.
fn with_presence(written: &str, required: bool) -> String {
    let bare = written.replace('?', "");
    match (required, bare.strip_suffix('"')) {
        (true, _) => bare,
        (false, Some(quoted)) => format!("{quoted}?\""),
        (false, None) => format!("{bare}?"),
    }
}

/// Required fields are written first, so that edits at one place are in the right order.
pub(super) fn rank(finding: &Finding) -> usize {
    match (finding.change(), finding.grade) {
        (Change::Required, _) => 0,
        (Change::Added, Grade::Breaking) => 1,
        (Change::Optional, _) => 2,
        _ => 3,
    }
}
