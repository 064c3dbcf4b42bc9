//! Parameters, arguments, reply fields and pushed fields.

use okx_spec::model::{Field, Kind, Presence};

use super::Importer;
use super::aim::{Aim, Target};
use super::choice::DICTIONARY;
use super::entry::{todo, type_text, word};
use super::gone::Marked;
use super::layout::{Piece, Value};
use crate::finding::{Change, Finding, Place};

impl Importer<'_> {
    /// Writes what was found about a field.
    pub(super) fn field(&mut self, finding: &Finding) -> Option<()> {
        let target = match self.aim(finding) {
            Aim::At(target) => target,
            Aim::InNewField => return Some(()),
            Aim::Nowhere => return None,
        };
        if let Some((_, value)) = finding.part.split_once('=') {
            let Kind::Enum(id) = self.model[target.shape].field(&target.wire)?.kind else { return None };
            return self.new_value(id, value);
        }
        if !self.is_first(format!("{}.{} {}", target.shape.index(), target.wire, finding.change)) {
            return Some(());
        }
        match finding.change {
            Change::Added => {
                self.say_paging(&target)?;
                self.add_field(&target)
            }
            Change::Removed => self.mark_field(&target),
            Change::Renamed => self.rename_field(finding, &target),
            Change::Type => self.retype_field(&target),
            Change::Required | Change::Optional => self.set_presence(&target, finding.change == Change::Required),
            _ => None,
        }
    }

    fn add_field(&mut self, target: &Target) -> Option<()> {
        let (file, entry, key) = self.entry_of_shape(target.shape)?;
        let owner = self.model[target.shape].name.clone();
        let field = self.new_field(target.told()?, target.home(&file, &owner));
        self.leave_out_of_operations(target.shape, &target.wire);
        let Some(map) = entry.value.get(key) else {
            self.pending.tables.entry((file, entry.key.span.start)).or_insert((key, Vec::new())).1.push(field.text());
            return Some(());
        };
        let after = self.entry_before(target, map, field.required);
        self.files.get_mut(&file)?.add_entry(map, after, &field.text()).then_some(())
    }

    /// What is sent and had no field gets the key for its first ones.
    pub(super) fn put_tables(&mut self) {
        for ((name, start), (key, fields)) in std::mem::take(&mut self.pending.tables) {
            let Some(file) = self.files.get_mut(&name) else { continue };
            let maps = ["endpoints", "channels", "operations"].into_iter().filter_map(|key| file.layout.get(key));
            let entry = maps.flat_map(Piece::entries).find(|entry| entry.key.span.start == start).cloned();
            let Some(entry) = entry else { continue };
            let mut lines = vec![format!("{key}:")];
            lines.extend(fields.iter().map(|field| format!("  {field}")));
            let behind = ["response", "push"].into_iter().find_map(|key| entry.value.entry(key));
            match (behind, entry.value.entries().last()) {
                (Some(behind), _) => file.add_lines_before(behind, &lines),
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
        let new = self.new_field(target.told()?, target.home(&file, &owner));
        let bare = new.type_name.trim_end_matches('?');
        let is_list = bare.ends_with(']');
        let written = type_text(&if is_list || is_required { bare.to_owned() } else { format!("{bare}?") });
        let entry = map.entry(&target.wire)?;
        let file = self.files.get_mut(&file)?;
        let means = todo("its type changed; say what it means now");
        let done = match &entry.value.value {
            Value::Scalar(_) => {
                let long = format!("{{type: {written}, means: \"{means}\"}}");
                file.edited.replace(entry.value.span.clone(), long)
            }
            _ => file.set(&entry.value, "type", &written, "type") && file.set_means(entry, &means, "type"),
        };
        done.then_some(())
    }

    fn rename_field(&mut self, finding: &Finding, target: &Target) -> Option<()> {
        let is_old = |field: &&Field| finding.old == Some(Place::File(field.at.clone()));
        let old = self.model[target.shape].fields.iter().find(is_old)?.wire.clone();
        let (file, map) = self.fields_of(target.shape)?;
        let entry = map.entry(&old)?;
        let keeps_word = matches!(entry.value.value, Value::Scalar(_)) && !self.rename_word(&old, &target.wire);
        let file = self.files.get_mut(&file)?;
        if !file.edited.replace(entry.key.span.clone(), word(&target.wire)) {
            return None;
        }
        if keeps_word {
            file.set_means(entry, &todo("it has another name now; say what it means"), "type");
        }
        self.rename_mentions(target.shape, &old, &target.wire);
        Some(())
    }

    /// Renames an entry of the dictionary that nothing else uses; `false` when it must stay, or the new name has one of its own.
    fn rename_word(&mut self, old: &str, new: &str) -> bool {
        let uses = self.model.shapes.iter().flat_map(|shape| &shape.fields).filter(|field| field.wire == old).count();
        let is_known = self.dictionary.contains_key(new);
        let Some(file) = self.files.get_mut(DICTIONARY) else { return false };
        let Some(entry) = file.layout.get("fields").and_then(|words| words.entry(old)).cloned() else { return false };
        uses == 1 && !is_known && file.edited.replace(entry.key.span, word(new))
    }
}
