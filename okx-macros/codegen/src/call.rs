//! The arguments of `#[okx_api(…)]`, and the module that it is on.

use okx_spec::nearest;
use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, LitStr, Result, Token, Visibility, braced};

use crate::root::{self, Root};

/// One use of `#[okx_api(…)]`.
pub(crate) struct Call {
    /// The path of okx-client.
    pub(crate) root: Root,
    /// The part of the description that is expanded.
    pub(crate) area: Area,
    /// The module that it is expanded into.
    pub(crate) module: Module,
}

/// A part of a description.
pub(crate) enum Area {
    /// Ids.
    Ids,
    /// Enums.
    Enums,
    /// Shared objects.
    Objects,
    /// Precision rules.
    Precision,
    /// Shared budgets.
    Budgets,
    /// Result codes.
    Errors,
    /// Regions and their hosts.
    Environments,
    /// The table of all calls.
    Calls,
    /// The table of all channels.
    Channels,
    /// Calls that can also be sent over a socket.
    Operations,
    /// The channels and objects of one socket.
    Socket(LitStr),
    /// The calls and objects of one chapter.
    Chapter(LitStr),
    /// Everything in a user's own file.
    File(LitStr),
}

/// The module that the attribute is on. Its existing items stay.
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) contents: TokenStream,
}

/// The first words of the arguments.
const WORDS: &[&str] = &[
    "chapter",
    "socket",
    "ids",
    "enums",
    "objects",
    "precision",
    "budgets",
    "errors",
    "environments",
    "operations",
    "calls",
    "channels",
    "path",
    root::WORD,
];

/// The arguments, for error messages.
const CHOICES: &str = "`chapter = \"…\"`, `socket = \"…\"`, `ids`, `enums`, `objects`, `precision`, `budgets`, `errors`, \
                       `environments`, `operations`, `calls`, `channels` or `path = \"….yaml\"`";

/// The error for a second argument.
const ONE_ARGUMENT: &str = "`okx_api` takes one argument, and `crate = \"…\"` if it is needed; remove the rest";

impl Call {
    /// Parses the arguments of the attribute and the module that it is on.
    pub(crate) fn read(arguments: TokenStream, item: TokenStream) -> Result<Self> {
        if arguments.is_empty() {
            return Err(Error::new(Span::call_site(), missing()));
        }
        let Arguments { area, root } = syn::parse2(arguments)?;
        Ok(Self { area, root, module: syn::parse2(item)? })
    }

    /// Where mistakes in the arguments are shown.
    pub(crate) fn span(&self) -> Span {
        match &self.area {
            Area::Chapter(name) | Area::Socket(name) | Area::File(name) => name.span(),
            _ => Span::call_site(),
        }
    }
}

/// The arguments of the attribute, in any order.
struct Arguments {
    area: Area,
    root: Root,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (mut area, mut root) = (None, None);
        while !input.is_empty() {
            let word = input.call(Ident::parse_any).map_err(|error| {
                Error::new(error.span(), format!("this is not an argument of `okx_api`; give one of {CHOICES}"))
            })?;
            if word == root::WORD {
                if root.replace(Root::parse(&word, input)?).is_some() {
                    return Err(Error::new(word.span(), "`crate` is given twice"));
                }
            } else if area.is_none() {
                area = Some(Area::parse(&word, input)?);
            } else {
                return Err(Error::new(word.span(), ONE_ARGUMENT));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), ONE_ARGUMENT))?;
            }
        }
        match area {
            Some(area) => Ok(Self { area, root: root.unwrap_or_default() }),
            None => Err(Error::new(Span::call_site(), missing())),
        }
    }
}

impl Area {
    /// Reads what follows the word that an argument begins with.
    fn parse(word: &Ident, input: ParseStream<'_>) -> Result<Self> {
        Ok(match word.to_string().as_str() {
            "ids" => Self::Ids,
            "enums" => Self::Enums,
            "objects" => Self::Objects,
            "precision" => Self::Precision,
            "budgets" => Self::Budgets,
            "errors" => Self::Errors,
            "environments" => Self::Environments,
            "operations" => Self::Operations,
            "calls" => Self::Calls,
            "channels" => Self::Channels,
            "chapter" => Self::Chapter(text_of(word, "trade", input)?),
            "socket" => Self::Socket(text_of(word, "public", input)?),
            "path" => Self::File(text_of(word, "my.yaml", input)?),
            other => return Err(Error::new(word.span(), unknown(other))),
        })
    }
}

fn missing() -> String {
    format!("what to expand is missing; give one of {CHOICES}")
}

fn unknown(word: &str) -> String {
    let right = nearest::suggestion(word, WORDS.iter().copied(), &format!("give one of {CHOICES}"));
    format!("`okx_api` has no argument `{word}`; {right}")
}

/// Reads `= "text"` after a word.
fn text_of(word: &Ident, example: &str, input: ParseStream<'_>) -> Result<LitStr> {
    let wanted = |span| Error::new(span, format!("write `{word} = \"{example}\"`"));
    input.parse::<Token![=]>().map_err(|_| wanted(word.span()))?;
    input.parse().map_err(|error| wanted(error.span()))
}

impl Parse for Module {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let not_a_module = |error: Error| {
            Error::new(error.span(), "`okx_api` must be on a module with a body, such as `pub mod trade {}`")
        };
        input.parse::<Token![mod]>().map_err(not_a_module)?;
        let name = input.parse()?;
        let body = (|| {
            let body;
            braced!(body in input);
            body.parse()
        })();
        Ok(Self { attributes, visibility, name, contents: body.map_err(not_a_module)? })
    }
}
