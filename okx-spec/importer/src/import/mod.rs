//! Writes what the guide says now into a description. Only the lines concerned change; everything else stays as it is, byte for byte.
//!
//! What the guide does not state (a meaning, a type, whether something that is gone may be removed) becomes a text that begins with `TODO`,
//! which `okx-spec check` lists with its place.

mod call;
mod channel;
mod disk;
mod edit;
mod entry;
mod field;
mod gone;
mod limit;
mod mention;
mod new_field;
mod operation;
mod order;
mod pages;
pub mod put;
mod target;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use okx_spec::internals::Sink;
use okx_spec::model::{Model, ShapeId};
use okx_spec::yaml::{self, Node};
use okx_spec::{Failure, Source};

use self::edit::Edited;
use self::order::Flips;
use crate::diff::with_guide;
use crate::finding::{Change, Difference, Finding, GuideDifference, Subject};
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

/// Writes what a guide says into a description that is in memory. Differences that a slip excuses are left out.
///
/// # Errors
/// When the description has mistakes; they must be corrected first.
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
    // An entry with a mark gives no finding. Whether the guide has it again shows a comparison without marks.
    if let Some(unmarked) = gone::without_marks(&model) {
        let gone = record.slips.part(with_guide(guide, &unmarked, &record.wording)).open;
        let gone = gone.iter().filter(|one| matches!(one.change(), Change::Removed | Change::ValueRemoved));
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
    ImportedFile { name: file.name.clone(), text: file.text(), patch: file.patch() }
}

/// Both sides, and what was written so far.
struct Importer<'a> {
    guide: &'a GuideModel,
    model: &'a Model,
    /// The names of the types that the dictionary has for fields, by their names on the wire.
    dictionary: BTreeMap<String, String>,
    files: BTreeMap<String, File>,
    /// What was written already. One thing may have several findings: a field of an object that calls share, a value of an enum.
    done: BTreeSet<Once>,
    flips: Flips,
    pending: Pending,
    /// Names of types, described or new.
    type_names: BTreeSet<String>,
}

