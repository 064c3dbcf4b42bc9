//! The guide against a description: what one has and the other does not, and what both have but differently.
//!
//! What is compared is taken apart without `..`, so that a key added to the model does not compile until this folder says what to do with it.

mod calls;
mod field;
mod limit;
mod sockets;
mod texts;
mod value;

pub(crate) use self::field::fits;
pub(crate) use self::limit::fits_limits;

use std::collections::{BTreeSet, HashMap};

use okx_spec::Location;
use okx_spec::model::{Model, ShapeId};

use self::value::Holders;
use crate::finding::{Finding, Grade, GuideDifference, Part, Place, Subject};
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
    comparison.reworded();
    comparison.unread();
    comparison.findings
}

/// Both sides, and what was found so far.
struct Comparison<'a> {
    guide: &'a GuideModel,
    model: &'a Model,
    wording: &'a Wording,
    findings: Vec<Finding>,
    /// The fields of each shape that the guide has for at least one of its uses.
    in_guide: HashMap<ShapeId, BTreeSet<&'a str>>,
    /// Fields that the guide lacks for one use of their shape, each with its finding in case that it lacks them for all uses.
    not_in_guide: Vec<(ShapeId, &'a str, Finding)>,
    /// Names of fields anywhere in the guide: one in code style in a description is not a value.
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
            in_guide: HashMap::new(),
            not_in_guide: Vec::new(),
            field_names,
            holders: HashMap::new(),
        }
    }

    fn find(&mut self, about: &About<'_>, part: Part, grade: Grade, difference: GuideDifference) {
        self.findings.push(about.finding(part, grade, difference));
    }

    /// Compares the heading under which the guide has something that both sides have.
    fn heading(&mut self, about: &About<'_>, described: &str) {
        let described = anchor_of(described);
        if described != about.anchor {
            let difference =
                GuideDifference::MovedHeading { described: described.to_owned(), stated: about.anchor.to_owned() };
            self.find(about, Part::Whole, Grade::Wording, difference);
        }
    }
}

/// Something that both sides have.
#[derive(Clone, Copy, Debug)]
struct About<'s> {
    subject: &'s Subject,
    /// Where the guide has it.
    anchor: &'s str,
    /// Where the description has it.
    at: &'s Location,
}

impl About<'_> {
    fn finding(&self, part: Part, grade: Grade, difference: GuideDifference) -> Finding {
        Finding {
            grade,
            subject: self.subject.clone(),
            part,
            difference: difference.into(),
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
fn added(subject: Subject, anchor: &str) -> Finding {
    Finding {
        grade: Grade::Additive,
        subject,
        part: Part::Whole,
        difference: GuideDifference::OnlyInGuide { is_required: false }.into(),
        old: None,
        new: Some(Place::Guide(anchor.to_owned())),
    }
}

/// Something that only the description has.
fn removed(subject: Subject, at: &Location) -> Finding {
    Finding {
        grade: Grade::Breaking,
        subject,
        part: Part::Whole,
        difference: GuideDifference::OnlyInDescription.into(),
        old: Some(Place::File(at.clone())),
        new: None,
    }
}
