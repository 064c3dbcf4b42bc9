//! Replies generated from the description: whole replies for calls without behavior, and missing fields for the
//! others.

mod complete;
mod sample;

pub(crate) use complete::complete;
pub(crate) use sample::Sampler;
