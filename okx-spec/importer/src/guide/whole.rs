//! Whether a saved page can be read at all, and whether it is whole: both are told from its tags, in one pass, before it is parsed.

use std::collections::BTreeMap;

use okx_spec::model::Model;

use super::GuideModel;
use super::layout::CLOSED;
use crate::record::Record;

/// The largest page that is read, in bytes: ten times that of 2026.
const LARGEST: usize = 40 << 20;

/// How deep elements may be nested; the guide has nine levels. Parsers of HTML take quadratic time for more.
const DEEPEST: usize = 256;

/// How long the text of one tag may be, in bytes. Attributes are compared with each other, which is quadratic too.
const LONGEST_TAG: usize = 4096;

/// A page that would take too long to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageLimit {
    /// It has too many bytes.
    #[error("the page has {0} bytes, and at most {LARGEST} are read")]
    Size(usize),
    /// It has too many open elements.
    #[error("more than {DEEPEST} elements are open at once in line {0} of the page, so it is not read")]
    Depth(usize),
    /// It has a tag that does not end.
    #[error("a tag in line {0} of the page is longer than {LONGEST_TAG} bytes, so the page is not read")]
    Tag(usize),
}

/// What is known about a page from its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageScan {
    is_closed: bool,
    /// Elements with their numbers of tags that open them and of tags that close them.
    tags: BTreeMap<&'static str, (usize, usize)>,
}

/// Elements that end where the next one begins, or have no content: unclosed ones nest in nothing.
const NEVER_DEEP: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// How many parts of a hundred may be missing from a page that is whole. Three months of changes take away one.
const MOST_MISSING: usize = 10;

/// How many neighbours may be missing together from a page that is whole. OKX removes a few calls at a time, and a hole in a page takes
/// away everything between its ends.
const LONGEST_GAP: usize = 10;

/// Fewer things than this say nothing about a page.
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

    /// What the tags say against the page being whole.
    pub fn faults(&self) -> Vec<String> {
        let end = (!self.is_closed).then(|| "it has no `</html>`, so its end is missing".to_owned());
        let unequal = self.tags.iter().filter(|(_, (opened, closed))| opened != closed);
        let unequal = unequal.map(|(name, (opened, closed))| {
            format!("`<{name}>` is opened {opened} times and closed {closed} times, so something in it is missing")
        });
        end.into_iter().chain(unequal).collect()
    }
}

/// Elements whose text is no HTML: what looks like a tag in it is none.
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

/// The elements that are open, by name: tags that close nothing do not count.
#[derive(Default)]
struct Depth {
    open: BTreeMap<String, usize>,
    sum: usize,
}

impl Depth {
    /// Takes the text of a tag, and gives the number of elements that are open.
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

/// What a description, and the record of the page that it was checked against, say against a page being whole: too much of what they have
/// is not on it, or too much that belongs together.
pub fn missing(guide: &GuideModel, model: &Model, record: &Record) -> Vec<String> {
    let calls: Vec<String> = guide.endpoints.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
    let calls = model.endpoints.iter().map(|one| !calls.contains(&format!("{} {}", one.method, one.path)));
    let channels: Vec<&String> = guide.channels.iter().flat_map(|one| &one.names).collect();
    let channels = model.channels.iter().map(|one| !one.channels.iter().any(|name| channels.contains(&name)));
    let codes: Vec<String> = guide.error_codes.iter().map(crate::guide::ErrorCode::key).collect();
    let codes = model.errors.iter().map(|one| !codes.contains(&one.code));
    let sections = record.wording.are_gone(guide);
    let things: [(&str, Vec<bool>); 4] = [
        ("calls", calls.collect()),
        ("channels", channels.collect()),
        ("result codes", codes.collect()),
        ("sections", sections.iter().map(|(_, is_gone)| *is_gone).collect()),
    ];
    things.iter().filter_map(|(what, are_gone)| hole(what, are_gone)).chain(parts_gone(&sections)).collect()
}

/// What is said of things of which too many, or too many neighbours, are gone.
fn hole(what: &str, are_gone: &[bool]) -> Option<String> {
    let (all, gone) = (are_gone.len(), are_gone.iter().filter(|is_gone| **is_gone).count());
    if all >= FEWEST && gone * 100 > all * MOST_MISSING {
        return Some(format!("{gone} of the {all} {what} that were there before are not on it"));
    }
    let gap = are_gone.split(|is_gone| !is_gone).map(<[bool]>::len).max().unwrap_or_default();
    (gap > LONGEST_GAP).then(|| format!("{gap} neighbouring {what} that were there before are not on it"))
}

/// The parts of the guide of which nothing is left. The first word of a section's anchor is that of its part.
fn parts_gone(sections: &[(&str, bool)]) -> Vec<String> {
    let mut parts: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for (anchor, is_gone) in sections {
        parts.entry(anchor.split('-').next().unwrap_or_default()).or_default().push(*is_gone);
    }
    // A single section may go.
    let is_cut = |are_gone: &Vec<bool>| are_gone.len() > 1 && are_gone.iter().all(|is_gone| *is_gone);
    let cut = parts.iter().filter(|(_, are_gone)| is_cut(are_gone));
    cut.map(|(part, _)| format!("no section is left of those whose addresses begin with `{part}`")).collect()
}
