//! How much of the guide the description covers.

use std::collections::{BTreeSet, HashSet};

use crate::finding::{Change, FieldPath, Finding, Grade, Part, Place, Side, Subject};
use crate::guide::{Field, GuideModel, Limit, under, walk};

/// Every measure, in a fixed order.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// One entry for each kind of thing in the guide.
    pub measures: Vec<Measure>,
}

/// How many things of one kind the guide has, and which of them the description lacks or has differently.
#[derive(Clone, Debug)]
pub struct Measure {
    /// What is counted.
    pub of: &'static str,
    /// How many the guide has.
    pub total: usize,
    /// Those that the description lacks or has differently, in the order of the guide.
    pub missing: Vec<String>,
}

impl Measure {
    /// How many the description covers.
    pub fn covered(&self) -> usize {
        self.total.saturating_sub(self.missing.len())
    }

    /// The share that is covered, in tenths of a percent, rounded down: 1000 means all.
    pub fn permille(&self) -> usize {
        (self.covered() * 1000).checked_div(self.total).unwrap_or(1000)
    }
}

impl Coverage {
    /// Measures a description by its differences from the guide. The caller leaves out differences that a slip excuses.
    pub fn of(guide: &GuideModel, findings: &[Finding]) -> Self {
        let open = Open::of(findings);
        let mut limits = Measure::new("limits");
        let mut measures: Vec<Measure> = calls(guide, &open, &mut limits).into();
        measures.extend(channels(guide, &open));
        measures.extend(operations(guide, &open, &mut limits));
        measures.extend([codes(guide, &open), limits, deadlines(guide, &open), sections(guide, findings)]);
        Self { measures }
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.measures.iter().all(|measure| measure.missing.is_empty())
    }
}

impl Measure {
    fn new(of: &'static str) -> Self {
        Self { of, total: 0, missing: Vec::new() }
    }

    fn add(&mut self, subject: &Subject, part: &Part, is_missing: bool) {
        self.add_named(format!("{subject} {part}").trim_end().to_owned(), is_missing);
    }

    fn add_named(&mut self, name: String, is_missing: bool) {
        self.total += 1;
        self.missing.extend(is_missing.then_some(name));
    }
}

/// What is missing, by subject and part. Changed texts, and what only the description has, do not count as missing.
struct Open<'a>(HashSet<(&'a Subject, Part)>);

impl<'a> Open<'a> {
    fn of(findings: &'a [Finding]) -> Self {
        let lacks = |finding: &&Finding| {
            finding.grade != Grade::Wording
                && !matches!(finding.change(), Change::Removed | Change::ValueRemoved | Change::Access | Change::Unread)
        };
        Self(findings.iter().filter(lacks).map(|finding| (&finding.subject, finding.part.without_value())).collect())
    }

    fn has(&self, subject: &Subject, part: Part) -> bool {
        self.0.contains(&(subject, part))
    }
}

/// What the guide describes under one heading.
struct Section<'o> {
    /// What its things are listed under.
    subject: Subject,
    /// What findings are about: similar channels are under one heading.
    subjects: Vec<Subject>,
    open: &'o Open<'o>,
}

impl<'o> Section<'o> {
    fn of(subject: Subject, open: &'o Open<'o>) -> Self {
        Self { subject: subject.clone(), subjects: vec![subject], open }
    }

    /// Whether the description has nothing of it.
    fn is_missing(&self) -> bool {
        self.subjects.iter().all(|subject| self.open.has(subject, Part::Whole))
    }

    fn lacks(&self, part: &Part) -> bool {
        self.is_missing() || self.subjects.iter().any(|subject| self.open.has(subject, part.clone()))
    }

    fn add(&self, measure: &mut Measure, part: &Part) {
        measure.add(&self.subject, part, self.lacks(part));
    }

