//! What is known of instruments: which there are, and the grids and bounds of their prices and sizes.
//!
//! [`Instruments`] loads them by [`group`](group::Group) when one is first asked for, and keeps of each what a request is checked
//! against ([`listed`]). What else has a grid of its own is kept likewise ([`other`]). [`Instrument`] is one of them as it was at the moment it was asked for. It turns a [`Size`] in any unit into
//! the one that goes out ([`sizing`]).

mod about;
mod catalogue;
mod counting;
mod figures;
mod group;
mod instrument;
mod kept;
mod listed;
mod listing;
mod name;
mod other;
mod places;
mod quantity;
#[cfg(test)]
pub(crate) mod sample;
mod shelf;
mod sizing;
mod source;
#[cfg(test)]
mod tests;
mod unread;

pub(crate) use about::About;
pub use catalogue::Instruments;
pub use instrument::Instrument;
pub(crate) use other::Other;
pub use quantity::{Size, Unit, WireSize};
pub(crate) use source::{Asking, InstrumentSource};
