//! Suggestions for misspelt names.

/// Longer names are not compared: no name is that long, and comparing costs time.
const LONGEST: usize = 80;

/// The candidate with the fewest edits, if it is near enough to be what was meant. Of several, the first.
pub(crate) fn of<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    if written.len() > LONGEST {
        return None;
    }
    let allowed = (written.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let edits = edits(&written, candidate, best.map_or(allowed + 1, |(edits, _)| edits));
        if edits <= allowed && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `did you mean …?`, or the other advice when nothing is near.
pub fn suggestion<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    meant_or(of(written, candidates), otherwise)
}

/// The same for a candidate that was already found.
pub(crate) fn meant_or(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// The number of characters to add, remove, change or swap with their neighbour: the Levenshtein distance with swaps, ignoring case. At
/// most `bound`.
fn edits(from: &[char], candidate: &str, bound: usize) -> usize {
    let to: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
    if from.len().abs_diff(to.len()) >= bound {
        return bound;
    }
    let mut two_above: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut row_edits = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let changed = above[column] + usize::from(letter != other);
            let mut least = changed.min(above[column + 1] + 1).min(row_edits[column] + 1);
            if row > 0 && column > 0 && from[row - 1] == *other && to[column - 1] == *letter {
                least = least.min(two_above[column - 1] + 1);
            }
            row_edits.push(least);
        }
        two_above = std::mem::replace(&mut above, row_edits);
    }
    above[to.len()].min(bound)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_nearest_candidate_is_found() {
        for (written, meant) in [
            ("Decmal", Some("Decimal")),
            ("decimal", Some("Decimal")),
            ("Deciaml", Some("Decimal")),
            ("intsId", Some("instId")),
            ("Elephant", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(of(written, ["Text", "Decimal", "instId", "OrdType"]), meant, "{written}");
        }
    }
}
