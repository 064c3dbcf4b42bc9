//! Recorded replies and pushes, decoded as their types. Undescribed members are reported with their paths, unreadable
//! values with their location, and nothing is lost.

mod damaged;
mod live;
mod pushes;
mod replies;
mod simulator;

use okx_client::dynamic::RereadPart;

/// The parts as they are encoded again, or with their error.
fn texts_or_errors(parts: &[RereadPart]) -> Vec<String> {
    let told = |part: &RereadPart| match &part.error {
        None => part.value.to_string(),
        Some(error) => format!("{}: {error}", part.value),
    };
    parts.iter().map(told).collect()
}
