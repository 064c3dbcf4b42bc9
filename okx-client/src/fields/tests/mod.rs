//! Tests of field access, with types written by hand.

mod clearable;
mod copy;
mod decode;
mod encode;
#[allow(unreachable_pub, reason = "the macros generate public items")]
pub(crate) mod fixture;
mod lenient;
mod print;
mod round_trip;
mod same_as_serde_json;
mod secret;
mod store;
pub(crate) mod texts;
