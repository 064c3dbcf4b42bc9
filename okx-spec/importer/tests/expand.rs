//! What `okx-spec expand` prints is what the macros make.

use okx_importer::expand::expand;
use okx_spec::Model;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, File, Item, Lit, Meta};

fn shipped() -> &'static Model {
    okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"))
}

#[track_caller]
fn expanded(what: &str) -> String {
    expand(shipped(), what).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// The items that the macro makes with these arguments.
fn made(arguments: TokenStream) -> Vec<Item> {
    let tokens =
        okx_codegen::okx_api_of(shipped(), arguments, quote! { pub mod module {} }).expect("the part is there");
    let file: File = syn::parse2(tokens).expect("the macro makes Rust");
    let Some(Item::Mod(module)) = file.items.into_iter().next() else { panic!("a module is made") };
    module.content.expect("the module has a body").1
}

/// Takes the documentation out of items, and keeps its words.
#[derive(Default)]
struct Documentation(Vec<String>);

impl VisitMut for Documentation {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|attribute| {
            let Meta::NameValue(meta) = &attribute.meta else { return true };
            let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &meta.value else { return true };
            self.0.extend(text.value().split_whitespace().map(str::to_owned));
            !meta.path.is_ident("doc")
        });
    }
}

/// The Rust of items in one layout, and the words of their documentation.
fn parts(items: Vec<Item>) -> (String, Vec<String>) {
    let mut file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
    let mut documentation = Documentation::default();
    documentation.visit_file_mut(&mut file);
    (prettyplease::unparse(&file), documentation.0)
}

#[test]
fn every_part_is_what_the_compiler_gets() {
    let shared = [
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
    ];
    let shared = shared.map(|word| (word.to_owned(), word.parse().expect("a word is a token")));
    let sockets = ["public", "private", "business"].map(|name| (format!("ws.{name}"), quote!(socket = #name)));
    let chapters = shipped().chapters.iter().map(|chapter| {
        let name = &chapter.name;
        (name.clone(), quote!(chapter = #name))
    });
    for (what, arguments) in chapters.chain(shared).chain(sockets) {
        let printed = syn::parse_file(&expanded(&what)).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(parts(printed.items) == parts(made(arguments)), "{what}");
    }
}

#[test]
fn a_call_is_its_request_and_what_it_implements() {
    let rust = expanded("trade.place_order");
    for part in [
        "// What `#[okx_api(chapter = \"trade\")]` writes about PlaceOrder into the module `okx_client::trade`.\n",
        "\n/// Places one order.\n///\n/// `POST /api/v5/trade/order`.",
        "\npub struct PlaceOrder {\n    /// Instrument ID.\n",
        "\nimpl __p::Table for PlaceOrder {",
        "\n__p::fields!(PlaceOrder);\n",
        "\n    pub fn px(mut self, px: impl __p::IntoDecimal) -> Self {",
        "\nimpl __p::Endpoint for PlaceOrder {",
        "\nimpl __p::SocketEndpoint for ::okx_client::api::trade::PlaceOrder {",
    ] {
        assert!(rust.contains(part), "{part} is not in\n{rust}");
    }
    for other in ["struct PlaceOrders", "struct CancelOrder", "::spread::PlaceOrder"] {
        assert!(!rust.contains(other), "{other}");
    }
    for name in [
        "POST /api/v5/trade/order",
        "/api/v5/trade/order",
        "trade::PlaceOrder",
        "okx_client::trade::PlaceOrder",
        "order",
    ] {
        assert!(
            expanded(name).contains("\nimpl __p::SocketEndpoint for ::okx_client::api::trade::PlaceOrder {"),
            "{name}"
        );
    }
}

#[test]
fn types_that_belong_together_are_printed_together() {
    for (what, types) in [
        ("funding.transfer", vec!["Transfer", "TransferRequired"]),
        ("tickers", vec!["Tickers"]),
        ("candle1m", vec!["CandlesChannel", "Candles"]),
        ("OrdType", vec!["OrdType"]),
        ("ClOrdId", vec!["ClOrdId"]),
        ("NewAttachedAlgoOrder", vec!["NewAttachedAlgoOrder"]),
    ] {
        let items = syn::parse_file(&expanded(what)).expect("it is Rust").items;
        let declared = items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Enum(item) => Some(item.ident.to_string()),
            _ => None,
        });
        assert_eq!(declared.collect::<Vec<_>>(), types, "{what}");
    }
    assert!(expanded("order.place").contains("pub static ORDER_PLACE: __p::Budget"));
    assert!(expanded("order_price").contains("pub static ORDER_PRICE: __p::Precision"));
}

#[test]
fn an_unknown_name_is_reported_with_the_nearest() {
    for (what, right) in [
        ("trad", "did you mean `trade`?"),
        ("place_oder", "did you mean `place_order`?"),
        ("zzzzzzz", "give a chapter"),
    ] {
        let refusal = expand(shipped(), what).expect_err("there is no such part");
        assert!(refusal.contains(what) && refusal.contains(right), "{refusal}");
    }
}
