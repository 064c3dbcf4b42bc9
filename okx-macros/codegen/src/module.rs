//! A module with all its items.

use okx_spec::model::{Chapter, Endpoint};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::call::{Call, Module};
use crate::items::budget::SharedBudgetPlan;
use crate::items::channel::ChannelPlan;
use crate::items::connection::ConnectionPlan;
use crate::items::described::{ChannelTable, DescribedTable};
use crate::items::environment::RegionsPlan;
use crate::items::error_code::ErrorsPlan;
use crate::items::id::IdPlan;
use crate::items::open_enum::EnumPlan;
use crate::items::operation::OperationsPlan;
use crate::items::precision::PrecisionPlan;
use crate::items::request::{BatchPlan, RequestPlan};
use crate::items::shape::ShapePlan;
use crate::items::{
    budget, channel, connection, described, environment, error_code, id, open_enum, operation, precision, request,
    shape,
};
use crate::names::Names;
use crate::prose;
use crate::root::Root;
use crate::select::Part;
use crate::spec::Spec;

/// A module and everything that is written into it.
pub(crate) struct ModulePlan<'a> {
    /// The module as the user wrote it.
    module: &'a Module,
    root: &'a Root,
    /// What is added to the module's documentation.
    docs: Option<String>,
    /// The path of the user's own file, which the compiler must watch.
    watched: Option<&'a str>,
    ids: Vec<IdPlan>,
    enums: Vec<EnumPlan>,
    shapes: Vec<ShapePlan>,
    requests: Vec<RequestPlan>,
    batches: Vec<BatchPlan>,
    precision: Vec<PrecisionPlan<'a>>,
    budgets: Vec<SharedBudgetPlan>,
    /// All result codes, in the module that has them.
    errors: Option<ErrorsPlan<'a>>,
    /// All regions, in the module that has them.
    regions: Option<RegionsPlan<'a>>,
    /// What connections of the sockets accept, in the module of the regions.
    connection: Option<ConnectionPlan<'a>>,
    /// The table of all calls, in the module that has it.
    calls: Option<DescribedTable>,
    channels: Vec<ChannelPlan>,
    /// The table of all channels, in the module that has it.
    all_channels: Option<ChannelTable>,
    /// The calls that can also be sent over a socket, in the module that has their table.
    operations: Option<OperationsPlan>,
}

/// Plans the module of a call.
pub(crate) fn plan<'a>(spec: &'a Spec<'_>, part: Part<'a>, call: &'a Call) -> ModulePlan<'a> {
    let names = &Names::new(&spec.model, spec.own.as_ref().map(|own| own.chapter), &call.root);
    let Part {
        chapter,
        ids,
        enums,
        shapes,
        endpoints,
        precision,
        budgets,
        errors,
        environments,
        connection,
        calls,
        channels,
        all_channels,
        operations,
    } = part;
    let (batches, requests): (Vec<&Endpoint>, Vec<&Endpoint>) =
        endpoints.into_iter().partition(|endpoint| endpoint.batch.is_some());
    ModulePlan {
        module: &call.module,
        root: &call.root,
        docs: chapter.map(chapter_docs),
        watched: spec.own.as_ref().map(|own| own.path.as_str()),
        ids: ids.into_iter().map(id::plan).collect(),
        enums: enums.into_iter().map(open_enum::plan).collect(),
        shapes: shapes.into_iter().map(|shape| shape::plan(names, shape)).collect(),
        requests: requests.into_iter().map(|endpoint| request::plan(names, endpoint)).collect(),
        batches: batches.into_iter().map(|endpoint| request::batch(names, endpoint)).collect(),
        precision: precision.into_iter().map(|rule| precision::plan(names, rule)).collect(),
        budgets: budgets.into_iter().map(budget::plan).collect(),
        errors: unless_empty(&errors, error_code::plan),
        regions: unless_empty(&environments, environment::plan),
        connection: connection.map(connection::plan),
        calls: unless_empty(&calls, |calls| described::calls(names, calls)),
        channels: channels.into_iter().map(|channel| channel::plan(names, channel)).collect(),
        all_channels: unless_empty(&all_channels, |channels| described::channels(names, channels)),
        operations: unless_empty(&operations, |operations| operation::plan(names, operations)),
    }
}

/// What is planned for these entries, in the module that has them.
fn unless_empty<T, P>(entries: &[T], plan: impl FnOnce(&[T]) -> P) -> Option<P> {
    (!entries.is_empty()).then(|| plan(entries))
}

fn chapter_docs(chapter: &Chapter) -> String {
    let Chapter { name: _, title, does, guide, at: _ } = chapter;
    let title = format!("[{}]({guide}) in OKX's guide.", prose::escaped(title));
    prose::paragraphs([Some(prose::escaped(does)), Some(title)])
}

impl ToTokens for ModulePlan<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { module, root, docs, watched, ids, enums, shapes, requests, batches, precision, budgets, .. } = self;
        let Self { errors, regions, connection, calls, channels, all_channels, operations, .. } = self;
        let (import, docs, watched) = (root.import(), docs.iter(), watched.iter());
        let contents = quote! {
            #import
            #(const _: &[u8] = include_bytes!(#watched);)*
            #(#ids)*
            #(#enums)*
            #(#shapes)*
            #(#requests)*
            #(#batches)*
            #(#precision)*
            #(#budgets)*
            #errors
            #regions
            #connection
            #calls
            #(#channels)*
            #all_channels
            #operations
        };
        // `new` takes what OKX requires, and some calls require much. Some facts have no usual value, and leave nothing to `PLAIN`.
        let allowed = quote! { #[allow(clippy::too_many_arguments, clippy::needless_update)] };
        tokens.extend(around(module, &contents, &quote! { #(#[doc = #docs])* #allowed }));
    }
}

/// The module as the user wrote it, with attributes and contents added.
pub(crate) fn around(module: &Module, contents: &TokenStream, attributes: &TokenStream) -> TokenStream {
    let Module { attributes: own_attributes, visibility, name, contents: own_contents } = module;
    quote! {
        #(#own_attributes)*
        #attributes
        #visibility mod #name {
            #own_contents
            #contents
        }
    }
}
