//! The entries of `#[okx(…)]`. All mistakes are collected, so that one build shows them all.

use std::collections::BTreeSet;

use okx_spec::nearest;
use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, Result, Token};

use crate::root::{self, Root};

/// Collects mistakes.
#[derive(Default)]
pub(super) struct Diagnostics(Option<Error>);

impl Diagnostics {
    pub(super) fn add(&mut self, error: Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Returns the value if there were no mistakes, and all mistakes otherwise. When there is no value, there was a mistake.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T> {
        match (self.0, value) {
            (Some(mistakes), _) => Err(mistakes),
            (None, Some(value)) => Ok(value),
            (None, None) => Err(Error::new(Span::call_site(), "`#[okx(…)]` is incomplete")),
        }
    }
}

/// Reads the entries of every `#[okx(…)]` and returns their names. `take` reads what follows the name of an entry.
pub(super) fn read(
    attributes: &[Attribute],
    diagnostics: &mut Diagnostics,
    mut take: impl FnMut(&Ident, ParseStream<'_>) -> Result<()>,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("okx")) {
        let read = attribute.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                let name = input.call(Ident::parse_any)?;
                let taken = if seen.insert(name.to_string()) {
                    take(&name, input)
                } else {
                    Err(Error::new(name.span(), format!("`{name}` is given twice")))
                };
                if let Err(error) = taken {
                    diagnostics.add(error);
                    skip(input)?;
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        });
        if let Err(error) = read {
            diagnostics.add(error);
        }
    }
    seen
}

/// The path of okx-client that a struct's entries give. It says nothing of mistakes: those are for whoever reads all entries.
pub(super) fn root(attributes: &[Attribute]) -> Root {
    let mut root = Root::default();
    read(attributes, &mut Diagnostics::default(), |entry, input| {
        if entry != root::WORD {
            return skip(input);
        }
        root = Root::parse(entry, input)?;
        Ok(())
    });
    root
}

/// Skips to the next entry.
pub(super) fn skip(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// The value after `=`. `example` shows how the entry is written.
pub(super) fn value<T: Parse>(name: &Ident, example: &str, input: ParseStream<'_>) -> Result<T> {
    let wanted = |error: Error| Error::new(error.span(), format!("write `{name} = {example}`"));
    input.parse::<Token![=]>().map_err(|_| Error::new(name.span(), format!("write `{name} = {example}`")))?;
    input.parse().map_err(wanted)
}

/// The error for an unknown entry.
pub(super) fn unknown(name: &Ident, known: &[&str]) -> Error {
    let all: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let written = name.to_string();
    let right = nearest::suggestion(&written, known.iter().copied(), &format!("give one of {}", all.join(", ")));
    Error::new(name.span(), format!("there is no entry `{written}`; {right}"))
}
