//! Which entries of a description one module is made of.

use std::collections::BTreeSet;

use okx_spec::model::{
    Budget, Chapter, Endpoint, Enum, Environment, ErrorCode, Home, IdType, Model, Precision, Shape,
};
use okx_spec::Location;

use crate::call::{Area, Call};
use crate::spec::Spec;
use crate::stub::Refusal;

/// The entries one module is made of, in the order of the files.
#[derive(Default)]
pub(crate) struct Part<'a> {
    /// The chapter that the module is.
    pub(crate) chapter: Option<&'a Chapter>,
    pub(crate) ids: Vec<&'a IdType>,
    pub(crate) enums: Vec<&'a Enum>,
    /// Shapes that are no request.
    pub(crate) shapes: Vec<&'a Shape>,
    pub(crate) endpoints: Vec<&'a Endpoint>,
    pub(crate) precision: Vec<&'a Precision>,
    /// Budgets that several calls may share.
    pub(crate) budgets: Vec<&'a Budget>,
    pub(crate) errors: Vec<&'a ErrorCode>,
    pub(crate) environments: Vec<&'a Environment>,
}

/// The part of the description that the call asks for.
pub(crate) fn part<'a>(spec: &'a Spec, call: &Call) -> Result<Part<'a>, Refusal> {
    let model = &*spec.model;
    Ok(match &call.area {
        Area::Ids => Part { ids: all(&model.ids), ..Part::default() },
        Area::Enums => Part { enums: all(&model.enums), ..Part::default() },
        Area::Objects => Part { shapes: shapes(model, |shape| shape.home == Home::Shared), ..Part::default() },
        Area::Precision => Part { precision: all(&model.precision), ..Part::default() },
        Area::Budgets => Part { budgets: shared_budgets(model), ..Part::default() },
        Area::Errors => Part { errors: all(&model.errors), ..Part::default() },
        Area::Environments => Part { environments: all(&model.environments), ..Part::default() },
        Area::Chapter(name) => chapter(model, &name.value()).ok_or_else(|| no_such_chapter(model, call))?,
        Area::File(name) => file(model, &name.value()),
    })
}

fn all<T>(table: &[T]) -> Vec<&T> {
    table.iter().collect()
}

fn shapes(model: &Model, wanted: impl Fn(&Shape) -> bool) -> Vec<&Shape> {
    model.shapes.iter().filter(|shape| !matches!(shape.home, Home::Request(_)) && wanted(shape)).collect()
}

/// All budgets but those that are one endpoint's own: these stand in the endpoint's facts.
fn shared_budgets(model: &Model) -> Vec<&Budget> {
    let own: BTreeSet<String> = model.endpoints.iter().map(|endpoint| model.call_name(endpoint)).collect();
    model.budgets.iter().filter(|budget| !own.contains(&budget.name)).collect()
}

fn chapter<'a>(model: &'a Model, name: &str) -> Option<Part<'a>> {
    let chapter = model.chapters.iter().find(|chapter| chapter.name == name)?;
    Some(Part {
        chapter: Some(chapter),
        shapes: shapes(model, |shape| matches!(shape.home, Home::Chapter(id) if model[id].name == name)),
        endpoints: model.endpoints.iter().filter(|endpoint| model[endpoint.chapter].name == name).collect(),
        ..Part::default()
    })
}

fn no_such_chapter(model: &Model, call: &Call) -> Refusal {
    let names: Vec<String> = model.chapters.iter().map(|chapter| format!("`{}`", chapter.name)).collect();
    Refusal::because(call.span(), format!("no such chapter: give one of {}", names.join(", ")))
}

/// Everything a user's own file holds.
fn file<'a>(model: &'a Model, name: &str) -> Part<'a> {
    let here = |at: &Location| *at.file == *name;
    Part {
        chapter: model.chapters.iter().find(|entry| here(&entry.at)),
        ids: model.ids.iter().filter(|entry| here(&entry.at)).collect(),
        enums: model.enums.iter().filter(|entry| here(&entry.at)).collect(),
        shapes: shapes(model, |entry| here(&entry.at)),
        endpoints: model.endpoints.iter().filter(|entry| here(&entry.at)).collect(),
        precision: model.precision.iter().filter(|entry| here(&entry.at)).collect(),
        budgets: shared_budgets(model).into_iter().filter(|entry| here(&entry.at)).collect(),
        ..Part::default()
    }
}
