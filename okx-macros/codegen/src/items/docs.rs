//! The documentation of an item, and the words by which it is found.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The documentation of an item.
pub(crate) struct Docs {
    text: String,
    /// What a search also finds the item by.
    aliases: Vec<String>,
}

impl Docs {
    /// Documentation for the item with this name in Rust. The compiler refuses the name itself as an alias, and words that are given twice.
    pub(crate) fn new(text: String, name: &str, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut aliases: Vec<String> = Vec::new();
        for word in words.into_iter().map(Into::into) {
            if word != name && !aliases.contains(&word) {
                aliases.push(word);
            }
        }
        Self { text, aliases }
    }

    /// The same without aliases, for another item with the same meaning.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl From<String> for Docs {
    fn from(text: String) -> Self {
        Self { text, aliases: Vec::new() }
    }
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { text, aliases } = self;
        let aliases = (!aliases.is_empty()).then(|| quote! { #[doc(alias(#(#aliases),*))] });
        tokens.extend(quote! { #[doc = #text] #aliases });
    }
}

/// A name on the wire, as a word to search for, where the Rust name does not already contain it. A search ignores case and underscores.
pub(crate) fn wire_word(wire: &str, name: &str) -> Option<String> {
    let bare = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let is_word = wire.contains(|letter: char| letter.is_ascii_alphabetic());
    (is_word && bare(wire) != bare(name)).then(|| wire.to_owned())
}
