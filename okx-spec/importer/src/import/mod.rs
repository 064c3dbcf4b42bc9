//! What a guide says now, written into a description: exactly the lines concerned change, everything else stays byte for byte.
//!
//! What cannot be told from the guide (a meaning, a type, whether something that is gone may go) is left as a text that begins with `TODO`,
//! which `okx-spec check` tells with its place.

mod aim;
mod call;
mod channel;
mod choice;
mod code;
mod disk;
mod edit;
mod entry;
mod field;
mod gone;
mod layout;
mod limit;
mod mention;
mod object;
mod operation;
mod order;
mod pages;
mod patch;
pub mod put;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use okx_spec::model::Model;
use okx_spec::{Failure, Source};

use self::edit::Edited;
use self::layout::Piece;
use self::order::Flips;
use crate::diff::with_guide;
use crate::finding::{Change, Finding};
use crate::guide::GuideModel;
use crate::record::{self, Record};
use crate::wording::Wording;

/// A file of a description, before and after.
#[derive(Clone, Debug)]
pub struct ImportedFile {
    /// Its name within the description.
    pub name: String,
    /// What it holds now.
    pub text: String,
    /// The difference as a unified diff.
    pub patch: String,
}

/// What an import changes.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The files that change, by name.
    pub files: Vec<ImportedFile>,
    /// How many findings were written.
    pub written: usize,
    /// Findings that nothing could be written for.
    pub left: Vec<Finding>,
}

/// Writes what a guide says into a description that is in memory. What a slip explains is left alone.
///
/// # Errors
/// When the description has mistakes; those come first.
pub fn import(sources: &[Source], guide: &GuideModel, record: &Record) -> Result<Import, Failure> {
    let model = okx_spec::read_sources(sources)?;
    let mut findings = record.slips.part(with_guide(guide, &model, &record.wording)).open;
    findings.sort_by_key(order::rank);
    let mut importer = Importer::new(sources, guide, &model);
    importer.note_flips(&findings);
    let mut left = Vec::new();
    let mut written = 0;
    for finding in findings {
        if importer.write_whole(&finding) {
            written += 1;
        } else {
            left.push(finding);
        }
    }
    // What is marked as gone is no finding any more; whether it is back is seen by comparing without the marks.
    if let Some(unmarked) = gone::without_marks(&model) {
        let gone = record.slips.part(with_guide(guide, &unmarked, &record.wording)).open;
        let gone = gone.iter().filter(|one| matches!(one.change, Change::Removed | Change::ValueRemoved));
        gone.for_each(|finding| _ = importer.write_whole(finding));
    }
    let mut files = importer.finish();
    files.extend(wording(guide, &record.wording));
    Ok(Import { files, written, left })
}

/// The file of fingerprints, if it changes.
fn wording(guide: &GuideModel, seen: &Wording) -> Option<ImportedFile> {
    let (old, new) = (seen.to_text(), Wording::of(guide).to_text());
    let new = if old.contains("\r\n") { new.replace('\n', "\r\n") } else { new };
    let file = Edited::by_line(record::WORDING, &old, &new);
    file.is_changed().then(|| imported(&file))
}

fn imported(file: &Edited) -> ImportedFile {
    ImportedFile { name: file.name.clone(), text: file.text(), patch: patch::unified(file) }
}

/// Everything known, and what was written so far.
struct Importer<'a> {
    guide: &'a GuideModel,
    model: &'a Model,
    /// The names of the dictionary's types, by the fields that they are for.
    dictionary: BTreeMap<String, String>,
    files: BTreeMap<String, File>,
    /// What was written for one call and concerns others too: a field of a shared object, a value of an enum.
    done: BTreeSet<String>,
    flips: Flips,
    pending: Pending,
    /// Names of types, given or made.
    type_names: BTreeSet<String>,
}

/// What is gathered from several findings and put in its place at the end.
#[derive(Clone, Default)]
struct Pending {
    /// New objects, line by line, for each file that gets some.
    objects: BTreeMap<String, Vec<String>>,
    /// Budgets, line by line.
    budgets: Vec<String>,
    /// Calls, channels or operations, line by line, for each file that had none.
    entries: BTreeMap<String, Vec<String>>,
    /// Fields of requests and the like that had none, under the key for them, by file and by the place of what sends them in it.
    tables: BTreeMap<(String, usize), (&'static str, Vec<String>)>,
    /// What operations leave out of their calls that left out nothing before, by their places in the file.
    without: BTreeMap<usize, Vec<String>>,
}

/// A file with its layout before any edit.
struct File {
    edited: Edited,
    layout: Piece,
    /// Where marks begin of what is still gone.
    kept: BTreeSet<usize>,
}

impl<'a> Importer<'a> {
    fn new(sources: &[Source], guide: &'a GuideModel, model: &'a Model) -> Self {
        let file = |source: &Source| {
            let text = std::str::from_utf8(&source.bytes).ok()?;
            let layout = Piece::of(text)?;
            let file = File { edited: Edited::new(&source.name, text), layout, kept: BTreeSet::new() };
            Some((source.name.to_string(), file))
        };
        let files: BTreeMap<String, File> = sources.iter().filter_map(file).collect();
        let ids = model.ids.iter().map(|one| &one.name);
        let enums = model.enums.iter().map(|one| &one.name);
        let shapes = model.shapes.iter().map(|one| &one.name);
        Self {
            guide,
            model,
            dictionary: choice::dictionary(&files),
            files,
            done: BTreeSet::new(),
            flips: Flips::new(),
            pending: Pending::default(),
            type_names: ids.chain(enums).chain(shapes).cloned().collect(),
        }
    }

