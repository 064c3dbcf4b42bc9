//! Fingerprints of the guide's texts. They show that a text changed without a copy of it being kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::finding::{FieldPath, Side};
use crate::guide::{Channel, Endpoint, ErrorCode, Field, Guess, GuideModel, Operation, walk};

/// The fingerprints of every section's texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    sections: BTreeMap<String, BTreeSet<u32>>,
    /// Whether its lines end with CR LF.
    has_returns: bool,
}

/// The fingerprint of a text of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The section's anchor.
    pub anchor: String,
    /// Whose text it is.
    pub of: TextOf,
    /// Made of the name of what has the text, and of the text.
    pub digest: u32,
}

/// Something in a section that has a text. Its name is part of the fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextOf {
    /// The section itself.
    Section,
    /// A field: `request.px`.
    Field(FieldPath),
    /// A result code: `51000`.
    Code(String),
}

impl fmt::Display for TextOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section => Ok(()),
            Self::Field(path) => path.fmt(f),
            Self::Code(code) => f.write_str(code),
        }
    }
}

impl Wording {
    /// Reads what [`Wording::to_text`] wrote. Other lines are ignored: the sections that they are about count as new.
    pub fn parse(text: &str) -> Self {
        let mut wording = Self { has_returns: text.contains("\r\n"), ..Self::default() };
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let Some(anchor) = words.next() else { continue };
            let digests = words.filter_map(|word| u32::from_str_radix(word, 16).ok());
            wording.sections.entry(anchor.to_owned()).or_default().extend(digests);
        }
        wording
    }

    /// The wording of a guide.
    pub fn of(guide: &GuideModel) -> Self {
        let mut wording = Self::default();
        for fingerprint in fingerprints(guide) {
            wording.sections.entry(fingerprint.anchor).or_default().insert(fingerprint.digest);
        }
        for guess in guide.guesses.iter().filter(|guess| !guess.is_harmless()) {
            wording
                .sections
                .entry(key_of_guess(guess))
                .or_default()
                .insert(digest(&TextOf::Section, &guess.kind.key()));
        }
        wording
    }

    /// One line for each section: its anchor and its fingerprints, all sorted, so that a change affects only the lines concerned.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (anchor, digests) in &self.sections {
            text.push_str(anchor);
            for digest in digests {
                text.push(' ');
                text.extend((0..8).rev().filter_map(|place| char::from_digit((digest >> (place * 4)) & 0xF, 16)));
            }
            text.push_str(if self.has_returns { "\r\n" } else { "\n" });
        }
        text
    }

    /// Whether the section was there.
    pub fn knows(&self, anchor: &str) -> bool {
        self.sections.contains_key(anchor)
    }

    /// Whether this had this text in this section.
    pub fn has(&self, anchor: &str, of: &TextOf, text: &str) -> bool {
        self.sections.get(anchor).is_some_and(|digests| digests.contains(&digest(of, text)))
    }

    /// Whether the same guess was made.
    pub fn has_guess(&self, guess: &Guess) -> bool {
        self.has(&key_of_guess(guess), &TextOf::Section, &guess.kind.key())
    }

    /// How many of the sections a guide no longer has.
    pub fn sections_gone(&self, guide: &GuideModel) -> usize {
        self.are_gone(guide).iter().filter(|(_, is_gone)| *is_gone).count()
    }

    /// The anchors of the sections, sorted, so that those of a part of the guide are together, with whether a guide no longer has the section.
    pub fn are_gone(&self, guide: &GuideModel) -> Vec<(&str, bool)> {
        let now = Self::of(guide);
        let anchors = self.sections.keys().filter(|anchor| !anchor.starts_with(GUESSED));
        anchors.map(|anchor| (anchor.as_str(), !now.knows(anchor))).collect()
    }

    /// How many texts fewer this section has than it had before; 0 if it has as many or more.
    pub fn lost(&self, before: &Self, anchor: &str) -> usize {
        let (Some(new), Some(old)) = (self.sections.get(anchor), before.sections.get(anchor)) else { return 0 };
        old.len().saturating_sub(new.len())
    }

    /// Whether it has this fingerprint.
    pub fn holds(&self, fingerprint: &Fingerprint) -> bool {
        self.sections.get(&fingerprint.anchor).is_some_and(|digests| digests.contains(&fingerprint.digest))
    }
}

/// The fingerprints of all texts of a guide, in its order.
pub fn fingerprints(guide: &GuideModel) -> Vec<Fingerprint> {
    let mut writer = Writer::default();
    guide.endpoints.iter().for_each(|endpoint| writer.endpoint(endpoint));
    guide.channels.iter().for_each(|channel| writer.channel(channel));
    guide.operations.iter().for_each(|operation| writer.operation(operation));
    guide.error_codes.iter().for_each(|code| writer.error_code(code));
    writer.found
}

/// The first letter of the keys of guesses, which no anchor has.
const GUESSED: char = '?';

/// The key for the guesses about a section.
fn key_of_guess(guess: &Guess) -> String {
    format!("{GUESSED}{}", guess.anchor)
}

#[derive(Debug, Default)]
struct Writer {
    found: Vec<Fingerprint>,
}

impl Writer {
    fn endpoint(&mut self, endpoint: &Endpoint) {
        self.section(&endpoint.anchor, &endpoint.title, &endpoint.about);
        self.fields(&endpoint.anchor, Side::Request, &endpoint.parameters);
        self.fields(&endpoint.anchor, Side::Response, &endpoint.fields);
    }

    fn channel(&mut self, channel: &Channel) {
        self.section(&channel.anchor, &channel.title, &channel.about);
        self.fields(&channel.anchor, Side::Arguments, &channel.arguments);
        self.fields(&channel.anchor, Side::Reply, &channel.reply);
        self.fields(&channel.anchor, Side::Push, &channel.push);
    }

    fn operation(&mut self, operation: &Operation) {
        self.section(&operation.anchor, &operation.title, &operation.about);
        self.fields(&operation.anchor, Side::Request, &operation.request);
        self.fields(&operation.anchor, Side::Response, &operation.reply);
    }

    /// A code belongs to the section that lists it first.
    fn error_code(&mut self, code: &ErrorCode) {
        if let Some(anchor) = code.anchors.first() {
            self.add(anchor, TextOf::Code(code.key()), &code.messages.join("\n"));
        }
    }

    fn section(&mut self, anchor: &str, title: &str, about: &[String]) {
        self.add(anchor, TextOf::Section, &format!("{title}\n{}", about.join("\n")));
    }

    fn fields(&mut self, anchor: &str, side: Side, fields: &[Field]) {
        walk(fields, &mut |names, field| {
            let path = FieldPath::new(side, names.iter().copied());
            self.add(anchor, TextOf::Field(path), &field.description.text);
        });
    }

    fn add(&mut self, anchor: &str, of: TextOf, text: &str) {
        let digest = digest(&of, text);
        self.found.push(Fingerprint { anchor: anchor.to_owned(), of, digest });
    }
}

/// FNV-1a over the name of what has the text, and over the words of the text. Spaces between words do not count.
fn digest(of: &TextOf, text: &str) -> u32 {
    const START: u32 = 0x811C_9DC5;
    const PRIME: u32 = 0x0100_0193;
    let name = of.to_string();
    let words = text.split_whitespace().flat_map(|word| [" ", word]);
    let bytes = std::iter::once(name.as_str()).chain(words).flat_map(str::bytes);
    bytes.fold(START, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(PRIME))
}
