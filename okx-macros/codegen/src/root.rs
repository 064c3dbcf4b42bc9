//! Where generated code finds okx-client.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::{Error, Ident, LitStr, Path, Result, Token, parse_quote};

/// The name of the argument that sets the path: `crate = "…"`.
pub(crate) const WORD: &str = "crate";

/// The path of okx-client: `::okx_client`, unless the user depends on it under another name or through another crate.
#[derive(Clone)]
pub(crate) struct Root(Path);

impl Default for Root {
    fn default() -> Self {
        Self(parse_quote!(::okx_client))
    }
}

impl Root {
    /// Reads `= "path"` after the word `crate`. The path keeps the place of the text, so that the compiler shows a wrong path there.
    pub(crate) fn parse(word: &Ident, input: ParseStream<'_>) -> Result<Self> {
        let expected = |span| Error::new(span, "write `crate = \"path::to::okx_client\"`");
        input.parse::<Token![=]>().map_err(|_| expected(word.span()))?;
        let text: LitStr = input.parse().map_err(|error| expected(error.span()))?;
        let path = text.parse_with(Path::parse_mod_style).map_err(|_| expected(text.span()))?;
        Ok(Self(path))
    }

    /// The declaration that generated code needs: it names the items that are only for generated code `__p`.
    pub(crate) fn import(&self) -> TokenStream {
        quote! { use #self::__private as __p; }
    }
}

impl ToTokens for Root {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}
