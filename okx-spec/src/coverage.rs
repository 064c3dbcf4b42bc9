//! How much of the guide the description covers.

use std::collections::BTreeSet;

use crate::finding::{Change, Finding, Grade};
use crate::guide::{Endpoint, Field, GuideModel, walk};

/// Every measure, in a fixed order.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// One entry for each kind of thing that the guide has.
    pub measures: Vec<Measure>,
}

/// How many things of one kind the guide has, and which of them the description lacks or has otherwise.
#[derive(Clone, Debug)]
pub struct Measure {
    /// What is counted.
    pub of: &'static str,
    /// How many the guide has.
    pub total: usize,
    /// Those that the description lacks or has otherwise, in the order of the guide.
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
    /// Measures the description by what differs between the guide and it. Differences that a slip explains are left out by the caller.
    pub fn of(guide: &GuideModel, findings: &[Finding]) -> Self {
        let open = Open::of(findings);
        let mut endpoints = Measure::new("endpoints");
        let mut parameters = Measure::new("parameters");
        let mut fields = Measure::new("reply fields");
        let mut limits = Measure::new("limits");
        for endpoint in &guide.endpoints {
            let call = Call { name: format!("{} {}", endpoint.method, endpoint.path), open: &open };
            endpoints.add(&call.name, "", call.is_missing());
            call.add_fields(&mut parameters, "request", &endpoint.parameters);
            call.add_fields(&mut fields, "response", &endpoint.fields);
            call.add_limits(&mut limits, endpoint);
        }
        let (channels, operations, codes) = (channels(guide, &open), operations(guide, &open), codes(guide, &open));
        Self { measures: vec![endpoints, parameters, fields, channels, operations, codes, limits] }
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

    fn add(&mut self, subject: &str, part: &str, is_missing: bool) {
        self.total += 1;
        if is_missing {
            self.missing.push(format!("{subject} {part}").trim_end().to_owned());
        }
    }
}

/// What is open, by subject and part. Other words, and what only the description has, lack nothing.
struct Open<'a>(BTreeSet<(&'a str, &'a str)>);

impl<'a> Open<'a> {
    fn of(findings: &'a [Finding]) -> Self {
        let lacks = |finding: &&Finding| {
            finding.grade != Grade::Wording
                && !matches!(finding.change, Change::Removed | Change::ValueRemoved | Change::Access)
        };
        // A value of an enum is a matter of its field.
        let part = |finding: &'a Finding| finding.part.split('=').next().unwrap_or_default();
        Self(findings.iter().filter(lacks).map(|finding| (finding.subject.as_str(), part(finding))).collect())
    }

    fn has(&self, subject: &str, part: &str) -> bool {
        self.0.contains(&(subject, part))
    }
}

/// A call of the guide.
struct Call<'o> {
    name: String,
    open: &'o Open<'o>,
}

impl Call<'_> {
    fn is_missing(&self) -> bool {
        self.open.has(&self.name, "")
    }

    /// Every field by its path; several variants of a request may have the same one.
    fn add_fields(&self, measure: &mut Measure, side: &str, fields: &[Field]) {
        let mut seen = BTreeSet::new();
        walk(fields, &mut |path, _| {
            let part = format!("{side}.{path}");
            if !seen.contains(&part) {
                measure.add(&self.name, &part, self.is_missing() || self.open.has(&self.name, &part));
                seen.insert(part);
            }
        });
    }

    fn add_limits(&self, measure: &mut Measure, endpoint: &Endpoint) {
        let is_missing = self.is_missing() || self.open.has(&self.name, "limit");
        for _ in &endpoint.limits {
            measure.add(&self.name, "limit", is_missing);
        }
    }
}

fn channels(guide: &GuideModel, open: &Open<'_>) -> Measure {
    let mut measure = Measure::new("channels");
    for name in guide.channels.iter().flat_map(|channel| &channel.names) {
        let subject = format!("channel {name}");
        measure.add(&subject, "", open.has(&subject, ""));
    }
    measure
}

fn operations(guide: &GuideModel, open: &Open<'_>) -> Measure {
    let mut measure = Measure::new("operations");
    for operation in &guide.operations {
        let subject = format!("operation {}", operation.op);
        measure.add(&subject, "", open.has(&subject, ""));
    }
    measure
}

fn codes(guide: &GuideModel, open: &Open<'_>) -> Measure {
    let mut measure = Measure::new("error codes");
    for code in &guide.error_codes {
        let subject = format!("code {}", code.key());
        measure.add(&subject, "", open.has(&subject, "") || open.has(&subject, "http"));
    }
    measure
}
