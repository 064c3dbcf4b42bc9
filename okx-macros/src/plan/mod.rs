//! Every choice about the Rust that is written: names, paths, types, sentences. Planning cannot fail: the laws of the
//! description have been checked, and arguments were refused before.

pub(crate) mod asked_by;
pub(crate) mod batch;
pub(crate) mod budget;
pub(crate) mod channel;
mod condition;
pub(crate) mod described;
pub(crate) mod endpoint;
mod endpoint_docs;
pub(crate) mod environment;
pub(crate) mod error_code;
pub(crate) mod field;
pub(crate) mod id;
mod limit;
pub(crate) mod names;
pub(crate) mod open_enum;
pub(crate) mod operation;
pub(crate) mod pages;
pub(crate) mod precision;
pub(crate) mod prose;
pub(crate) mod request;
mod rule;
pub(crate) mod shape;
pub(crate) mod table;

use okx_spec::model::{Chapter, Endpoint};
use proc_macro2::TokenStream;

use crate::call::{Call, Module};
use crate::select::Part;
use crate::spec::Spec;

use batch::BatchPlan;
use budget::SharedBudgetPlan;
use channel::ChannelPlan;
use described::DescribedPlan;
use environment::RegionPlan;
use error_code::ErrorsPlan;
use id::IdPlan;
use names::Names;
use open_enum::EnumPlan;
use operation::OperationPlan;
use precision::PrecisionPlan;
use request::RequestPlan;
use shape::ShapePlan;

/// A module with all that is written into it.
pub(crate) struct ModulePlan<'a> {
    /// What the module was before.
    pub(crate) module: &'a Module,
    /// What is added to the module's documentation.
    pub(crate) docs: Option<String>,
    /// The user's own file; the compiler is told to watch it.
    pub(crate) watched: Option<&'a str>,
    pub(crate) ids: Vec<IdPlan>,
    pub(crate) enums: Vec<EnumPlan>,
    pub(crate) shapes: Vec<ShapePlan>,
    pub(crate) requests: Vec<RequestPlan>,
    pub(crate) batches: Vec<BatchPlan>,
    pub(crate) precision: Vec<PrecisionPlan<'a>>,
    pub(crate) budgets: Vec<SharedBudgetPlan>,
    /// All result codes, in the module that has them.
    pub(crate) errors: Option<ErrorsPlan<'a>>,
    /// All regions, in the module that has them.
    pub(crate) regions: Option<Vec<RegionPlan<'a>>>,
    /// The table of all calls, in the module that has it.
    pub(crate) calls: Option<Vec<DescribedPlan>>,
    pub(crate) channels: Vec<ChannelPlan>,
    /// The types of all channels, in the module that has their table.
    pub(crate) all_channels: Option<Vec<TokenStream>>,
    /// What can be asked for over a socket, in the module that tells of it.
    pub(crate) operations: Option<Vec<OperationPlan>>,
}

/// Plans the module that a call is about.
pub(crate) fn module<'a>(spec: &'a Spec, part: &Part<'a>, call: &'a Call) -> ModulePlan<'a> {
    let names = Names::new(&spec.model, spec.own.as_ref().map(|own| own.chapter));
    let (batches, requests): (Vec<&Endpoint>, Vec<&Endpoint>) =
        part.endpoints.iter().partition(|endpoint| endpoint.batch.is_some());
    ModulePlan {
        module: &call.module,
        docs: part.chapter.map(chapter_docs),
        watched: spec.own.as_ref().map(|own| own.path.as_str()),
        ids: part.ids.iter().map(|id| id::plan(id)).collect(),
        enums: part.enums.iter().map(|set| open_enum::plan(set)).collect(),
        shapes: part.shapes.iter().map(|shape| shape::plan(&names, shape)).collect(),
        requests: requests.into_iter().map(|endpoint| request::plan(&names, endpoint)).collect(),
        batches: batches.into_iter().map(|endpoint| batch::plan(&names, endpoint)).collect(),
        precision: part.precision.iter().map(|rule| precision::plan(&names, rule)).collect(),
        budgets: part.budgets.iter().map(|budget| budget::plan(budget)).collect(),
        errors: (!part.errors.is_empty()).then(|| error_code::plan(&part.errors)),
        regions: (!part.environments.is_empty()).then(|| environment::plan(&part.environments)),
        calls: (!part.calls.is_empty())
            .then(|| part.calls.iter().map(|endpoint| described::plan(&names, endpoint)).collect()),
        channels: part.channels.iter().map(|channel| channel::plan(&names, channel)).collect(),
        all_channels: (!part.all_channels.is_empty())
            .then(|| part.all_channels.iter().map(|channel| Names::channel(channel)).collect()),
        operations: (!part.operations.is_empty())
            .then(|| part.operations.iter().map(|operation| operation::plan(&names, operation)).collect()),
    }
}

fn chapter_docs(chapter: &Chapter) -> String {
    let title = format!("[{}]({}) in OKX's guide.", prose::escaped(&chapter.title), chapter.guide);
    prose::paragraphs([Some(prose::escaped(&chapter.does)), Some(title)])
}
