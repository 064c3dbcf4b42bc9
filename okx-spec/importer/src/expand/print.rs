//! Rust as people read it.

use proc_macro2::Span;
use syn::visit_mut::{VisitMut, visit_item_mut};
use syn::{Attribute, Expr, ExprLit, File, Item, Lit, LitStr, Meta, parse_quote};

/// The items, formatted, with an empty line between them.
pub(super) fn items(items: impl IntoIterator<Item = Item>) -> String {
    let texts: Vec<String> = items.into_iter().map(item).collect();
    texts.join("\n")
}

fn item(mut item: Item) -> String {
    Documentation.visit_item_mut(&mut item);
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// Writes documentation as it is written by hand: one line comment for each line, with a space after the slashes.
struct Documentation;

impl VisitMut for Documentation {
    fn visit_item_mut(&mut self, item: &mut Item) {
        visit_item_mut(self, item);
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let written = std::mem::take(attributes);
        *attributes = written.into_iter().flat_map(in_lines).collect();
    }
}

fn in_lines(attribute: Attribute) -> Vec<Attribute> {
    let Some(text) = text(&attribute) else { return vec![attribute] };
    let line = |line: &str| {
        let spaced = if line.is_empty() || line.starts_with(' ') { line.to_owned() } else { format!(" {line}") };
        let text = LitStr::new(&spaced, Span::call_site());
        parse_quote!(#[doc = #text])
    };
    text.split('\n').map(line).collect()
}

/// The text of an attribute that is documentation.
fn text(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}
