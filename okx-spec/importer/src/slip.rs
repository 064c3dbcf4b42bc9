//! Differences between guide and description that are the guide's own slips, each with the reason why ours is right.

use std::sync::Arc;

use okx_spec::internals::{Members, Node, Sink, items, name, named, sentence, tree, word};
use okx_spec::{Diagnostics, Location, Source};

use crate::finding::{Change, Finding};

/// One difference that is to stay.
#[derive(Clone, Debug)]
pub struct Slip {
    /// What the difference is about, as in [`Finding::subject`].
    pub subject: String,
    /// Which part of it, as in [`Finding::part`]; empty when it is about the whole.
    pub part: String,
    /// What kind of difference it is.
    pub change: Change,
    /// What the guide says there, as in [`Finding::text`]; of types and limits this must be said, or another one would pass unseen.
    pub says: Option<String>,
    /// Why the description is right.
    pub reason: String,
    /// Where it was written.
    pub at: Location,
}

/// A list of slips.
#[derive(Clone, Debug, Default)]
pub struct Slips(Vec<Slip>);

/// Findings, parted by whether a slip explains them.
#[derive(Clone, Debug, Default)]
pub struct Parted<'a> {
    /// What no slip explains.
    pub open: Vec<Finding>,
    /// What a slip explains.
    pub excused: Vec<(Finding, &'a Slip)>,
    /// Slips that explain nothing any longer.
    pub idle: Vec<&'a Slip>,
}

impl Slips {
    /// Reads a list.
    ///
    /// # Errors
    /// When the file has mistakes; all of them are told.
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

    /// Parts findings by whether a slip explains them.
    pub fn part(&self, findings: Vec<Finding>) -> Parted<'_> {
        let mut parted = Parted::default();
        let mut used = vec![false; self.0.len()];
        for finding in findings {
            match self.0.iter().position(|slip| slip.explains(&finding)) {
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
    fn explains(&self, finding: &Finding) -> bool {
        let is_about = self.subject == finding.subject && self.change == finding.change && self.part == finding.part;
        is_about && self.says.as_ref().is_none_or(|says| finding.text.starts_with(&format!("the guide says {says}, ")))
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
    let subject = name(&mut members, "about", sink);
    let part = members.optional("part").and_then(|node| named(node, "part", sink));
    let change = members.required("change").and_then(|node| word(node, "change", Change::ALL, sink));
    // Of these there is more than one, and only what was looked at is to stay.
    let is_one_of_many = matches!(change, Some(Change::Type | Change::Limit));
    let says = if is_one_of_many { members.required("says") } else { members.optional("says") };
    let says = says.and_then(|node| named(node, "says", sink));
    let reason = sentence(&mut members, "reason", sink);
    members.finish(sink);
    let subject = subject?;
    Some(Slip {
        part: part.map(|part| part.value).unwrap_or_default(),
        change: change?,
        says: says.map(|says| says.value),
        reason,
        at: subject.at,
        subject: subject.value,
    })
}
