//! Replies made from the description: whole ones for calls without behaviour, and what the exchange does not know of
//! the others.

mod complete;
mod sample;

pub(crate) use complete::complete;
pub(crate) use sample::Sampler;
