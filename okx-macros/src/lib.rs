//! Turns okx-spec's description of OKX's API into typed Rust requests and replies.
//!
//! This crate only has the entry points that the compiler calls; what they do is in `okx-codegen`, so that other programs can do the same
//! (`cargo spec expand`). Users get the macros through `okx_client`, whose runtime the generated code uses.

use std::path::{Path, PathBuf};

use proc_macro::{Span, TokenStream};

/// Fills a module with a part of a description of OKX's API. Existing items of the module stay.
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
/// The file is looked for in the folder of the package's Cargo.toml, then in the folder of the source file. It has the format of okx-spec: a
/// chapter file, which may have `ids`, `enums`, `precision` and `budgets` of its own and can use everything that is shipped. Every mistake in
/// it is a compile error with line and column. When the file changes, the crate is rebuilt.
///
/// `crate = "…"` gives the path of okx-client, for crates that depend on it under another name or reach it through another crate:
/// `#[my_framework::okx_client::okx_api(path = "my.yaml", crate = "my_framework::okx_client")]`.
///
/// The client itself expands the shipped description with `chapter = "…"`, `socket = "…"`, `ids`, `enums`, `objects`, `precision`,
/// `budgets`, `errors`, `environments`, `operations`, `calls` and `channels`.
#[proc_macro_attribute]
pub fn okx_api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    okx_codegen::okx_api(arguments.into(), &item.into(), &folders()).into()
}

/// Makes a struct with named fields a request, for a call that is not described yet.
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
/// the reply, and `many` when the reply has any number of rows; `repeat`, whether it may be sent twice (`always`, `never`, `by(field)`;
/// required for `post`); `deadline` when it can have one; `reduces_risk` when the call only cancels orders, closes positions or stops
/// something; `guide`, an address for error messages; `crate`, the path of okx-client as text, for crates that depend on it under another
/// name or reach it through another crate.
///
/// On a field: `wire`, its name on the wire, unless that is the field's name in camelCase; `bare` for a number without quotes in JSON;
/// `precision`, its precision rule; `extra` for the field of the type `Extra` that keeps members without a field. A field is required unless
/// its type is an `Option` or a `Vec`.
#[proc_macro_derive(OkxRequest, attributes(okx))]
pub fn okx_request(item: TokenStream) -> TokenStream {
    okx_codegen::okx_request(item.into()).into()
}

/// Makes a struct with named fields a row of a reply. It must also implement `Default`. Its fields have the attributes described at
/// [`OkxRequest`](macro@OkxRequest).
///
/// When the struct has a field for `extra`, a value that does not fit its field leaves that field absent, and its text is kept in `extra`.
/// `okx_client::fields::kept_texts` lists such fields. Without an `extra` field, such a row is an error.
#[proc_macro_derive(OkxRow, attributes(okx))]
pub fn okx_row(item: TokenStream) -> TokenStream {
    okx_codegen::okx_row(item.into()).into()
}

/// The folders where a user's own file may be: that of the package's Cargo.toml, and that of the source file with the macro.
fn folders() -> Vec<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let source_file = Span::call_site().local_file();
    package.into_iter().chain(source_file.as_deref().and_then(Path::parent).map(Path::to_owned)).collect()
}
