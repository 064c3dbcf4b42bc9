//! Turns okx-spec's description of OKX's API into typed Rust requests and replies.
//!
//! Nothing here knows a fact about OKX, and nothing here talks to it: the macros carry facts from YAML into Rust. Users get them
//! through `okx_client`, whose runtime the expansions rely on.

mod call;
mod derive;
mod items;
mod module;
mod names;
mod prose;
mod select;
mod spec;
mod stub;
#[cfg(test)]
mod tests;
mod tokens;

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{DeriveInput, parse_macro_input};

use call::Call;
use stub::Failure;

/// Fills a module with a part of a description of OKX's API; what is in it already stays.
///
/// For endpoints of your own:
///
/// ```text
/// #[okx_client::okx_api(path = "my.yaml")]
/// pub mod my {}
///
/// client.send(&my::SomeCall::new("BTC-USDT")).await?;
/// ```
///
/// The file is looked for beside the package's Cargo.toml, then beside the source file. Its format is that of okx-spec: a chapter file that
/// may bring `ids`, `enums`, `precision` and `budgets` of its own and can use everything shipped. Every mistake in it is a
/// compile error with line and column; an edit of it rebuilds the crate.
///
/// The client itself expands the shipped description with `chapter = "…"`, `socket = "…"`, `ids`, `enums`, `objects`, `precision`,
/// `budgets`, `errors`, `environments`, `operations`, `calls` and `channels`.
#[proc_macro_attribute]
pub fn okx_api(arguments: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let item = TokenStream::from(item);
    match Call::read(arguments.into(), item.clone()) {
        Ok(call) => expand(&call, &folders()).unwrap_or_else(|failure| stub::module(&call, &failure)),
        Err(error) => {
            let errors = error.into_compile_error();
            quote::quote! { #errors #item }
        }
    }
    .into()
}

/// Makes a request of a struct with named fields, for a call that the description does not have yet.
///
/// ```text
/// #[derive(Clone, Debug, Default, okx_client::OkxRequest)]
/// #[okx(get = "/api/…", access = public, limit = "20/2s by ip", row = SomeRow, many)]
/// struct SomeCall {
///     inst_id: okx_client::ids::InstId,
///     #[okx(wire = "sz")]
///     size: Option<okx_client::Decimal>,
/// }
/// ```
///
/// On the struct: `get` or `post` with the path; `access` (`public`, `either`, `read`, `trade`, `withdraw`); `limit`
/// (`COUNT/SECONDSs by KEY, KEY`), `draws` (shared budgets: `[okx_client::budgets::ORDER_PLACE]`), or both; `row`, the type of one row of
/// the reply, and `many` where there may be any number of them; `repeat`, what makes a second sending safe (`always`, `never`, `by(field)`;
/// a `post` must say); `deadline` where OKX takes one; `reduces_risk` where the call only takes
/// orders out of the market, closes or stops something; `guide`, an address for error messages.
///
/// On a field: `wire`, its name on the wire where that is not its own in camelCase; `bare` for a number that JSON holds without quotes;
/// `precision`, the rule that holds it to a grid; `extra` for the `Extra` that keeps undescribed members. A field must be given unless its
/// type is an `Option` or a `Vec`.
#[proc_macro_derive(OkxRequest, attributes(okx))]
pub fn okx_request(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    derive::request(&input).into()
}

/// Makes a row of a reply of a struct with named fields. It must be `Default` too. Its fields take the attributes that
/// [`OkxRequest`](macro@OkxRequest) explains.
///
/// With a field for `extra`, a value that its field cannot hold leaves that field absent, and its text is kept in `extra`;
/// `okx_client::fields::kept_texts` lists such fields. Without one there is no place for the text, and the row is an error.
#[proc_macro_derive(OkxRow, attributes(okx))]
pub fn okx_row(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    derive::row(&input).into()
}

/// The whole way from a call to Rust.
fn expand(call: &Call, folders: &[PathBuf]) -> Result<TokenStream, Failure> {
    let spec = spec::read(call, folders)?;
    let part = select::part(&spec, call)?;
    Ok(module::plan(&spec, part, call).to_token_stream())
}

/// Where a user's own file may be: beside the package's Cargo.toml, or beside the source file of the call.
fn folders() -> Vec<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let source_file = Span::call_site().unwrap().local_file();
    package.into_iter().chain(source_file.as_deref().and_then(Path::parent).map(Path::to_owned)).collect()
}
