//! The facts of a call, from `#[okx(…)]` on a struct.

use std::collections::BTreeSet;

use okx_spec::model::{Access, KeyPart, Method, Rate, Repeat};
use okx_spec::nearest;
use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Ident, LitStr, Path, Result, Token, Type, bracketed, parenthesized};

use super::entries::{self, Diagnostics, unknown, value};
use crate::root::{self, Root};

/// The facts of a call.
pub(super) struct CallFacts {
    pub(super) method: Method,
    pub(super) path: LitStr,
    pub(super) guide: Option<LitStr>,
    pub(super) access: Access,
    pub(super) limit: Option<Limit>,
    pub(super) draws: Vec<Path>,
    pub(super) deadline: bool,
    pub(super) reduces_risk: bool,
    pub(super) repeat: Repeat<Ident>,
    pub(super) row: Type,
    pub(super) many: bool,
}

/// The call's own limit.
pub(super) struct Limit {
    pub(super) span: Span,
    pub(super) rate: Rate,
    pub(super) keys: Vec<KeyPart>,
}

/// The entries found so far.
#[derive(Default)]
struct Found {
    target: Option<(Method, LitStr)>,
    guide: Option<LitStr>,
    access: Option<Access>,
    limit: Option<Limit>,
    draws: Vec<Path>,
    deadline: bool,
    reduces_risk: bool,
    repeat: Option<Repeat<Ident>>,
    row: Option<Type>,
    many: bool,
}

/// The entries of a request.
pub(super) const ENTRIES: &[&str] = &[
    "get",
    "post",
    "access",
    "limit",
    "draws",
    "repeat",
    "deadline",
    "reduces_risk",
    "row",
    "many",
    "guide",
    root::WORD,
];

impl CallFacts {
    /// Reads the attributes of a struct. Missing entries are reported at the struct's name.
    pub(super) fn read(attributes: &[Attribute], name: &Ident) -> Result<Self> {
        let mut diagnostics = Diagnostics::default();
        let mut found = Found::default();
        let seen = entries::read(attributes, &mut diagnostics, |entry, input| found.take(entry, input));
        for message in missing(&seen) {
            diagnostics.add(Error::new(name.span(), message));
        }
        diagnostics.finish(found.complete())
    }
}

impl Found {
    fn take(&mut self, entry: &Ident, input: ParseStream<'_>) -> Result<()> {
        match entry.to_string().as_str() {
            "get" => self.target = Some((Method::Get, value(entry, "\"/path\"", input)?)),
            "post" => self.target = Some((Method::Post, value(entry, "\"/path\"", input)?)),
            "guide" => self.guide = Some(value(entry, "\"https://…\"", input)?),
            "access" => self.access = Some(access(&value(entry, "public", input)?)?),
            "limit" => self.limit = Some(limit(&value(entry, "\"20/2s by ip\"", input)?)?),
            "draws" => self.draws = value::<Draws>(entry, "[okx_client::budgets::ORDER_PLACE]", input)?.0,
            "repeat" => self.repeat = Some(value::<Repeated>(entry, "always`, `never` or `by(field)", input)?.0),
            "deadline" => self.deadline = true,
            "reduces_risk" => self.reduces_risk = true,
            "row" => self.row = Some(value(entry, "TypeOfARow", input)?),
            "many" => self.many = true,
            // What it says is read apart, because implementations for structs with mistakes need it too.
            root::WORD => drop(Root::parse(entry, input)?),
            _ => return Err(unknown(entry, ENTRIES)),
        }
        Ok(())
    }

    /// The facts, if none is missing. A GET may always be sent twice, so it need not say so.
    fn complete(self) -> Option<CallFacts> {
        let (method, path) = self.target?;
        let default = match method {
            Method::Get => Some(Repeat::Always),
            Method::Post => None,
        };
        Some(CallFacts {
            method,
            path,
            guide: self.guide,
            access: self.access?,
            limit: self.limit,
            draws: self.draws,
            deadline: self.deadline,
            reduces_risk: self.reduces_risk,
            repeat: self.repeat.or(default)?,
            row: self.row?,
            many: self.many,
        })
    }
}

/// Messages about missing entries.
fn missing(seen: &BTreeSet<String>) -> Vec<&'static str> {
    let given = |entry: &str| seen.contains(entry);
    let mut missing = Vec::new();
    match (given("get"), given("post")) {
        (true, true) => missing.push("give `get` or `post`, not both"),
        (false, false) => missing.push("the path is missing: add `get = \"/path\"` or `post = \"/path\"`"),
        (true, false) | (false, true) => {}
    }
    if !given("access") {
        missing.push("`access` is missing: add `access = public`, `either`, `read`, `trade` or `withdraw`");
    }
    if !given("limit") && !given("draws") {
        missing
            .push("the rate limit is missing: add `limit = \"20/2s by ip\"`, or shared budgets with `draws = [PATH]`");
    }
    if !given("row") {
        missing.push("`row` is missing: add the type of a row of the reply, `row = TypeOfARow`");
    }
    if given("post") && !given("repeat") {
        missing
            .push("`repeat` is missing: say whether it may be sent twice, `repeat = always`, `never` or `by(field)`");
    }
    missing
}

fn access(word: &Ident) -> Result<Access> {
    let known = Access::ALL.iter().find(|(name, _)| word == name).map(|(_, access)| *access);
    let names = Access::ALL.iter().map(|(name, _)| *name);
    let written = word.to_string();
    let right = nearest::suggestion(&written, names, "give `public`, `either`, `read`, `trade` or `withdraw`");
    known.ok_or_else(|| Error::new(word.span(), format!("`{written}` is not a value of `access`; {right}")))
}

fn limit(text: &LitStr) -> Result<Limit> {
    let (rate, keys) = okx_spec::limit::parse(&text.value()).map_err(|wrong| Error::new(text.span(), wrong))?;
    Ok(Limit { span: text.span(), rate, keys })
}

/// `[PATH, PATH]`
struct Draws(Vec<Path>);

impl Parse for Draws {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let list;
        bracketed!(list in input);
        let paths = Punctuated::<Path, Token![,]>::parse_terminated(&list)?;
        Ok(Self(paths.into_iter().collect()))
    }
}

/// `always`, `never` or `by(FIELD)`
struct Repeated(Repeat<Ident>);

impl Parse for Repeated {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "always" => Ok(Self(Repeat::Always)),
            "never" => Ok(Self(Repeat::Never)),
            "by" => {
                let field;
                parenthesized!(field in input);
                Ok(Self(Repeat::By(field.parse()?)))
            }
            // The caller replaces this message by one that shows how the entry is written.
            _ => Err(Error::new(word.span(), "unknown word")),
        }
    }
}
