//! Edits of a file: byte ranges and the texts that replace them. Everything outside of them stays as it is, byte for byte.

use std::ops::Range;

/// A byte range and the text that replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) with: String,
}

/// A file and its edits.
#[derive(Clone, Debug)]
pub(super) struct Edited {
    pub(super) name: String,
    pub(super) old: String,
    edits: Vec<Edit>,
}

/// Lines that differ: where the old ones begin, counted from 0, and both sides with their line ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change<'t> {
    pub(super) first: usize,
    pub(super) old: Vec<&'t str>,
    pub(super) new: String,
}

impl Edited {
    pub(super) fn new(name: &str, old: &str) -> Self {
        Self { name: name.to_owned(), old: old.to_owned(), edits: Vec::new() }
    }

    /// A file of sorted lines, each known by its first word: every line that differs is an edit.
    pub(super) fn by_line(name: &str, old: &str, new: &str) -> Self {
        let word = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
        let mut file = Self::new(name, old);
        let mut fresh = new.split_inclusive('\n').peekable();
        let mut place = 0;
        for line in old.split_inclusive('\n') {
            while let Some(before) = fresh.next_if(|next| word(next) < word(line)) {
                file.insert(place, before);
            }
            let end = place + line.len();
            let with = fresh.next_if(|next| word(next) == word(line)).unwrap_or_default();
            if with != line {
                file.replace(place..end, with);
            }
            place = end;
        }
        let rest: String = fresh.collect();
        if !rest.is_empty() {
            file.insert(place, rest);
        }
        file
    }

    /// How many edits there are.
    pub(super) fn count(&self) -> usize {
        self.edits.len()
    }

    /// Removes all edits except the first ones.
    pub(super) fn take_back(&mut self, count: usize) {
        self.edits.truncate(count);
    }

    pub(super) fn is_changed(&self) -> bool {
        !self.edits.is_empty()
    }

    /// The text with the line ends of the file.
    fn with_line_ends(&self, with: String) -> String {
        if self.old.contains("\r\n") { with.replace("\r\n", "\n").replace('\n', "\r\n") } else { with }
    }

    /// Adds an edit. The same edit twice counts once. An edit that overlaps another is refused: two findings want different texts there.
    pub(super) fn add(&mut self, edit: Edit) -> bool {
        let edit = Edit { with: self.with_line_ends(edit.with), ..edit };
        if self.edits.contains(&edit) {
            return true;
        }
        let overlaps = |other: &Edit| edit.at.start < other.at.end && other.at.start < edit.at.end;
        let fits = !self.edits.iter().any(overlaps);
        if fits {
            self.edits.push(edit);
        }
        fits
    }

    pub(super) fn replace(&mut self, at: Range<usize>, with: impl Into<String>) -> bool {
        self.add(Edit { at, with: with.into() })
    }

    pub(super) fn insert(&mut self, at: usize, with: impl Into<String>) -> bool {
        self.add(Edit { at: at..at, with: with.into() })
    }

    /// Where the next line begins, and what must precede anything inserted there: the last line of a file may lack its line end.
    pub(super) fn next_line(&self, place: usize) -> (usize, &'static str) {
        let rest = self.old.get(place..).unwrap_or_default();
        match rest.find('\n') {
            Some(end) => (place + end + 1, ""),
            None => (self.old.len(), "\n"),
        }
    }

    /// Where the line of this place begins.
    pub(super) fn line_start(&self, place: usize) -> usize {
        self.old.get(..place).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    /// The edits as a unified diff, which people read and `patch` and `git apply` accept.
    pub(super) fn patch(&self) -> String {
        unified(self)
    }

    /// The file with every edit made.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut done = 0;
        for edit in self.sorted() {
            text.push_str(self.old.get(done..edit.at.start).unwrap_or_default());
            text.push_str(&edit.with);
            done = edit.at.end;
        }
        text.push_str(self.old.get(done..).unwrap_or_default());
        text
    }

