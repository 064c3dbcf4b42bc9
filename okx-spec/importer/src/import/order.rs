//! The order of a request's fields: those that must be given stand first, so a field that begins or ceases to be one of them may have to move,
//! and so must whatever is put beside it.

use std::collections::BTreeMap;

use okx_spec::model::{Field, Presence, ShapeId};

use super::Importer;
use super::aim::{Aim, Target};
use super::layout::{Entry, Piece, Value};
use crate::finding::{Change, Finding, Grade};

/// Fields whose presence changes, by their shape: whether they must be given now.
pub(super) type Flips = BTreeMap<ShapeId, BTreeMap<String, bool>>;

/// Where the fields of a shape stand and what becomes of them.
struct Order<'s> {
    /// Those that must be given before the change, in order; the others follow.
    required: Vec<&'s Field>,
    optional: Vec<&'s Field>,
    flips: BTreeMap<String, bool>,
}

impl Order<'_> {
    fn flips(&self, field: &Field) -> bool {
        self.flips.contains_key(&field.wire)
    }

    /// The last field that must be given and stays so: what must be given from now on stands behind it.
    fn last_staying(&self) -> Option<&str> {
        self.required.iter().rfind(|field| !self.flips(field)).map(|field| field.wire.as_str())
    }

    /// The last field that had to be given: what need not be given any longer stands behind it.
    fn last_required(&self) -> Option<&str> {
        self.required.last().map(|field| field.wire.as_str())
    }

    /// The last field behind which one may stand that need not be given.
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
        for finding in findings.iter().filter(|one| matches!(one.change, Change::Required | Change::Optional)) {
            if let (true, Aim::At(target)) = (self.is_own(finding), self.aim(finding)) {
                let required = finding.change == Change::Required;
                self.flips.entry(target.shape).or_default().insert(target.wire, required);
            }
        }
    }

    fn order(&self, shape: ShapeId) -> Order<'_> {
        let fields = self.model[shape].fields.iter();
        let (required, optional) = fields.partition(|field| field.presence == Presence::Required);
        Order { required, optional, flips: self.flips.get(&shape).cloned().unwrap_or_default() }
    }

    /// The entry that a new field is put behind: the field that the guide has before it, as far as the order allows.
    pub(super) fn entry_before<'m>(&self, target: &Target, map: &'m Piece, required: bool) -> Option<&'m Entry> {
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

    /// Gives a field its `?` or takes it away, and moves it where it then belongs.
    pub(super) fn set_presence(&mut self, target: &Target, required: bool) -> Option<()> {
        let (file, map) = self.fields_of(target.shape)?;
        let order = self.order(target.shape);
        let stays = order.stays(&target.wire, required);
        let behind = if required { order.last_staying() } else { order.last_required() };
        let behind = behind.and_then(|wire| map.entry(wire)).cloned();
        let entry = map.entry(&target.wire)?;
        let file = self.files.get_mut(&file)?;
        let written = match &entry.value.value {
            Value::Scalar(_) => &entry.value,
            _ => entry.value.get("type")?,
        };
        let with = with_presence(file.edited.old.get(written.span.clone())?, required);
        if stays {
            return file.edited.replace(written.span.clone(), with).then_some(());
        }
        file.move_entry(&map, entry, behind.as_ref(), (written, &with)).then_some(())
    }
}

/// The type as written, with or without its `?`, between the quotes it has.
fn with_presence(written: &str, required: bool) -> String {
    let bare = written.replace('?', "");
    match (required, bare.strip_suffix('"')) {
        (true, _) => bare,
        (false, Some(quoted)) => format!("{quoted}?\""),
        (false, None) => format!("{bare}?"),
    }
}

/// What must be given comes first, so that edits at one place stand in the right order.
pub(super) fn rank(finding: &Finding) -> usize {
    match (finding.change, finding.grade) {
        (Change::Required, _) => 0,
        (Change::Added, Grade::Breaking) => 1,
        (Change::Optional, _) => 2,
        _ => 3,
    }
}
