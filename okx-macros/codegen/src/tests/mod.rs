//! Tests of the macros as functions, without the compiler.

mod derives;
mod documentation;
mod expansions;
mod laws;
mod precision;
mod prose;
mod sockets;
mod stubs;

use std::borrow::Cow;
use std::iter;

use okx_spec::{Failure, Model, Source};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{File, Item};

use crate::call::Call;
use crate::spec::{self, Spec};
use crate::{module, select};

/// The expansion of `#[okx_api(…)] pub mod my {}`.
fn expanded(arguments: TokenStream, spec: &Spec<'_>) -> TokenStream {
    let call = call(arguments);
    let part = select::part(spec, &call).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics));
    module::plan(spec, part, &call).to_token_stream()
}

fn call(arguments: TokenStream) -> Call {
    Call::read(arguments, quote! { pub mod my {} }).expect("the arguments are right")
}

/// The expansion of a user's own file, with these arguments besides its path.
#[track_caller]
fn own_file(yaml: &str, more: &TokenStream) -> TokenStream {
    let spec = read_own(yaml).unwrap_or_else(|failure| panic!("{failure}"));
    expanded(quote!(path = "my.yaml", #more), &spec)
}

fn read_own(yaml: &str) -> Result<Spec<'static>, Failure> {
    spec::with_own_file(&Source::new("my.yaml", yaml), "/project/my.yaml".to_owned())
}

/// The expansion of one file of a whole description, with the documentation for editors.
#[track_caller]
fn shared_expands(name: &str, file: &str, yaml: &str, area: &TokenStream, labels: &[&str]) {
    // A description has at least one file besides its index.
    let spec = if file == "index.yaml" { described(&[("ids.yaml", "ids: {}\n")]) } else { described(&[(file, yaml)]) };
    keeps(name, yaml, &expanded(quote!(#area, brief), &spec), labels);
}

#[track_caller]
fn keeps(name: &str, yaml: &str, module: &TokenStream, labels: &[&str]) {
    let items = items(module);
    let found: Vec<String> = items.iter().map(label).collect();
    let kept: Vec<_> = items.into_iter().filter(|item| labels.contains(&label(item).as_str())).collect();
    assert_eq!(kept.len(), labels.len(), "each label is that of one item: {found:#?}");
    golden(name, yaml, &printed(&kept));
}

/// A whole description of these files.
#[track_caller]
fn described(files: &[(&str, &str)]) -> Spec<'static> {
    let model = read_described(files).unwrap_or_else(|failure| panic!("{failure}"));
    Spec { model: Cow::Owned(model), own: None }
}

fn read_described(files: &[(&str, &str)]) -> Result<Model, Failure> {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let index = format!(
        "guide: {{date: \"2026-06-27\", url: https://example.com/guide}}\nenvironments:\n{ENVIRONMENTS}sockets:\n{SOCKETS}files: [{}]\n",
        names.join(", ")
    );
    let files = files.iter().map(|&(name, yaml)| Source::new(name.to_owned(), yaml.to_owned()));
    let sources: Vec<Source> = iter::once(Source::new("index.yaml", index)).chain(files).collect();
    okx_spec::read_sources(&sources)
}

const ENVIRONMENTS: &str = "  global:
    does: OKX's global site.
    rest: https://rest.example.com
    socket: wss://socket.example.com
    demo_socket: wss://demo.example.com
";

const SOCKETS: &str = "  paths: {public: /ws/public, private: /ws/private, business: /ws/business}
  connects: 3/1s
  requests: 480/3600s
  message_bytes: 65536
  id: {max_length: 32, letters: alphanumeric}
  idle: 30s
  notice: 60s
  counted: 30
  heavy: 29
";

/// The items in a module.
fn items(module: &TokenStream) -> Vec<Item> {
    let file: File = syn::parse2(module.clone()).expect("what is emitted is Rust");
    let Some(Item::Mod(module)) = file.items.into_iter().next() else { panic!("a module is emitted") };
    module.content.expect("the module has a body").1
}

/// A short name for an item: `struct Ticker`, `impl Table for Ticker`, `fields Ticker`.
fn label(item: &Item) -> String {
    match item {
        Item::Struct(item) => format!("struct {}", item.ident),
        Item::Enum(item) => format!("enum {}", item.ident),
        Item::Static(item) => format!("static {}", item.ident),
        Item::Const(item) => format!("const {}", item.ident),
        Item::Type(item) => format!("type {}", item.ident),
        Item::Impl(item) => match &item.trait_ {
            Some((path, _)) => format!("impl {} for {}", last(path), item.self_ty.to_token_stream()),
            None => format!("impl {}", item.self_ty.to_token_stream()),
        },
        Item::Macro(item) => {
            let about = item.mac.tokens.clone().into_iter().next();
            format!("{} {}", last(&item.mac.path), about.to_token_stream())
        }
        other => other.to_token_stream().to_string(),
    }
}

fn last(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn printed(items: &[Item]) -> String {
    prettyplease::unparse(&syn::parse_quote! { #(#items)* })
}

/// Compares the YAML and its expansion with the golden file.
#[track_caller]
fn golden(name: &str, written: &str, becomes: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let text = format!("{}\n\n// becomes\n\n{becomes}", written.trim());
    assert!(text.lines().count() <= 100, "`{name}` is too long for anybody to read: {} lines", text.lines().count());
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The replacement of `READS` in a file.
const READS: &str = "does: Reads., guide: get-note, call: GET /api/v5/note, access: public, limit: 20/2s by ip";

/// The items with these labels in the expansion of a user's file, with the documentation for editors.
#[track_caller]
fn expands(name: &str, yaml: &str, labels: &[&str]) {
    let head = "chapter: My calls\ndoes: Calls of my own.\nguide: my-calls\n";
    let yaml = yaml.replace("READS", READS);
    keeps(name, &yaml, &own_file(&format!("{head}{yaml}"), &quote!(brief)), labels);
}