    /// The lines that differ, in order.
    pub(super) fn changes(&self) -> Vec<Change<'_>> {
        let mut changes = Vec::new();
        let mut edits = self.sorted().into_iter().peekable();
        while let Some(edit) = edits.next() {
            let mut group = vec![edit];
            let mut lines = self.lines_of(edit);
            while let Some(next) = edits.next_if(|next| self.lines_of(next).start < lines.end) {
                lines.end = lines.end.max(self.lines_of(next).end);
                group.push(next);
            }
            changes.push(self.change(lines, &group));
        }
        changes
    }

    /// Edits at one place keep the order in which they were made.
    fn sorted(&self) -> Vec<&Edit> {
        let mut edits: Vec<&Edit> = self.edits.iter().collect();
        edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
        edits
    }

    /// The lines that an edit changes; none when it inserts lines between two.
    fn lines_of(&self, edit: &Edit) -> Range<usize> {
        let start = self.line_start(edit.at.start);
        let is_whole = start == edit.at.start
            && (edit.with.is_empty() || edit.with.ends_with('\n'))
            && self.line_start(edit.at.end) == edit.at.end;
        let end = if is_whole { edit.at.end } else { self.next_line(edit.at.end).0 };
        start..end
    }

    fn change(&self, lines: Range<usize>, group: &[&Edit]) -> Change<'_> {
        let mut new = String::new();
        let mut done = lines.start;
        for edit in group {
            new.push_str(self.old.get(done..edit.at.start).unwrap_or_default());
            new.push_str(&edit.with);
            done = edit.at.end;
        }
        new.push_str(self.old.get(done..lines.end).unwrap_or_default());
        let before = self.old.get(..lines.start).unwrap_or_default();
        let old = self.old.get(lines).unwrap_or_default();
        Change { first: before.matches('\n').count(), old: old.split_inclusive('\n').collect(), new }
    }
}

/// How many unchanged lines are shown around a change.
const CONTEXT: usize = 3;

/// The edits of one file as a unified diff, which `patch` and `git apply` accept.
fn unified(file: &Edited) -> String {
    let lines: Vec<&str> = file.old.split_inclusive('\n').collect();
    let mut patch = format!("--- a/{0}\n+++ b/{0}\n", file.name);
    let mut shift = Shift::default();
    let mut hunk: Vec<Change<'_>> = Vec::new();
    for change in file.changes() {
        let is_far = hunk.last().is_some_and(|last| change.first > last.first + last.old.len() + 2 * CONTEXT);
        if is_far {
            write_hunk(&mut patch, &lines, &hunk, &mut shift);
            hunk.clear();
        }
        hunk.push(change);
    }
    write_hunk(&mut patch, &lines, &hunk, &mut shift);
    patch
}

/// How many lines the file has gained and lost so far.
#[derive(Debug, Default)]
struct Shift {
    gained: usize,
    lost: usize,
}

fn write_hunk(patch: &mut String, lines: &[&str], hunk: &[Change<'_>], shift: &mut Shift) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let start = first.first.saturating_sub(CONTEXT);
    let end = (last.first + last.old.len() + CONTEXT).min(lines.len());
    let removed: usize = hunk.iter().map(|change| change.old.len()).sum();
    let added: usize = hunk.iter().map(|change| change.new.split_inclusive('\n').count()).sum();
    let new_start = start + shift.gained - shift.lost;
    patch.push_str(&header(start, end - start, new_start, end - start + added - removed));
    let mut done = start;
    for change in hunk {
        write_lines(patch, ' ', lines.get(done..change.first).unwrap_or_default().iter().copied());
        write_lines(patch, '-', change.old.iter().copied());
        write_lines(patch, '+', change.new.split_inclusive('\n'));
        done = change.first + change.old.len();
    }
    write_lines(patch, ' ', lines.get(done..end).unwrap_or_default().iter().copied());
    shift.gained += added;
    shift.lost += removed;
}

/// Lines count from 1; an empty side begins at the line before.
fn header(old_start: usize, old_count: usize, new_start: usize, new_count: usize) -> String {
    let first = |start: usize, count: usize| if count == 0 { start } else { start + 1 };
    format!("@@ -{},{old_count} +{},{new_count} @@\n", first(old_start, old_count), first(new_start, new_count))
}

fn write_lines<'l>(patch: &mut String, sign: char, lines: impl Iterator<Item = &'l str>) {
    for line in lines {
        patch.push(sign);
        patch.push_str(line);
        if !line.ends_with('\n') {
            patch.push_str("\n\\ No newline at end of file\n");
        }
    }
}
