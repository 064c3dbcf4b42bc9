//! Examples that contradict the guide they stand in.

/// A call, a part of what is found wrong with its example, and the guide's slip that causes it.
pub(crate) const ALL: &[(&str, &str, &str)] = &[];

/// The place of the slip that explains a mistake.
pub(crate) fn excuse(name: &str, mistake: &str) -> Option<usize> {
    ALL.iter().position(|(call, part, _)| *call == name && mistake.contains(part))
}