    /// Writes one finding wholly or not at all: what a part of it changed is taken back when the rest cannot be placed.
    fn write_whole(&mut self, finding: &Finding) -> bool {
        let edits: Vec<usize> = self.files.values().map(|file| file.edited.count()).collect();
        let before = (self.done.clone(), self.type_names.clone());
        let pending = self.pending.clone();
        let is_written = self.write(finding) && self.can_be_placed();
        if !is_written {
            self.files.values_mut().zip(edits).for_each(|(file, count)| file.edited.take_back(count));
            (self.done, self.type_names) = before;
            self.pending = pending;
        }
        is_written
    }

    /// Writes one finding; `false` when nothing can be written for it.
    fn write(&mut self, finding: &Finding) -> bool {
        let (kind, name) = finding.subject.split_once(' ').unwrap_or_default();
        match (kind, finding.change) {
            // The file of fingerprints takes these.
            (_, Change::Wording) => true,
            (_, Change::Unread) => false,
            ("GET" | "POST", _) => self.call(finding).is_some(),
            ("channel", _) => self.channel(finding, name).is_some(),
            ("operation", _) => self.operation(finding, name).is_some(),
            ("code", change) => self.code(name, change).is_some(),
            ("enum", Change::ValueRemoved) => self.value_gone(name, &finding.part).is_some(),
            _ => false,
        }
    }

    fn finish(mut self) -> Vec<ImportedFile> {
        self.files.values_mut().for_each(File::take_back_marks);
        self.put_objects();
        self.put_budgets();
        self.put_entries();
        self.put_tables();
        self.put_without();
        self.files.values().filter(|file| file.edited.is_changed()).map(|file| imported(&file.edited)).collect()
    }

    /// Whether everything that is gathered has a place to go to.
    fn can_be_placed(&self) -> bool {
        let has = |name: &str, keys: &[&str]| {
            let layout = self.files.get(name).map(|file| &file.layout);
            layout.is_some_and(|layout| keys.iter().any(|key| layout.entry(key).is_some()))
        };
        let objects = self.pending.objects.keys().all(|name| has(name, &["objects", "endpoints", "channels"]));
        let entries = self.pending.entries.keys().all(|name| has(name, &["endpoints", "channels", "operations"]));
        let budgets = self.pending.budgets.is_empty() || has(limit::FILE, &["budgets"]);
        objects && entries && budgets
    }

    /// Whether what a finding would change is written where the finding is about: an operation's parameters are mostly its call's.
    fn is_own(&self, finding: &Finding) -> bool {
        let operation = finding.subject.strip_prefix("operation ").and_then(|op| self.described_operation(op));
        let wire = finding.part.strip_prefix("request.args.").unwrap_or_default();
        operation.is_none_or(|operation| self.model[self.model[operation.of].request].field(wire).is_none())
    }

    /// Whether this is the first time that something is to be written.
    fn is_first(&mut self, what: String) -> bool {
        self.done.insert(what)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A field that need not be given any longer is taken away at its old place and put behind the others.
    #[test]
    fn a_refused_insertion_leaves_no_deletion_behind() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let page = std::fs::read_to_string(fixtures.join("toys.html")).unwrap();
        let sources = Source::read_folder(&fixtures.join("toys")).unwrap();
        let record = Record { wording: Wording::of(&GuideModel::read(&page)), ..Record::default() };
        let changed =
            page.replace("<td>instId</td><td>String</td><td>Yes</td>", "<td>instId</td><td>String</td><td>No</td>");
        assert_ne!(changed, page);
        let guide = GuideModel::read(&changed);
        let model = okx_spec::read_sources(&sources).unwrap();
        let findings = with_guide(&guide, &model, &record.wording);
        let optional = findings.iter().find(|finding| finding.change == Change::Optional).unwrap();
        for is_taken in [false, true] {
            let mut importer = Importer::new(&sources, &guide, &model);
            importer.note_flips(&findings);
            let edited = &mut importer.files.get_mut("rest/toys.yaml").unwrap().edited;
            // Another finding has changed the end of the line behind which the field would be put.
            let place = edited.old.find("ToyKind\n      sz:").unwrap();
            assert!(!is_taken || edited.replace(place..place + "ToyKind\n      sz".len(), "Text\n      size"));
            let before = edited.text();
            assert_eq!(importer.write_whole(optional), !is_taken);
            assert_eq!(importer.files["rest/toys.yaml"].edited.text() == before, is_taken);
        }
    }
}
