//! What the client takes from the machine it runs on: the time and random bits. Both can be replaced, so that tests are repeatable.

pub(crate) mod chance;
pub(crate) mod clock;
