//! Parameters, arguments, reply fields and pushed fields.

use okx_spec::model::{Kind, Presence};
use okx_spec::yaml::{Node, Value};

use super::entry::{todo, type_text, word};
use super::gone::Marked;
use super::new_field::DICTIONARY;
use super::target::{Aim, Target};
use super::{Importer, Once};
use crate::finding::{Finding, GuideDifference, Part};

impl Importer<'_> {
    /// Writes what was found about a field.
    pub(super) fn field(&mut self, finding: &Finding, difference: &GuideDifference) -> Option<()> {
        let target = match self.aim(finding) {
            Aim::At(target) => target,
            Aim::InNewField => return Some(()),
            Aim::Nowhere => return None,
        };
        if let Part::Value(_, value) = &finding.part {
            let Kind::Enum(id) = self.model[target.shape].field(&target.wire)?.kind else { return None };
            return self.new_value(id, value);
        }
        let (shape, wire) = (target.shape, target.wire.clone());
        if !self.is_first(Once::Field { shape, wire, change: difference.change() }) {
            return Some(());
        }
        match difference {
            GuideDifference::OnlyInGuide { .. } => {
                self.add_paging(&target)?;
                self.add_field(&target)
            }
            GuideDifference::OnlyInDescription => self.mark_field(&target),
            GuideDifference::RenamedField { described, stated: _ } => self.rename_field(described, &target),
            GuideDifference::Type { .. } => self.retype_field(&target),
            GuideDifference::IsRequired => self.set_presence(&target, true),
            GuideDifference::IsOptional => self.set_presence(&target, false),
            _ => None,
        }
    }

    fn add_field(&mut self, target: &Target) -> Option<()> {
        let (file, entry, key) = self.entry_of_shape(target.shape)?;
        let owner = self.model[target.shape].name.clone();
        let field = self.new_field(target.stated()?, target.home(&file, &owner));
        self.leave_out_of_operations(target.shape, &target.wire)?;
        let Some(map) = entry.node.get(key) else {
            self.pending.tables.entry((file, entry.key_span.start)).or_insert((key, Vec::new())).1.push(field.text());
            return Some(());
        };
        let after = self.entry_before(target, map, field.required);
        self.files.get_mut(&file)?.add_entry(map, after, &field.text()).then_some(())
    }

    /// Adds the key for fields to what is sent and had none.
    pub(super) fn put_tables(&mut self) {
        for ((name, start), (key, fields)) in std::mem::take(&mut self.pending.tables) {
            let Some(file) = self.files.get_mut(&name) else { continue };
            let maps = ["endpoints", "channels", "operations"].into_iter().filter_map(|key| file.tree.get(key));
            let entry = maps.flat_map(Node::entries).find(|entry| entry.key_span.start == start).cloned();
            let Some(entry) = entry else { continue };
            let mut lines = vec![format!("{key}:")];
            lines.extend(fields.iter().map(|field| format!("  {field}")));
            let next = ["response", "push"].into_iter().find_map(|key| entry.node.entry(key));
            match (next, entry.node.entries().last()) {
                (Some(next), _) => file.add_lines_before(next, &lines),
                (None, Some(last)) => file.add_lines_after(last, &lines),
                (None, None) => false,
            };
        }
    }

    fn mark_field(&mut self, target: &Target) -> Option<()> {
        let (file, map) = self.fields_of(target.shape)?;
        let file = self.files.get_mut(&file)?;
        file.mark_gone(map.entry(&target.wire)?, "has this field; remove it", &Marked::MeansOfField).then_some(())
    }

    fn retype_field(&mut self, target: &Target) -> Option<()> {
        let (file, map) = self.fields_of(target.shape)?;
        let owner = self.model[target.shape].name.clone();
        let is_required = self.model[target.shape].field(&target.wire)?.presence == Presence::Required;
        let new = self.new_field(target.stated()?, target.home(&file, &owner));
        let bare = new.type_name.trim_end_matches('?');
        let is_list = bare.ends_with(']');
        let written = type_text(&if is_list || is_required { bare.to_owned() } else { format!("{bare}?") });
        let entry = map.entry(&target.wire)?;
        let file = self.files.get_mut(&file)?;
        let means = todo("its type changed; say what it means now");
        let done = match &entry.node.value {
            Value::Scalar(_) => {
                let long = format!("{{type: {written}, means: \"{means}\"}}");
                file.edited.replace(entry.node.span.clone(), long)
            }
            _ => file.set(&entry.node, "type", &written, "type") && file.set_means(entry, &means, "type"),
        };
        done.then_some(())
    }

    fn rename_field(&mut self, old: &str, target: &Target) -> Option<()> {
        let (file, map) = self.fields_of(target.shape)?;
        let entry = map.entry(old)?;
        let keeps_word = matches!(entry.node.value, Value::Scalar(_)) && !self.rename_word(old, &target.wire);
        let file = self.files.get_mut(&file)?;
        if !file.edited.replace(entry.key_span.clone(), word(&target.wire)) {
            return None;
        }
        if keeps_word {
            file.set_means(entry, &todo("it has another name now; say what it means"), "type").then_some(())?;
        }
        self.rename_mentions(target.shape, old, &target.wire)
    }

    /// Renames an entry of the dictionary that nothing else uses. `false` when it must stay, or the new name has an entry of its own.
    fn rename_word(&mut self, old: &str, new: &str) -> bool {
        let uses = self.model.shapes.iter().flat_map(|shape| &shape.fields).filter(|field| field.wire == old).count();
        let is_known = self.dictionary.contains_key(new);
        let Some(file) = self.files.get_mut(DICTIONARY) else { return false };
        let Some(entry) = file.tree.get("fields").and_then(|words| words.entry(old)).cloned() else { return false };
        uses == 1 && !is_known && file.edited.replace(entry.key_span, word(new))
    }
}
