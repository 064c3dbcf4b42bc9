//! Rules of the project that this crate could break.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Block, Expr, File, ImplItem, Item, Signature, Stmt};

use super::expanded;
use crate::spec::Spec;

/// Every module of the client.
fn modules() -> Vec<TokenStream> {
    modules_with(&TokenStream::new())
}

/// Every module of the client, with more arguments.
fn modules_with(more: &TokenStream) -> Vec<TokenStream> {
    let model = okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"));
    let spec = Spec { model: Cow::Borrowed(model), own: None };
    let shared = [
        quote!(ids),
        quote!(enums),
        quote!(objects),
        quote!(precision),
        quote!(budgets),
        quote!(errors),
        quote!(environments),
        quote!(operations),
        quote!(socket = "public"),
        quote!(socket = "private"),
        quote!(socket = "business"),
    ];
    let chapters = model.chapters.iter().map(|chapter| {
        let name = &chapter.name;
        quote!(chapter = #name)
    });
    shared.into_iter().chain(chapters).map(|area| expanded(quote!(#area, #more), &spec)).collect()
}

#[test]
fn expanding_twice_gives_the_same() {
    let texts = || modules().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts(), texts());
}

/// A setter may assign its field and return the value. Moving every other field into a new value would do the same, but the compiler
/// would have to move every field in each setter.
#[test]
fn a_generated_function_is_one_expression_or_sets_a_field_and_never_decides() {
    let mut bodies = Vec::new();
    for module in modules() {
        gather_bodies(module, &mut bodies);
    }
    assert!(bodies.len() > 100, "the functions are found");
    for body in bodies {
        let block: Block = syn::parse2(quote! { { #body } }).expect("a body is Rust");
        let is_fact = match block.stmts.as_slice() {
            [Stmt::Expr(_, None)] => true,
            [Stmt::Expr(Expr::Assign(_), Some(_)), Stmt::Expr(Expr::Path(itself), None)] => {
                itself.path.is_ident("self")
            }
            _ => false,
        };
        assert!(is_fact, "more than one expression: {body}");
        for word in words(&body) {
            assert!(!["if", "for", "while", "loop", "let", "return"].contains(&word.as_str()), "`{word}` in {body}");
        }
    }
}

#[test]
fn generated_code_uses_only_two_modules_of_the_client() {
    for module in modules() {
        let text = module.to_string();
        let used = text.split(":: okx_client :: ").skip(1).filter_map(|rest| rest.split_whitespace().next());
        assert_eq!(used.clone().find(|module| !["__private", "api"].contains(module)), None);
        assert!(used.count() > 0, "paths are found");
    }
}

#[test]
fn generated_code_finds_the_client_only_by_the_given_path() {
    let modules = modules_with(&quote!(crate = "facade::exchange"));
    let texts: Vec<String> = modules.iter().map(ToString::to_string).collect();
    assert_eq!(texts.iter().find(|text| text.contains("okx_client")), None);
    assert!(texts.iter().all(|text| text.contains("facade :: exchange :: __private as __p")));
    assert!(texts.iter().any(|text| text.contains("(facade::exchange::Client::rows)")), "links in documentation too");
}

/// The body of a function is the first block after `fn`.
fn gather_bodies(tokens: TokenStream, bodies: &mut Vec<TokenStream>) {
    let mut in_function = false;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if word == "fn" => in_function = true,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && in_function => {
                in_function = false;
                bodies.push(group.stream());
            }
            TokenTree::Group(group) => gather_bodies(group.stream(), bodies),
            _ => {}
        }
    }
}

fn words(tokens: &TokenStream) -> Vec<String> {
    let each = tokens.clone().into_iter().map(|token| match token {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => words(&group.stream()),
        _ => Vec::new(),
    });
    each.flatten().collect()
}

/// Plans decide, and emission only quotes. Emission is `ToTokens` of a plan, and every function that returns tokens.
#[test]
fn emission_does_not_decide() {
    let mut found = 0;
    for (path, text) in sources(Path::new("src/items")) {
        for (signature, body) in functions(&text) {
            let returns = words(&signature.output.to_token_stream());
            let emits = returns.contains(&"TokenStream".to_owned()) || signature.ident == "to_tokens";
            let words = words(&body.to_token_stream());
            let place = format!("`{}` of {}", signature.ident, path.display());
            assert!(!emits || !words.contains(&"if".to_owned()), "`if` in {place}");
            assert!(emits || !words.contains(&"quote".to_owned()), "{place} plans, so it must not quote");
            found += usize::from(emits);
        }
    }
    assert!(found > 40, "the functions are found");
}

/// The functions of a source file, with those of its `impl`s.
fn functions(text: &str) -> Vec<(Signature, Block)> {
    let file: File = syn::parse_file(text).expect("a source file is Rust");
    let of_impl = |item| match item {
        ImplItem::Fn(function) => Some((function.sig, function.block)),
        _ => None,
    };
    let of_item = |item| match item {
        Item::Fn(function) => vec![(function.sig, *function.block)],
        Item::Impl(item) => item.items.into_iter().filter_map(of_impl).collect(),
        _ => Vec::new(),
    };
    file.items.into_iter().flat_map(of_item).collect()
}

#[test]
fn no_path_of_okx_is_in_rust() {
    let path_in_quotes = format!("\"/api/{}", "v5");
    for folder in ["src", "../src", "../../okx-client/src", "../../okx-client/cli/src"] {
        for (path, text) in sources(Path::new(folder)) {
            assert!(!text.contains(&path_in_quotes), "a path of OKX's in {}", path.display());
        }
    }
}

/// Every source file in a folder of the workspace, given from this package.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).expect("a source file is text")));
            }
        }
    }
    assert!(!found.is_empty(), "there are source files");
    found
}
