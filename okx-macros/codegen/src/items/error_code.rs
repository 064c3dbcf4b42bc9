//! Result codes.

use okx_spec::model::{AfterClose, ErrorCode, Verdict};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::tokens::{fact, place};
use crate::{names, prose};

/// Every result code: one constant each, and a table.
pub(crate) struct ErrorsPlan<'a> {
    constants: Vec<ErrorConstant<'a>>,
    /// Sorted by code, byte by byte, for the binary search of the runtime.
    table: Vec<&'a ErrorCode>,
    closes: Vec<ClosePlan>,
}

/// A constant that holds one result code.
struct ErrorConstant<'a> {
    docs: String,
    name: Ident,
    code: &'a str,
}

/// A code with which OKX closes connections.
struct ClosePlan {
    code: u16,
    /// Its place in the table.
    place: usize,
    then: AfterClose,
}

pub(crate) fn plan<'a>(errors: &[&'a ErrorCode]) -> ErrorsPlan<'a> {
    let mut table = errors.to_vec();
    table.sort_by(|one, other| one.code.cmp(&other.code));
    // A law of the description says that these codes are numbers of the protocol.
    let close = |(place, error): (usize, &&ErrorCode)| {
        Some(ClosePlan { code: error.code.parse().ok()?, place, then: error.closes? })
    };
    let closes = table.iter().enumerate().filter_map(close).collect();
    ErrorsPlan { constants: errors.iter().map(|error| constant(error)).collect(), table, closes }
}

fn constant(error: &ErrorCode) -> ErrorConstant<'_> {
    ErrorConstant { docs: docs(error), name: names::constant(&error.name), code: &error.code }
}

fn docs(error: &ErrorCode) -> String {
    let ErrorCode { code, name: _, http, class: _, verdict, means, advice, closes, at: _ } = error;
    prose::paragraphs([
        Some(format!("{}: {}", prose::code(code), prose::escaped(means))),
        Some(verdict_in_words(*verdict).to_owned()),
        advice.as_deref().map(prose::escaped),
        http.map(|status| format!("OKX sends it with the HTTP status {status}.")),
        closes.map(|then| after_close(then).to_owned()),
    ])
}

fn verdict_in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Retry => "The request was not done, and may be sent again at once.",
        Verdict::Wait => "The request was not done, and may be sent again after a pause.",
        Verdict::ResyncClock => "The request was not done. The clock is measured again before it is sent again.",
        Verdict::Never => "The request was not done, and the same request will fail again.",
        Verdict::Unknown => "The request may have been done.",
    }
}

fn after_close(then: AfterClose) -> &'static str {
    match then {
        AfterClose::Reconnect => "OKX closes connections with it. The client connects again.",
        AfterClose::Wait => "OKX closes connections with it. The client connects again after a pause.",
        AfterClose::ReadKey => {
            "OKX closes connections with it. The client reads the API key again, and connects again."
        }
        AfterClose::GiveUp => "OKX closes connections with it. The client does not connect again.",
    }
}

impl ToTokens for ErrorsPlan<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { constants, table, closes } = self;
        let facts = table.iter().map(|error| error_fact(error));
        tokens.extend(quote! {
            #(#constants)*
            /// Every described result code, sorted by code.
            pub static ALL: &[__p::ErrorFact] = &[#(#facts),*];
            /// The codes with which OKX closes connections of its sockets.
            pub static CLOSE_CODES: &[__p::CloseCode] = &[#(#closes),*];
        });
    }
}

impl ToTokens for ErrorConstant<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, code } = self;
        tokens.extend(quote! { #[doc = #docs] pub const #name: &str = #code; });
    }
}

impl ToTokens for ClosePlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { code, place: at, then } = self;
        let (code, at, then) = (Literal::u16_unsuffixed(*code), place(*at), fact(then));
        tokens.extend(quote! { __p::CloseCode { code: #code, fact: &ALL[#at], then: #then } });
    }
}

/// A row of the table. Its advice is empty when none is known.
fn error_fact(error: &ErrorCode) -> TokenStream {
    let ErrorCode { code, name, http: _, class, verdict, means, advice, closes: _, at: _ } = error;
    let (class, verdict) = (fact(class), fact(verdict));
    let advice = advice.as_deref().unwrap_or_default();
    quote! {
        __p::ErrorFact {
            code: #code,
            name: #name,
            class: #class,
            verdict: #verdict,
            means: #means,
            advice: #advice,
        }
    }
}
