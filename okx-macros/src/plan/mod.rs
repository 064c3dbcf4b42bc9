//! Every choice about the Rust that is written: names, paths, types, sentences. Planning cannot fail: the laws of the
//! description have been checked, and arguments were refused before.

pub(crate) mod batch;
pub(crate) mod budget;
mod condition;
pub(crate) mod endpoint;
mod endpoint_docs;
pub(crate) mod environment;
pub(crate) mod error_code;
pub(crate) mod field;
pub(crate) mod id;
mod limit;
pub(crate) mod names;
pub(crate) mod open_enum;
pub(crate) mod precision;
mod prose;
pub(crate) mod request;
mod rule;
pub(crate) mod shape;
pub(crate) mod table;

use okx_spec::model::Chapter;

use crate::call::{Call, Module};
use crate::select::Part;
use crate::spec::Spec;

use names::Names;

/// A module with all that is written into it.
pub(crate) struct ModulePlan<'a> {
    /// What the module was before.
    pub(crate) module: &'a Module,
    /// What is added to the module's documentation.
    pub(crate) docs: Option<String>,
    /// The user's own file, absolute; the compiler is told to watch it.
    pub(crate) watched: Option<&'a str>,
    pub(crate) items: Vec<Item<'a>>,
}

/// What is written into a module.
pub(crate) enum Item<'a> {
    Id(id::IdPlan),
    Enum(open_enum::EnumPlan),
    Shape(shape::ShapePlan),
    Request(request::RequestPlan),
    Batch(batch::BatchPlan),
    Precision(precision::PrecisionPlan<'a>),
    Budget(budget::SharedBudgetPlan),
    Errors(error_code::ErrorsPlan<'a>),
    Regions(Vec<environment::RegionPlan<'a>>),
}

/// Plans the module that a call is about.
pub(crate) fn module<'a>(spec: &'a Spec, part: &Part<'a>, call: &'a Call) -> ModulePlan<'a> {
    let names = Names::new(&spec.model, spec.own.as_ref().map(|own| own.chapter));
    ModulePlan {
        module: &call.module,
        docs: part.chapter.map(chapter_docs),
        watched: spec.own.as_ref().map(|own| own.path.as_str()),
        items: items(&names, part),
    }
}

fn chapter_docs(chapter: &Chapter) -> String {
    format!(
        "{}\n\n[{}]({}) in OKX's guide.",
        prose::escaped(&chapter.does),
        prose::escaped(&chapter.title),
        chapter.guide
    )
}

fn items<'a>(names: &Names<'_>, part: &Part<'a>) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    items.extend(part.ids.iter().map(|entry| Item::Id(id::plan(entry))));
    items.extend(part.enums.iter().map(|entry| Item::Enum(open_enum::plan(entry))));
    items.extend(part.shapes.iter().map(|entry| Item::Shape(shape::plan(names, entry))));
    items.extend(part.endpoints.iter().map(|entry| match entry.batch {
        Some(_) => Item::Batch(batch::plan(names, entry)),
        None => Item::Request(request::plan(names, entry)),
    }));
    items.extend(part.precision.iter().map(|entry| Item::Precision(precision::plan(entry))));
    items.extend(part.budgets.iter().map(|entry| Item::Budget(budget::plan(entry))));
    if !part.errors.is_empty() {
        items.push(Item::Errors(error_code::plan(&part.errors)));
    }
    if !part.environments.is_empty() {
        items.push(Item::Regions(environment::plan(&part.environments)));
    }
    items
}
