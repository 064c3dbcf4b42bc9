//! What a guide says now, written into a description: exactly the lines concerned change, everything else stays byte for byte.
//!
//! What cannot be told from the guide (a meaning, a type, whether something that is gone may go) is left as a text that begins with `TODO`,
//! which `okx-spec check` tells with its place.

mod aim;
mod call;
mod channel;
mod choice;
mod code;
mod edit;
mod entry;
mod field;
mod layout;
mod limit;
mod object;
mod operation;
mod order;
mod pages;
mod patch;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use self::edit::Edited;
use self::layout::Piece;
use self::order::Flips;
use crate::diff::with_guide;
use crate::finding::{Change, Finding};
use crate::guide::GuideModel;
use crate::model::Model;
use crate::raw::Raw;
use crate::record::{self, Record};
use crate::wording::Wording;
use crate::{Failure, Source, read};

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
    let (raw, model) = read::read(sources)?;
    let mut findings = record.slips.part(with_guide(guide, &model, &record.wording)).open;
    findings.sort_by_key(order::rank);
    let mut importer = Importer::new(sources, guide, &model, &raw);
    importer.note_flips(&findings);
    let mut left = Vec::new();
    let mut written = 0;
    for finding in findings {
        if importer.write(&finding) {
            written += 1;
        } else {
            left.push(finding);
        }
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
    raw: &'a Raw,
    files: BTreeMap<String, File>,
    /// What was written for one call and concerns others too: a field of a shared object, a value of an enum.
    done: BTreeSet<String>,
    flips: Flips,
    /// New objects, line by line, for each file that gets some.
    new_objects: BTreeMap<String, Vec<String>>,
    /// Budgets, line by line.
    new_budgets: Vec<String>,
    /// Calls, channels or operations, line by line, for each file that had none.
    new_entries: BTreeMap<String, Vec<String>>,
    /// Fields of requests and the like that had none, under the key for them, by file and by the place of what sends them in it.
    new_tables: BTreeMap<(String, usize), (&'static str, Vec<String>)>,
    /// What operations leave out of their calls that left out nothing before, by their places in the file.
    new_without: BTreeMap<usize, Vec<String>>,
    /// Names of types, given or made.
    type_names: BTreeSet<String>,
}

/// A file with its layout before any edit.
struct File {
    edited: Edited,
    layout: Piece,
}

impl<'a> Importer<'a> {
    fn new(sources: &[Source], guide: &'a GuideModel, model: &'a Model, raw: &'a Raw) -> Self {
        let file = |source: &Source| {
            let text = std::str::from_utf8(&source.bytes).ok()?;
            Some((source.name.to_string(), File { edited: Edited::new(&source.name, text), layout: Piece::of(text)? }))
        };
        let ids = model.ids.iter().map(|one| &one.name);
        let enums = model.enums.iter().map(|one| &one.name);
        let shapes = model.shapes.iter().map(|one| &one.name);
        Self {
            guide,
            model,
            raw,
            files: sources.iter().filter_map(file).collect(),
            done: BTreeSet::new(),
            flips: Flips::new(),
            new_objects: BTreeMap::new(),
            new_budgets: Vec::new(),
            new_entries: BTreeMap::new(),
            new_tables: BTreeMap::new(),
            new_without: BTreeMap::new(),
            type_names: ids.chain(enums).chain(shapes).cloned().collect(),
        }
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
        self.put_objects();
        self.put_budgets();
        self.put_entries();
        self.put_tables();
        self.put_without();
        self.files.values().filter(|file| file.edited.is_changed()).map(|file| imported(&file.edited)).collect()
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