/// What is collected from several findings and inserted at the end.
#[derive(Clone, Default)]
struct Pending {
    /// New objects, line by line, for each file that gets some.
    objects: BTreeMap<String, Vec<String>>,
    /// Budgets, line by line.
    budgets: Vec<String>,
    /// Calls, channels or operations, line by line, for each file that had none.
    entries: BTreeMap<String, Vec<String>>,
    /// Fields of requests and the like that had none, with the key for them, by file and by the place of their entry in it.
    tables: BTreeMap<(String, usize), (&'static str, Vec<String>)>,
    /// Parameters that operations leave out which left out none before, by the places of their entries in the file.
    without: BTreeMap<usize, Vec<String>>,
}

/// Something that is written once, however many findings it has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Once {
    /// A call of this name; another call gets another name.
    CallName { chapter: String, name: String },
    /// The channel of this section.
    Channel { anchor: String },
    /// A change of a field of a shape.
    Field { shape: ShapeId, wire: String, change: Change },
    /// The object beside the rows of a channel.
    Message { socket: &'static str, channel: String },
    /// The mark on a channel of which names are gone.
    NamesGone { socket: &'static str, channel: String },
    /// The paging of the call at this path.
    Pages { path: String },
    /// A value of an enum.
    Value { set: String, value: String },
}

/// A file with its tree before any edit.
struct File {
    edited: Edited,
    tree: Node,
    /// Where the marks begin that stay.
    kept: BTreeSet<usize>,
}

impl<'a> Importer<'a> {
    fn new(sources: &[Source], guide: &'a GuideModel, model: &'a Model) -> Self {
        let file = |source: &Source| {
            let text = std::str::from_utf8(&source.bytes).ok()?;
            let tree = tree_of(source)?;
            let file = File { edited: Edited::new(&source.name, text), tree, kept: BTreeSet::new() };
            Some((source.name.to_string(), file))
        };
        let files: BTreeMap<String, File> = sources.iter().filter_map(file).collect();
        let ids = model.ids.iter().map(|one| &one.name);
        let enums = model.enums.iter().map(|one| &one.name);
        let shapes = model.shapes.iter().map(|one| &one.name);
        Self {
            guide,
            model,
            dictionary: new_field::dictionary(&files),
            files,
            done: BTreeSet::new(),
            flips: Flips::new(),
            pending: Pending::default(),
            type_names: ids.chain(enums).chain(shapes).cloned().collect(),
        }
    }

    /// Writes one finding completely or not at all: when one edit cannot be made, the others are taken back.
    fn write_whole(&mut self, finding: &Finding) -> bool {
        let edits: Vec<usize> = self.files.values().map(|file| file.edited.count()).collect();
        let before = (self.done.clone(), self.type_names.clone());
        let pending = self.pending.clone();
        let is_written = self.write(finding).is_some() && self.can_be_placed();
        if !is_written {
            self.files.values_mut().zip(edits).for_each(|(file, count)| file.edited.take_back(count));
            (self.done, self.type_names) = before;
            self.pending = pending;
        }
        is_written
    }

    /// Writes one finding; `None` when nothing can be written for it.
    fn write(&mut self, finding: &Finding) -> Option<()> {
        let Difference::Guide(difference) = &finding.difference else { return None };
        match (difference, &finding.subject) {
            // The file of fingerprints records these.
            (GuideDifference::Reworded | GuideDifference::FewerTexts { .. }, _) => Some(()),
            (_, Subject::Call(name)) => self.call(finding, difference, name),
            (_, Subject::Channel(name)) => self.channel(finding, difference, name),
            (_, Subject::Operation(op)) => self.operation(finding, difference, op),
            (_, Subject::Code(code)) => self.code(difference, code),
            (GuideDifference::ValueNotListed { value }, Subject::Enum(set)) => self.value_gone(set, value),
            _ => None,
        }
    }

    fn finish(mut self) -> Vec<ImportedFile> {
        self.files.values_mut().for_each(File::remove_marks);
        self.put_objects();
        self.put_budgets();
        self.put_entries();
        self.put_tables();
        self.put_without();
        self.files.values().filter(|file| file.edited.is_changed()).map(|file| imported(&file.edited)).collect()
    }

    /// Whether there is a place for everything that is collected.
    fn can_be_placed(&self) -> bool {
        let has = |name: &str, keys: &[&str]| {
            let tree = self.files.get(name).map(|file| &file.tree);
            tree.is_some_and(|tree| keys.iter().any(|key| tree.entry(key).is_some()))
        };
        let objects = self.pending.objects.keys().all(|name| has(name, &["objects", "endpoints", "channels"]));
        let entries = self.pending.entries.keys().all(|name| has(name, &["endpoints", "channels", "operations"]));
        let budgets = self.pending.budgets.is_empty() || has(limit::FILE, &["budgets"]);
        objects && entries && budgets
    }

    /// Notes that something is written; `false` when it was written before.
    fn is_first(&mut self, what: Once) -> bool {
        self.done.insert(what)
    }
}

/// The tree of a file of a description that was read before and so has no mistake.
fn tree_of(source: &Source) -> Option<Node> {
    let mut sink = Sink::new();
    let tree = yaml::tree(&source.name.as_ref().into(), &source.bytes, &mut sink);
    sink.finish(tree).ok().flatten()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A finding of this change to the page is written, and is not written at all when a stretch of a file was changed by another finding.
    #[track_caller]
    fn is_all_or_nothing(from: &str, to: &str, change: Change, file: &str, stretch: &str) {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let page = std::fs::read_to_string(fixtures.join("toys.html")).unwrap();
        let sources = Source::read_folder(&fixtures.join("toys")).unwrap();
        let record = Record { wording: Wording::of(&GuideModel::read(&page)), ..Record::default() };
        let changed = page.replace(from, to);
        assert_ne!(changed, page);
        let guide = GuideModel::read(&changed);
        let model = okx_spec::read_sources(&sources).unwrap();
        let findings = with_guide(&guide, &model, &record.wording);
        let finding = findings.iter().find(|finding| finding.change() == change).unwrap();
        for is_taken in [false, true] {
            let mut importer = Importer::new(&sources, &guide, &model);
            importer.note_flips(&findings);
            let edited = &mut importer.files.get_mut(file).unwrap().edited;
            let place = edited.old.find(stretch).unwrap();
            assert!(!is_taken || edited.replace(place..place + stretch.len(), "something else"));
            let texts = |importer: &Importer<'_>| -> Vec<String> {
                importer.files.values().map(|file| file.edited.text()).collect()
            };
            let before = texts(&importer);
            assert_eq!(importer.write_whole(finding), !is_taken);
            assert_eq!(texts(&importer) == before, is_taken);
        }
    }

    /// A field that becomes optional is deleted at its old place and inserted after the others.
    #[test]
    fn a_refused_insertion_leaves_no_deletion_behind() {
        let (from, to) = ("<td>instId</td><td>String</td><td>Yes</td>", "<td>instId</td><td>String</td><td>No</td>");
        // The stretch includes the end of the line after which the field would be inserted.
        is_all_or_nothing(from, to, Change::Optional, "rest/toys.yaml", "ToyKind\n      sz");
    }

    /// A field that is renamed is renamed in conditions too.
    #[test]
    fn a_refused_mention_leaves_no_renamed_field_behind() {
        let (from, to) = ("<td>&gt; name</td>", "<td>&gt; label</td>");
        is_all_or_nothing(from, to, Change::Renamed, "objects.yaml", "when: {name");
    }
}
