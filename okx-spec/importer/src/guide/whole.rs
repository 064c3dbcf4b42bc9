//! Whether a saved page can be read at all, and whether it is complete. Both are found out from its tags, in one pass, before it is parsed.

use std::collections::BTreeMap;

use okx_spec::model::Model;

use super::GuideModel;
use super::layout::CLOSED;
use crate::record::Record;

/// The largest page that is read, in bytes: ten times the page of 2026.
const LARGEST: usize = 40 << 20;

/// How deep elements may be nested; the guide has nine levels. Parsers of HTML take quadratic time for more.
const DEEPEST: usize = 256;

/// How long the text of one tag may be, in bytes. Attributes are compared with each other, which is quadratic too.
const LONGEST_TAG: usize = 4096;

/// A page that would take too long to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageLimit {
    /// It has too many bytes.
    #[error("the page has {0} bytes; the limit is {LARGEST}")]
    Size(usize),
    /// It has too many open elements.
    #[error("more than {DEEPEST} elements are open at once in line {0} of the page")]
    Depth(usize),
    /// It has a tag that does not end.
    #[error("a tag in line {0} of the page is longer than {LONGEST_TAG} bytes")]
    Tag(usize),
}

/// A sign that a page is incomplete.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageFault {
    /// It has no end.
    #[error("it has no `</html>`, so its end is missing")]
    NoEnd,
    /// It does not close every element, or closes more than it opens.
    #[error("`<{tag}>` is opened {opened} times and closed {closed} times, so a part is missing")]
    Unbalanced {
        /// The element.
        tag: &'static str,
        /// How often it is opened.
        opened: usize,
        /// How often it is closed.
        closed: usize,
    },
    /// It lacks too many of the things that it had before.
    #[error("{missing} of the {known} {what} that were there before are missing")]
    Missing {
        /// What is missing.
        what: &'static str,
        /// How many are missing.
        missing: usize,
        /// How many there were.
        known: usize,
    },
    /// It lacks too many neighbours of the things that it had before.
    #[error("{missing} consecutive {what} that were there before are missing")]
    Gap {
        /// What is missing.
        what: &'static str,
        /// How many are missing together.
        missing: usize,
    },
    /// It lacks a whole part of the guide.
    #[error("all sections are missing whose anchors begin with `{prefix}`")]
    PartMissing {
        /// The first word of the anchors of that part.
        prefix: String,
    },
}

/// What is known about a page from its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageScan {
    is_closed: bool,
    /// How often each element is opened and closed.
    tags: BTreeMap<&'static str, (usize, usize)>,
}

/// Elements that end where the next one begins, or that have no content: unclosed ones do not nest.
const NEVER_DEEP: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// How many percent may be missing from a complete page. Three months of changes remove one.
const MOST_MISSING: usize = 10;

/// How many neighbours may be missing together from a complete page. OKX removes a few calls at a time; a gap in a page removes everything
/// between its ends.
const LONGEST_GAP: usize = 10;

/// With fewer things than this, their share says nothing about a page.
const FEWEST: usize = 10;

impl PageScan {
    /// Looks at the tags of a page.
    ///
    /// # Errors
    /// When it is larger, or nested deeper, than any page of the guide.
    pub fn of(html: &str) -> Result<Self, PageLimit> {
        if html.len() > LARGEST {
            return Err(PageLimit::Size(html.len()));
        }
        let mut scan = Self::default();
        let mut depth = Depth::default();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let line = || html[..html.len() - rest.len() + start].matches('\n').count() + 1;
            let tag = &rest[start + 1..];
            if let Some(comment) = tag.strip_prefix("!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            let is_tag = tag.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/');
            if !is_tag {
                rest = tag;
                continue;
            }
            let Some(end) = tag.bytes().take(LONGEST_TAG + 1).position(|letter| letter == b'>') else {
                if tag.len() > LONGEST_TAG {
                    return Err(PageLimit::Tag(line()));
                }
                rest = tag;
                continue;
            };
            if depth.take(&tag[..end], &mut scan) > DEEPEST {
                return Err(PageLimit::Depth(line()));
            }
            rest = after_raw_text(&tag[..end], &tag[end + 1..]);
        }
        Ok(scan)
    }

    /// The signs in the tags that the page is incomplete.
    pub fn faults(&self) -> Vec<PageFault> {
        let end = (!self.is_closed).then_some(PageFault::NoEnd);
        let unbalanced = self.tags.iter().filter(|(_, (opened, closed))| opened != closed);
        let unbalanced =
            unbalanced.map(|(tag, (opened, closed))| PageFault::Unbalanced { tag, opened: *opened, closed: *closed });
        end.into_iter().chain(unbalanced).collect()
    }
}

