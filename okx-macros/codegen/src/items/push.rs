//! What is known about the pushes of channels.

use okx_spec::model::{Fill, FillCall, Once, RowKey, Silence, Snapshot};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::names::Names;
use crate::tokens::{entry, option, place};

/// The facts of a channel's pushes. What has its usual value is left out.
pub(crate) struct PushPlan {
    pub(crate) silence: Option<Silence>,
    pub(crate) excludes: Vec<(String, Vec<String>)>,
    pub(crate) once: Option<Once>,
    pub(crate) counted: bool,
    pub(crate) heavy: Vec<String>,
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) filled_by: Option<FillPlan>,
}

/// What fills a gap. Parameters are given by their names on the wire.
pub(crate) struct FillPlan {
    id: Vec<usize>,
    time: usize,
    calls: Vec<FillCallPlan>,
}

/// One call that fills gaps.
struct FillCallPlan {
    /// The type of the request.
    request: TokenStream,
    takes: Vec<(usize, String)>,
    bar: Option<(String, String)>,
    each: Vec<(String, Vec<String>)>,
    complete: bool,
}

impl FillPlan {
    pub(crate) fn new(names: &Names<'_>, fill: &Fill) -> Self {
        let Fill { id, time, calls, at: _ } = fill;
        Self { id: id.clone(), time: *time, calls: calls.iter().map(|call| fill_call(names, call)).collect() }
    }
}

fn fill_call(names: &Names<'_>, fill: &FillCall) -> FillCallPlan {
    let FillCall { call, takes, bar, each, complete, at: _ } = fill;
    let call = &names.model[*call];
    let wire = |place: usize| names.model[call.request].fields[place].wire.clone();
    FillCallPlan {
        request: names.request(call),
        // The first field of a subscription names the channel, and its arguments follow.
        takes: takes.iter().map(|(argument, parameter)| (argument + 1, wire(*parameter))).collect(),
        bar: bar.as_ref().map(|(parameter, prefix)| (wire(*parameter), prefix.clone())),
        each: each.iter().map(|(parameter, values)| (wire(*parameter), values.clone())).collect(),
        complete: *complete,
    }
}

impl ToTokens for PushPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { silence, excludes, once, counted, heavy, snapshot, filled_by } = self;
        let silence = entry::option("silence", silence.as_ref().map(self::silence));
        let excludes = entry::list("excludes", excludes.iter().map(|(own, others)| quote!((#own, &[#(#others),*]))));
        let once = entry::value("once", once.as_ref().map(self::once));
        let counted = entry::flag("counted", *counted);
        let heavy = entry::list("heavy", heavy);
        let snapshot = entry::value("snapshot", snapshot.as_ref().map(self::snapshot));
        let filled_by = entry::option("filled_by", filled_by.as_ref());
        tokens.extend(quote! { #silence #excludes #once #counted #heavy #snapshot #filled_by });
    }
}

fn silence(silence: &Silence) -> TokenStream {
    let Silence { at_most, unless, at: _ } = silence;
    let at_most = seconds(*at_most);
    let unless = option(unless.map(|argument| place(argument + 1)));
    quote!(__p::Silence { at_most: #at_most, unless: #unless })
}

/// A time as an expression.
pub(crate) fn seconds(seconds: u32) -> TokenStream {
    let seconds = Literal::u32_unsuffixed(seconds);
    quote!(__p::seconds(#seconds))
}

fn once(once: &Once) -> TokenStream {
    match once {
        Once::Sequence { id, previous } => {
            let (id, previous) = (place(*id), place(*previous));
            quote!(__p::Once::Sequence { id: #id, previous: #previous })
        }
        Once::Keys(keys) => {
            let keys = keys.iter().map(row_key);
            quote!(__p::Once::Keys(&[#(#keys),*]))
        }
    }
}

fn row_key(key: &RowKey) -> TokenStream {
    let RowKey { when, by, at: _ } = key;
    let when = when.iter().map(|(field, values)| {
        let field = place(*field);
        quote!((#field, &[#(#values),*]))
    });
    let by = by.iter().map(|field| place(*field));
    quote!(__p::RowKey { when: &[#(#when),*], by: &[#(#by),*] })
}

fn snapshot(snapshot: &Snapshot) -> TokenStream {
    match snapshot {
        Snapshot::Full => quote!(__p::Snapshot::Full),
        Snapshot::Paged { page, last, repeats } => {
            let (page, last) = (place(*page), place(*last));
            quote!(__p::Snapshot::Paged { page: #page, last: #last, repeats: #repeats })
        }
    }
}

impl ToTokens for FillPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { id, time, calls } = self;
        let (id, time) = (id.iter().map(|field| place(*field)), place(*time));
        tokens.extend(quote! {
            &__p::Fill { id: &[#(#id),*], time: #time, calls: &[#(#calls),*] }
        });
    }
}

impl ToTokens for FillCallPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { request, takes, bar, each, complete } = self;
        let takes = takes.iter().map(|(argument, parameter)| {
            let argument = place(*argument);
            quote!((#argument, #parameter))
        });
        let bar = option(bar.as_ref().map(|(parameter, prefix)| quote!((#parameter, #prefix))));
        let each = each.iter().map(|(parameter, values)| quote!((#parameter, &[#(#values),*])));
        tokens.extend(quote! {
            __p::FillCall {
                lookup: __p::Lookup::of::<#request>(),
                pages: <#request as __p::Paged>::PAGES,
                takes: &[#(#takes),*],
                bar: #bar,
                each: &[#(#each),*],
                complete: #complete,
            }
        });
    }
}
