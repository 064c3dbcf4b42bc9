//! Replies and pushes that were kept, read through their types: what nobody described is told by its path, what cannot be read is told in
//! its place, and nothing is lost.

mod damaged;
mod live;
mod pushes;
mod replies;
mod simulator;

use okx_client::dynamic::RereadPart;

/// The parts as they are written again, or with what is said about them.
fn told(parts: &[RereadPart]) -> Vec<String> {
    let told = |part: &RereadPart| match &part.error {
        None => part.value.to_string(),
        Some(error) => format!("{}: {error}", part.value),
    };
    parts.iter().map(told).collect()
}