    /// Adds every field once; several variants of a request may have the same one.
    fn add_fields<'f>(
        &self,
        measure: &mut Measure,
        (side, above): (Side, &[&'f str]),
        fields: impl IntoIterator<Item = &'f Field>,
    ) {
        let mut seen = HashSet::new();
        for field in fields {
            walk(std::slice::from_ref(field), &mut |names, _| {
                let part = Part::Field(FieldPath::new(side, above.iter().chain(names).copied()));
                if seen.insert(part.clone()) {
                    self.add(measure, &part);
                }
            });
        }
    }

    fn add_limits(&self, measure: &mut Measure, limits: &[Limit]) {
        for _ in limits {
            self.add(measure, &Part::Limit);
        }
    }
}

fn calls(guide: &GuideModel, open: &Open<'_>, limits: &mut Measure) -> [Measure; 3] {
    let mut measures = ["endpoints", "parameters", "reply fields"].map(Measure::new);
    let [endpoints, parameters, fields] = &mut measures;
    for endpoint in &guide.endpoints {
        let section = Section::of(Subject::Call(endpoint.into()), open);
        endpoints.add(&section.subject, &Part::Whole, section.is_missing());
        section.add_fields(parameters, (Side::Request, &[]), &endpoint.parameters);
        section.add_fields(fields, (Side::Response, &[]), &endpoint.fields);
        section.add_limits(limits, &endpoint.limits);
    }
    measures
}

/// What `arg` repeats, and the list of rows itself, are not counted as fields.
fn channels(guide: &GuideModel, open: &Open<'_>) -> [Measure; 3] {
    let mut measures = ["channels", "arguments", "push fields"].map(Measure::new);
    let [channels, arguments, fields] = &mut measures;
    for channel in &guide.channels {
        let subjects: Vec<Subject> = channel.names.iter().cloned().map(Subject::Channel).collect();
        let subject = Subject::Channel(channel.names.first().cloned().unwrap_or_default());
        let section = Section { subject, subjects, open };
        for subject in &section.subjects {
            let is_missing = open.has(subject, Part::Whole) || open.has(subject, Part::Socket);
            channels.add(subject, &Part::Whole, is_missing);
        }
        let given = channel.arguments.iter().filter(|field| field.name != "channel");
        section.add_fields(arguments, (Side::Arguments, &[]), given);
        section.add_fields(fields, (Side::Push, &["data"]), under(&channel.push, "data"));
        let beside = channel.push.iter().filter(|field| !matches!(field.name.as_str(), "arg" | "data"));
        section.add_fields(fields, (Side::Push, &[]), beside);
    }
    measures
}

fn operations(guide: &GuideModel, open: &Open<'_>, limits: &mut Measure) -> [Measure; 3] {
    let mut measures = ["operations", "operation parameters", "operation reply fields"].map(Measure::new);
    let [operations, parameters, fields] = &mut measures;
    for operation in &guide.operations {
        let section = Section::of(Subject::Operation(operation.op.clone()), open);
        let is_missing = section.is_missing() || open.has(&section.subject, Part::Socket);
        operations.add(&section.subject, &Part::Whole, is_missing);
        section.add_fields(parameters, (Side::Request, &["args"]), under(&operation.request, "args"));
        section.add_fields(fields, (Side::Response, &["data"]), under(&operation.reply, "data"));
        section.add_limits(limits, &operation.limits);
    }
    measures
}

fn deadlines(guide: &GuideModel, open: &Open<'_>) -> Measure {
    let mut measure = Measure::new("deadlines");
    for endpoint in guide.endpoints.iter().filter(|one| guide.deadlines.contains(&one.anchor)) {
        Section::of(Subject::Call(endpoint.into()), open).add(&mut measure, &Part::Deadline);
    }
    measure
}

/// Sections without guesses that are new since the last check.
fn sections(guide: &GuideModel, findings: &[Finding]) -> Measure {
    let mut measure = Measure::new("sections read");
    let endpoints = guide.endpoints.iter().map(|one| one.anchor.as_str());
    let channels = guide.channels.iter().map(|one| one.anchor.as_str());
    let operations = guide.operations.iter().map(|one| one.anchor.as_str());
    let mut unread: BTreeSet<&str> = findings.iter().filter_map(unread_anchor).collect();
    let anchors: BTreeSet<&str> = endpoints.chain(channels).chain(operations).chain(unread.iter().copied()).collect();
    for anchor in anchors {
        measure.add_named(format!("#{anchor}"), unread.remove(anchor));
    }
    measure
}

fn unread_anchor(finding: &Finding) -> Option<&str> {
    match &finding.new {
        Some(Place::Guide(anchor)) if finding.change() == Change::Unread => Some(anchor),
        _ => None,
    }
}

fn codes(guide: &GuideModel, open: &Open<'_>) -> Measure {
    let mut measure = Measure::new("error codes");
    for code in &guide.error_codes {
        let subject = Subject::Code(code.key());
        let is_missing = open.has(&subject, Part::Whole) || open.has(&subject, Part::HttpStatus);
        measure.add(&subject, &Part::Whole, is_missing);
    }
    measure
}
