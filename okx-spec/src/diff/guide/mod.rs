//! The guide against a description: what the guide says now that the description does not say, and the other way round.

mod call;
mod code;
mod field;
mod limit;
mod value;
mod words;

pub(crate) use self::field::fits;

use std::collections::{BTreeSet, HashMap};

use self::value::Holders;
use crate::finding::{Change, Finding, Grade, Place};
use crate::guide::{GuideModel, walk};
use crate::model::{Model, ShapeId};
use crate::wording::Wording;

/// Everything that differs, in the order of the guide; what only the description has comes last.
pub fn with_guide(guide: &GuideModel, model: &Model, wording: &Wording) -> Vec<Finding> {
    let mut comparison = Comparison::new(guide, model, wording);
    comparison.calls();
    comparison.fields_gone();
    comparison.sockets();
    comparison.codes();
    comparison.values_gone();
    comparison.words();
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
        for endpoint in &guide.endpoints {
            for fields in [&endpoint.parameters, &endpoint.fields] {
                walk(fields, &mut |_, field| {
                    field_names.insert(field.name.as_str());
                });
            }
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

    /// Channels and operations that are not described.
    fn sockets(&mut self) {
        let described: BTreeSet<&str> =
            self.model.channels.iter().flat_map(|channel| &channel.channels).map(String::as_str).collect();
        let names = self.guide.channels.iter().flat_map(|one| one.names.iter().map(move |name| (name, &one.anchor)));
        let channels = names
            .filter(|(name, _)| !described.contains(name.as_str()))
            .map(|(name, anchor)| (format!("channel {name}"), anchor));
        let ops: BTreeSet<&str> = self.model.operations.iter().map(|operation| operation.op.as_str()).collect();
        let operations = self.guide.operations.iter().filter(|operation| !ops.contains(operation.op.as_str()));
        let operations = operations.map(|operation| (format!("operation {}", operation.op), &operation.anchor));
        let missing: Vec<Finding> =
            channels.chain(operations).map(|(subject, anchor)| added(subject, anchor, Grade::Additive)).collect();
        self.findings.extend(missing);
    }
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
