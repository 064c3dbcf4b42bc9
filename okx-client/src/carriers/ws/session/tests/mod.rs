//! Tests of the session against a simulated peer. The fuzz target uses the same simulation.

#[cfg(test)]
mod connections;
mod peer;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod script;
#[cfg(test)]
mod subscriptions;
mod world;

/// Runs a session as the bytes say, with any frames.
#[cfg(fuzzing)]
pub fn fuzz_session(bytes: &[u8]) {
    let (mode, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    world::World::run(bytes, mode % 2 == 0);
}
