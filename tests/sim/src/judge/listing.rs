//! What the judge must know of instruments.

/// The instruments a request may name.
pub(crate) trait Listing {
    /// The type of an instrument, such as `SPOT`.
    fn type_of(&self, instrument: &str) -> Option<&str>;

    /// What rate limits call its symbol: an option's family, else the instrument; a name nobody listed stands for
    /// itself.
    fn symbol_of<'a>(&'a self, instrument: &'a str) -> &'a str;
}
