//! The guide against a description: what the guide says now that the description does not say, and the other way round.

mod call;
mod channel;
mod code;
mod field;
mod limit;
mod operation;
mod unread;
mod value;
mod words;

pub(crate) use self::field::fits;
pub(crate) use self::limit::fits_limits;

use std::collections::{BTreeSet, HashMap};

use okx_spec::Location;
use okx_spec::model::{Model, ShapeId};

use self::value::Holders;
use crate::finding::{Change, Finding, Grade, Place};
use crate::guide::{Field, GuideModel, walk};
use crate::wording::Wording;

/// Everything that differs, in the order of the guide; what only the description has comes last.
pub fn with_guide(guide: &GuideModel, model: &Model, wording: &Wording) -> Vec<Finding> {
    let mut comparison = Comparison::new(guide, model, wording);
    comparison.calls();
    comparison.channels();
    comparison.operations();
    comparison.fields_gone();
    comparison.codes();
    comparison.values_gone();
    comparison.words();
    comparison.unread();
    comparison.findings
}

/// Both sides, and what was found so far.
struct Comparison<'a> {
    guide: &'a GuideModel,
    model: &'a Model,
    wording: &'a Wording,
    findings: Vec<Finding>,
    /// Fields of the description that the guide tells about, by their shape.
    told: HashMap<ShapeId, BTreeSet<&'a str>>,
    /// Fields that it does not tell about for some call, each with what would be found.
    untold: Vec<(ShapeId, &'a str, Finding)>,
    /// Names of fields anywhere in the guide: a back-ticked one is no value.
    field_names: BTreeSet<&'a str>,
    holders: Holders<'a>,
}

impl<'a> Comparison<'a> {
    fn new(guide: &'a GuideModel, model: &'a Model, wording: &'a Wording) -> Self {
        let mut field_names = BTreeSet::new();
        for fields in tables(guide) {
            walk(fields, &mut |_, field| {
                field_names.insert(field.name.as_str());
            });
        }
        Self {
            guide,
            model,
            wording,
            findings: Vec::new(),
            told: HashMap::new(),
            untold: Vec::new(),
            field_names,
            holders: HashMap::new(),
        }
    }

    /// The heading under which the guide tells about something that both sides have.
    fn heading(&mut self, about: &About<'_>, ours: &str) {
        let ours = anchor_of(ours);
        if ours != about.anchor {
            let text = format!("it stands under #{} in the guide, not under #{ours}", about.anchor);
            self.findings.push(about.finding("", Change::Moved, Grade::Wording, text));
        }
    }
}

/// Something that both sides have.
#[derive(Clone, Copy, Debug)]
struct About<'s> {
    /// What findings call it.
    subject: &'s str,
    /// Where the guide tells about it.
    anchor: &'s str,
    /// Where the description has it.
    at: &'s Location,
}

impl About<'_> {
    fn finding(&self, part: &str, change: Change, grade: Grade, text: String) -> Finding {
        Finding {
            grade,
            subject: self.subject.to_owned(),
            part: part.to_owned(),
            change,
            text,
            old: Some(Place::File(self.at.clone())),
            new: Some(Place::Guide(self.anchor.to_owned())),
        }
    }
}

/// Every table of fields in the guide.
fn tables(guide: &GuideModel) -> impl Iterator<Item = &Vec<Field>> {
    let endpoints = guide.endpoints.iter().flat_map(|one| [&one.parameters, &one.fields]);
    let channels = guide.channels.iter().flat_map(|one| [&one.arguments, &one.push]);
    let operations = guide.operations.iter().flat_map(|one| [&one.request, &one.reply]);
    endpoints.chain(channels).chain(operations)
}

/// The anchor in a full address of the guide.
fn anchor_of(address: &str) -> &str {
    address.split_once('#').map_or("", |(_, anchor)| anchor)
}

/// Something that only the guide has.
fn added(subject: String, anchor: &str, grade: Grade) -> Finding {
    Finding {
        grade,
        subject,
        part: String::new(),
        change: Change::Added,
        text: "the guide has it, the description does not".to_owned(),
        old: None,
        new: Some(Place::Guide(anchor.to_owned())),
    }
}

/// Something that only the description has.
fn removed(subject: String, at: &Location) -> Finding {
    Finding {
        grade: Grade::Breaking,
        subject,
        part: String::new(),
        change: Change::Removed,
        text: "the description has it, the guide does not".to_owned(),
        old: Some(Place::File(at.clone())),
        new: None,
    }
}
