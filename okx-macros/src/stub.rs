//! What stands in for a module that cannot be made, so that its mistakes are all that the compiler tells.
//!
//! Every type that was declared becomes another name of one type that is a mistake by itself: an array whose length is the first
//! complaint. The compiler lets anything be done with such a type and says nothing more about it.

use okx_spec::{Declared, What};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::call::{Area, Call};
use crate::emit;
use crate::refusal::Refusal;

/// The module with its complaints, and something in the place of everything that was declared.
pub(crate) fn module(call: &Call, refusal: &Refusal) -> TokenStream {
    let (mistake, complaints) = complaints(refusal);
    let (types, statics) = declared(&call.area, &refusal.declared);
    let contents = quote! {
        #complaints
        #(#[doc(hidden)] pub type #types = #mistake;)*
        #(#[doc(hidden)] pub static #statics: #mistake = [];)*
    };
    emit::around(&call.module, &contents, &TokenStream::new())
}

/// The type that is a mistake, and all complaints. A module without complaints of its own leaves them to `environments`, which stands
/// for index.yaml and tells those about every shipped file.
fn complaints(refusal: &Refusal) -> (TokenStream, TokenStream) {
    if refusal.complaints.is_empty() {
        return (quote!(::okx_client::api::environments::__Mistake), TokenStream::new());
    }
    (quote!(__Mistake), mistakes(refusal.complaints.iter().map(|text| complaint(refusal.span, text))))
}

/// The type that is a mistake: its length is the first complaint. The others stand behind it.
pub(crate) fn mistakes(complaints: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut complaints = complaints.into_iter();
    let first = complaints.next();
    quote! {
        #[doc(hidden)]
        pub type __Mistake = [(); #first];
        #(#complaints;)*
    }
}

/// One complaint, shown at this place.
pub(crate) fn complaint(span: Span, text: &str) -> TokenStream {
    quote_spanned! { span=> ::core::compile_error!(#text) }
}

/// The names of the types and of the statics that the module would have held.
fn declared(area: &Area, declared: &[Declared]) -> (Vec<Ident>, Vec<Ident>) {
    let here = declared.iter().filter(|entry| is_in(entry, area));
    let (statics, types): (Vec<&Declared>, Vec<&Declared>) =
        here.partition(|entry| matches!(entry.what, What::Precision | What::Budget));
    let (more_types, more_statics): (&[&str], &[&str]) = match area {
        Area::Errors | Area::Calls | Area::Channels | Area::Operations => (&[], &["ALL"]),
        Area::Environments => (&["Region"], &["HOSTS"]),
        _ => (&[], &[]),
    };
    (idents(&types, more_types), idents(&statics, more_statics))
}

fn idents(declared: &[&Declared], more: &[&str]) -> Vec<Ident> {
    let names = declared.iter().map(|entry| entry.rust_name.as_str()).chain(more.iter().copied());
    names.map(|name| format_ident!("{name}")).collect()
}

fn is_in(entry: &Declared, area: &Area) -> bool {
    let shared = |what| entry.module.is_none() && entry.what == what;
    let within = |module: &str| entry.module.as_deref() == Some(module);
    match area {
        Area::Ids => shared(What::Id),
        Area::Enums => shared(What::Enum),
        Area::Objects => shared(What::Object),
        Area::Precision => shared(What::Precision),
        Area::Budgets => shared(What::Budget),
        Area::Errors | Area::Environments | Area::Operations | Area::Calls | Area::Channels => false,
        Area::Chapter(name) => within(&name.value()),
        Area::Socket(name) => within(&format!("ws::{}", name.value())),
        Area::File(_) => true,
    }
}
