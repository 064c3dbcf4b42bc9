//! Edits as a unified diff, which people read and `patch` and `git apply` take.

use super::edit::{Change, Edited};

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// The unified diff of one file.
pub(super) fn unified(file: &Edited) -> String {
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
