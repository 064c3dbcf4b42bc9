//! What types made of fields can do, tried on types written by hand.

mod decode;
mod encode;
pub(crate) mod fixture;
mod print;
