//! The facts of a call.

use okx_spec::model::{Access, AskedBy, Endpoint, Field, Kind, Method, Repeat, Rule};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::budget::{self, CallName, Draw};
use super::rule;
use crate::names::{self, Names};
use crate::tokens::{entry, fact, option, place};

/// What makes a type a request.
pub(crate) struct EndpointPlan {
    pub(crate) request: Ident,
    pub(crate) row: TokenStream,
    pub(crate) operation: OperationPlan,
    pub(crate) route: RoutePlan,
}

/// What sending returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// One row.
    One,
    /// Any number of rows.
    Many,
}

/// How a request is sent.
pub(crate) struct RoutePlan {
    pub(crate) method: Method,
    pub(crate) path: String,
}

/// What is sent.
pub(crate) struct OperationPlan {
    pub(crate) name: CallName,
    pub(crate) guide: String,
    pub(crate) access: Access,
    pub(crate) draws: Vec<Draw>,
    /// The budgets of a batch of one item, where another call does the same for a single item.
    pub(crate) single_draws: Option<Vec<Draw>>,
    /// The maximum number of items, for a batch.
    pub(crate) up_to: Option<usize>,
    /// Whether it only reads, and changes nothing.
    pub(crate) only_reads: bool,
    pub(crate) deadline: bool,
    pub(crate) reduces_risk: bool,
    /// The number of requests about one order that may be in progress.
    pub(crate) in_flight: Option<u32>,
    pub(crate) repeat: Repeat,
    /// The fields of an item that identify what it is about, by their names on the wire.
    pub(crate) identities: Vec<String>,
    pub(crate) asked_by: Option<AskedByPlan>,
    pub(crate) reply: Reply,
    pub(crate) rules: Vec<Rule>,
}

/// The query that tells whether a call was done. Fields are given by their names on the wire.
pub(crate) struct AskedByPlan {
    /// The type of the query.
    question: TokenStream,
    name: String,
    with: Vec<String>,
    missing: Vec<String>,
    made: Option<String>,
    /// In seconds.
    remembered: Option<u32>,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> EndpointPlan {
    EndpointPlan {
        request: names::fixed(&endpoint.type_name),
        row: names.shape(endpoint.response.row),
        operation: operation(names, endpoint),
        route: RoutePlan { method: endpoint.method, path: endpoint.path.clone() },
    }
}

fn operation(names: &Names<'_>, endpoint: &Endpoint) -> OperationPlan {
    let Endpoint {
        name,
        type_name: _,
        chapter,
        does: _,
        guide,
        method,
        path: _,
        access,
        draws,
        deadline,
        reduces_risk,
        in_flight,
        repeat,
        asked_by,
        request: _,
        batch,
        rules,
        response,
        pages: _,
        unpaged: _,
        at: _,
    } = endpoint;
    OperationPlan {
        name: CallName::Described(format!("{}.{name}", names.model[*chapter].name)),
        guide: guide.clone(),
        access: *access,
        draws: budget::draws(names, draws),
        single_draws: endpoint.single().map(|single| budget::draws(names, &names.model[single].draws)),
        up_to: batch.as_ref().map(|batch| batch.up_to),
        only_reads: *method == Method::Get,
        deadline: *deadline,
        reduces_risk: *reduces_risk,
        in_flight: *in_flight,
        repeat: *repeat,
        identities: identities(names, endpoint),
        asked_by: asked_by.as_ref().map(|asked_by| self::asked_by(names, endpoint, asked_by)),
        reply: if response.many { Reply::Many } else { Reply::One },
        rules: rules.clone(),
    }
}

/// What identifies one thing: fields whose type says so, and the field that a second sending is recognized by.
fn identities(names: &Names<'_>, endpoint: &Endpoint) -> Vec<String> {
    let is_identity = |(place, field): &(usize, &Field)| match field.kind {
        _ if endpoint.repeat == Repeat::By(*place) => true,
        Kind::Id(id) => names.model[id].identity && !field.list,
        _ => false,
    };
    let fields = names.model[endpoint.request].fields.iter().enumerate();
    fields.filter(is_identity).map(|(_, field)| field.wire.clone()).collect()
}

fn asked_by(names: &Names<'_>, endpoint: &Endpoint, asked_by: &AskedBy) -> AskedByPlan {
    let AskedBy { call, name, with, missing, made, remembered, at: _ } = asked_by;
    let question = &names.model[*call];
    let own = |place: &usize| names.model[endpoint.request].fields[*place].wire.clone();
    AskedByPlan {
        question: names.request(question),
        name: own(name),
        with: with.iter().map(own).collect(),
        missing: missing.clone(),
        made: made.map(|place| names.model[question.response.row].fields[place].wire.clone()),
        remembered: *remembered,
    }
}

impl ToTokens for EndpointPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { request, row, operation, route } = self;
        let resolvable = operation.asked_by.iter().map(|AskedByPlan { question, .. }| {
            quote! {
                impl __p::Resolvable for #request {
                    type Lookup = #question;
                }
            }
        });
        let reply = match operation.reply {
            Reply::One => quote!(#row),
            Reply::Many => quote!(__p::Rows<#row>),
        };
        tokens.extend(quote! {
            impl __p::Endpoint for #request {
                type Row = #row;
                type Reply = #reply;
                const OPERATION: &'static __p::Operation = &#operation;
                const ROUTE: &'static __p::RestRoute = &#route;
                fn items(&self) -> __p::Items<'_> {
                    __p::items(self)
                }
            }
            #(#resolvable)*
        });
    }
}

impl ToTokens for RoutePlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { method, path } = self;
        let method = fact(method);
        tokens.extend(quote! { __p::RestRoute { method: #method, path: #path } });
    }
}

impl ToTokens for OperationPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { name, guide, access, draws, single_draws, up_to, only_reads, .. } = self;
        let Self { deadline, reduces_risk, in_flight, repeat, identities, asked_by, reply, rules, .. } = self;
        let (access, repeat) = (fact(access), fact(repeat));
        let draws = budget::draw_list(draws);
        let single_draws = entry::option("single_draws", single_draws.as_deref().map(budget::draw_list));
        let up_to = entry::value("up_to", up_to.map(place));
        let only_reads = entry::flag("only_reads", *only_reads);
        let deadline = entry::flag("deadline", *deadline);
        let reduces_risk = entry::flag("reduces_risk", *reduces_risk);
        let in_flight = entry::option("in_flight", in_flight.map(Literal::u32_unsuffixed));
        let identities = entry::list("identities", identities);
        let asked_by = entry::option("asked_by", asked_by.as_ref());
        let many_rows = entry::flag("many_rows", *reply == Reply::Many);
        let rules = entry::list("rules", rules.iter().map(rule::expression));
        tokens.extend(quote! {
            __p::Operation {
                name: #name,
                guide: #guide,
                access: #access,
                draws: #draws,
                #single_draws
                #up_to
                #only_reads
                #deadline
                #reduces_risk
                #in_flight
                repeat: #repeat,
                #identities
                #asked_by
                #many_rows
                #rules
                ..__p::Operation::PLAIN
            }
        });
    }
}

impl ToTokens for AskedByPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { question, name, with, missing, made, remembered } = self;
        let made = option(made.as_ref());
        let remembered = option(remembered.map(Literal::u32_unsuffixed));
        tokens.extend(quote! {
            &__p::AskedBy {
                lookup: __p::Lookup::of::<#question>(),
                name: #name,
                with: &[#(#with),*],
                missing: &[#(#missing),*],
                made: #made,
                remembered: #remembered,
            }
        });
    }
}
