//! The Rust that the macros of okx-client make of a description, formatted for reading.
//!
//! It is made by the same functions as in the macros, those of `okx-codegen`, so it cannot differ from what the compiler gets.

mod part;
mod print;

use okx_spec::Model;
use syn::{File, Item, Type};

use self::part::Part;

/// The Rust of a part of a description: a chapter (`trade`), what all chapters share (`ids`, `enums`, `objects`, `precision`, `budgets`,
/// `errors`, `environments`, `operations`, `calls`, `channels`), a socket (`ws.public`), or everything about one call, channel or type
/// (`trade.place_order`, a path, `tickers`, `OrdType`).
///
/// ```
/// let model = okx_spec::shipped().unwrap();
/// let rust = okx_importer::expand::expand(model, "trade.place_order").unwrap();
/// assert!(rust.contains("pub struct PlaceOrder {"));
/// assert!(rust.contains("impl __p::Endpoint for PlaceOrder {"));
/// ```
///
/// # Errors
/// When the description has no such part. The text suggests one that it has.
pub fn expand(model: &Model, what: &str) -> Result<String, String> {
    let parts = part::named(model, what)?;
    let texts: Result<Vec<String>, String> = parts.iter().map(|part| text(model, part)).collect();
    Ok(texts?.join("\n"))
}

fn text(model: &Model, part: &Part) -> Result<String, String> {
    let items = items(model, part)?;
    let wanted =
        items.into_iter().filter(|item| part.types.is_empty() || part.types.iter().any(|name| is_about(item, name)));
    Ok(format!("{}\n{}", part.heading(), print::items(wanted)))
}

/// The items that the macro writes into its module.
fn items(model: &Model, part: &Part) -> Result<Vec<Item>, String> {
    let module = quote::quote! { pub mod module {} };
    let tokens = okx_codegen::okx_api_of(model, part.area.arguments(), module)?;
    let file: File = syn::parse2(tokens).map_err(|error| format!("the macro does not make Rust: {error}"))?;
    let contents = file.items.into_iter().find_map(|item| match item {
        Item::Mod(module) => module.content,
        _ => None,
    });
    Ok(contents.map(|(_, items)| items).unwrap_or_default())
}

/// Whether an item declares or implements something for the type with this name.
fn is_about(item: &Item, name: &str) -> bool {
    match item {
        Item::Struct(item) => item.ident == name,
        Item::Enum(item) => item.ident == name,
        Item::Static(item) => item.ident == name,
        Item::Const(item) => item.ident == name,
        Item::Type(item) => item.ident == name,
        Item::Impl(item) => is_type(&item.self_ty, name),
        Item::Macro(item) => item.mac.tokens.clone().into_iter().any(|token| token.to_string() == name),
        _ => false,
    }
}

/// Whether a type has this name, such as `PlaceOrder`, or `trade::PlaceOrder` where only its path tells it from others.
fn is_type(written: &Type, name: &str) -> bool {
    let Type::Path(written) = written else { return false };
    let mut segments = written.path.segments.iter().rev();
    name.rsplit("::").all(|word| segments.next().is_some_and(|segment| segment.ident == word))
}
