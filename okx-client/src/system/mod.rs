//! What the client takes from the machine that it runs on: the time and random numbers. Both can be replaced, so that tests are repeatable.

pub(crate) mod clock;
pub(crate) mod random;