/// Elements whose text is not HTML: what looks like a tag in it is not one.
const RAW_TEXT: &[&str] = &["script", "style"];

/// What follows a tag, without the text of a script or a style sheet.
fn after_raw_text<'p>(tag: &str, rest: &'p str) -> &'p str {
    let name = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    let Some(name) = RAW_TEXT.iter().find(|raw| raw.eq_ignore_ascii_case(name)) else { return rest };
    let ends = |place: &usize| {
        let closing = rest.as_bytes().get(place + 2..place + 2 + name.len());
        closing.is_some_and(|closing| closing.eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = rest.match_indices("</").map(|(place, _)| place).find(ends);
    end.map_or("", |end| &rest[end..])
}

/// The elements that are open, by name. Tags that close nothing do not count.
#[derive(Default)]
struct Depth {
    open: BTreeMap<String, usize>,
    sum: usize,
}

impl Depth {
    /// Adds the text of a tag and returns the number of elements that are open.
    fn take(&mut self, tag: &str, scan: &mut PageScan) -> usize {
        let closes = tag.starts_with('/');
        let name = tag
            .trim_start_matches('/')
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        let name = name.to_ascii_lowercase();
        scan.is_closed |= closes && name == "html";
        if let Some(known) = CLOSED.iter().find(|known| **known == name) {
            let (opening, closing) = scan.tags.entry(known).or_default();
            *if closes { closing } else { opening } += 1;
        }
        if NEVER_DEEP.contains(&name.as_str()) || tag.ends_with('/') {
            return self.sum;
        }
        let open = self.open.entry(name).or_default();
        match (closes, *open) {
            (false, _) => (*open, self.sum) = (*open + 1, self.sum + 1),
            (true, 0) => {}
            (true, _) => (*open, self.sum) = (*open - 1, self.sum - 1),
        }
        self.sum
    }
}

/// The signs that a page is incomplete in a comparison with a description and the record of the page that it was last checked against: too
/// much of what they have is missing, or too much that belongs together.
pub fn missing(guide: &GuideModel, model: &Model, record: &Record) -> Vec<PageFault> {
    let calls: Vec<String> = guide.endpoints.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
    let calls = model.endpoints.iter().map(|one| !calls.contains(&format!("{} {}", one.method, one.path)));
    let channels: Vec<&String> = guide.channels.iter().flat_map(|one| &one.names).collect();
    let channels = model.channels.iter().map(|one| !one.channels.iter().any(|name| channels.contains(&name)));
    let codes: Vec<String> = guide.error_codes.iter().map(crate::guide::ErrorCode::key).collect();
    let codes = model.errors.iter().map(|one| !codes.contains(&one.code));
    let sections = record.wording.are_gone(guide);
    let things: [(&'static str, Vec<bool>); 4] = [
        ("calls", calls.collect()),
        ("channels", channels.collect()),
        ("result codes", codes.collect()),
        ("sections", sections.iter().map(|(_, is_gone)| *is_gone).collect()),
    ];
    things.iter().filter_map(|(what, are_gone)| gap(what, are_gone)).chain(parts_gone(&sections)).collect()
}

/// The fault of things of which too many, or too many neighbours, are gone.
fn gap(what: &'static str, are_gone: &[bool]) -> Option<PageFault> {
    let (all, gone) = (are_gone.len(), are_gone.iter().filter(|is_gone| **is_gone).count());
    if all >= FEWEST && gone * 100 > all * MOST_MISSING {
        return Some(PageFault::Missing { what, missing: gone, known: all });
    }
    let missing = are_gone.split(|is_gone| !is_gone).map(<[bool]>::len).max().unwrap_or_default();
    (missing > LONGEST_GAP).then_some(PageFault::Gap { what, missing })
}

/// The faults of parts of the guide of which nothing is left. The anchors of a part begin with the same word.
fn parts_gone(sections: &[(&str, bool)]) -> Vec<PageFault> {
    let mut parts: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for (anchor, is_gone) in sections {
        parts.entry(anchor.split('-').next().unwrap_or_default()).or_default().push(*is_gone);
    }
    // A single section may be removed.
    let is_cut = |are_gone: &Vec<bool>| are_gone.len() > 1 && are_gone.iter().all(|is_gone| *is_gone);
    let cut = parts.iter().filter(|(_, are_gone)| is_cut(are_gone));
    cut.map(|(part, _)| PageFault::PartMissing { prefix: (*part).to_owned() }).collect()
}
