//! What types made of fields can do, tried on types written by hand.

mod clearable;
mod copy;
mod decode;
mod encode;
#[allow(unreachable_pub, reason = "the macros write what others can reach")]
pub(crate) mod fixture;
mod lenient;
mod print;
mod round_trip;
mod same_as_serde_json;
mod secret;
mod store;
pub(crate) mod texts;
