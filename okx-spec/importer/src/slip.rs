//! Slips: mistakes of the guide. Each excuses one difference, with the reason why the description is right.

use std::sync::Arc;

use okx_spec::internals::{Members, Sink, Text, items, name, named, sentence, word};
use okx_spec::yaml::{Node, tree};
use okx_spec::{Diagnostics, Law, Location, Source};

use crate::finding::{Change, Difference, Finding, Part, Stated, Subject};

/// One difference that is excused.
#[derive(Clone, Debug)]
pub struct Slip {
    /// What the difference is about, as in [`Finding::subject`].
    pub subject: Subject,
    /// Which part of it, as in [`Finding::part`].
    pub part: Part,
    /// What kind of difference it is.
    pub change: Change,
    /// What the guide states there. Required for types and limits, where another statement would go unnoticed.
    pub says: Option<Stated>,
    /// Why the description is right.
    pub reason: String,
    /// Where it was written.
    pub at: Location,
}

/// A list of slips.
#[derive(Clone, Debug, Default)]
pub struct Slips(Vec<Slip>);

/// Findings, separated by whether a slip excuses them.
#[derive(Clone, Debug, Default)]
pub struct Parted<'a> {
    /// Findings that no slip excuses.
    pub open: Vec<Finding>,
    /// Findings that a slip excuses.
    pub excused: Vec<(Finding, &'a Slip)>,
    /// Slips that excuse nothing.
    pub idle: Vec<&'a Slip>,
}

impl Slips {
    /// Reads a list.
    ///
    /// # Errors
    /// When the file has mistakes; all of them are reported.
    pub fn read(source: &Source) -> Result<Self, Diagnostics> {
        let mut sink = Sink::new();
        let file: Arc<str> = Arc::from(&*source.name);
        let slips = slips(&file, &source.bytes, &mut sink);
        sink.finish(Self(slips))
    }

    /// The slips, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Slip> {
        self.0.iter()
    }

    /// Separates findings by whether a slip excuses them.
    pub fn part(&self, findings: Vec<Finding>) -> Parted<'_> {
        let mut parted = Parted::default();
        let mut used = vec![false; self.0.len()];
        for finding in findings {
            match self.0.iter().position(|slip| slip.excuses(&finding)) {
                Some(place) => {
                    used[place] = true;
                    parted.excused.push((finding, &self.0[place]));
                }
                None => parted.open.push(finding),
            }
        }
        parted.idle = self.0.iter().zip(used).filter(|(_, used)| !used).map(|(slip, _)| slip).collect();
        parted
    }
}

impl<'a> IntoIterator for &'a Slips {
    type Item = &'a Slip;
    type IntoIter = std::slice::Iter<'a, Slip>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Slip {
    fn excuses(&self, finding: &Finding) -> bool {
        let is_about = self.subject == finding.subject && self.change == finding.change() && self.part == finding.part;
        let stated = match &finding.difference {
            Difference::Guide(difference) => difference.stated(),
            Difference::Revision(_) => None,
        };
        is_about && (self.says.is_none() || self.says == stated)
    }
}

/// Reads the list of slips.
fn slips(file: &Arc<str>, bytes: &[u8], sink: &mut Sink) -> Vec<Slip> {
    let Some(root) = tree(file, bytes, sink) else { return Vec::new() };
    let mut members = Members::of(&root, "this file", sink);
    let list = members.required("slips");
    let nodes = list.and_then(|node| items(node, "`slips:`", sink)).unwrap_or_default();
    let slips = nodes.iter().filter_map(|node| slip(node, sink)).collect();
    members.finish(sink);
    slips
}

fn slip(node: &Node, sink: &mut Sink) -> Option<Slip> {
    let mut members = Members::of(node, "a slip", sink);
    let about = name(&mut members, "about", sink);
    let part = members.optional("part").and_then(|node| named(node, "part", sink));
    let change = members.required("change").and_then(|node| word(node, "change", Change::ALL, sink));
    // A guide may state several types and limits, and only the one that was looked at is excused.
    let is_one_of_many = matches!(change, Some(Change::Type | Change::Limit));
    let says = if is_one_of_many { members.required("says") } else { members.optional("says") };
    let says = says.and_then(|node| named(node, "says", sink));
    let reason = sentence(&mut members, "reason", sink);
    members.finish(sink);
    let (about, change) = (about?, change?);
    let subject = subject(&about, sink)?;
    let says = match says {
        Some(text) => Some(stated(&text, change, sink)?),
        None => None,
    };
    let part = part.map_or(Part::Whole, |part| Part::parse(&subject, &part.value));
    Some(Slip { subject, part, change, says, reason, at: about.at })
}

fn subject(text: &Text, sink: &mut Sink) -> Option<Subject> {
    match text.value.parse() {
        Ok(subject) => Some(subject),
        Err(right) => {
            let text_of = format_args!("`{}` is not a value of `about:`; {right}", text.value);
            sink.report(&text.at, Law::UnknownWord, text_of);
            None
        }
    }
}

fn stated(text: &Text, change: Change, sink: &mut Sink) -> Option<Stated> {
    let stated = Stated::parse(change, &text.value);
    if stated.is_none() {
        let right =
            format_args!("copy what `okx-spec diff` prints after \"the guide says\" for a finding of this kind");
        let text_of = format_args!("`{}` is not a value of `says:` for the change `{change}`; {right}", text.value);
        sink.report(&text.at, Law::UnknownWord, text_of);
    }
    stated
}
