//! What is known of instruments.

mod about;
mod name;

pub(crate) use about::About;
pub use cache::Instruments;

mod cache {
    /// Instruments as OKX lists them.
    #[derive(Debug, Default)]
    pub struct Instruments {}
}
