//! Selects the entries of a description for one module.

use okx_spec::model::{
    Budget, Channel, Chapter, ChapterId, Connection, Endpoint, Enum, Environment, ErrorCode, Home, IdType, Model,
    Operation, Precision, Shape, Socket,
};
use okx_spec::nearest;
use syn::LitStr;

use crate::call::{Area, Call};
use crate::spec::Spec;
use crate::stub::Failure;

/// The entries for one module, in the order of the files.
#[derive(Default)]
pub(crate) struct Part<'a> {
    /// The chapter of the module.
    pub(crate) chapter: Option<&'a Chapter>,
    pub(crate) ids: Vec<&'a IdType>,
    pub(crate) enums: Vec<&'a Enum>,
    /// Shapes that are not requests.
    pub(crate) shapes: Vec<&'a Shape>,
    pub(crate) endpoints: Vec<&'a Endpoint>,
    pub(crate) precision: Vec<&'a Precision>,
    /// Shared budgets. A call's own budget is part of the call's facts.
    pub(crate) budgets: Vec<&'a Budget>,
    pub(crate) errors: Vec<&'a ErrorCode>,
    pub(crate) environments: Vec<&'a Environment>,
    /// What connections of the sockets accept, in the module of the regions.
    pub(crate) connection: Option<&'a Connection>,
    /// The calls of the table of all calls.
    pub(crate) calls: Vec<&'a Endpoint>,
    /// The channels of one socket.
    pub(crate) channels: Vec<&'a Channel>,
    /// The channels of the table of all channels.
    pub(crate) all_channels: Vec<&'a Channel>,
    pub(crate) operations: Vec<&'a Operation>,
}

/// The part of the description that the arguments ask for.
pub(crate) fn part<'a>(spec: &'a Spec<'_>, call: &Call) -> Result<Part<'a>, Failure> {
    let model = &*spec.model;
    Ok(match &call.area {
        Area::Ids => Part { ids: model.ids.iter().collect(), ..Part::default() },
        Area::Enums => Part { enums: model.enums.iter().collect(), ..Part::default() },
        Area::Objects => Part { shapes: shapes(model, |home| home == Home::Shared), ..Part::default() },
        Area::Precision => Part { precision: model.precision.iter().collect(), ..Part::default() },
        Area::Budgets => Part { budgets: budgets(model, None), ..Part::default() },
        Area::Errors => Part { errors: model.errors.iter().collect(), ..Part::default() },
        Area::Environments => Part {
            environments: model.environments.iter().collect(),
            connection: Some(&model.connection),
            ..Part::default()
        },
        Area::Calls => Part { calls: model.endpoints.iter().collect(), ..Part::default() },
        Area::Channels => Part { all_channels: model.channels.iter().collect(), ..Part::default() },
        Area::Operations => Part { operations: model.operations.iter().collect(), ..Part::default() },
        Area::Socket(name) => socket(model, &name.value()).ok_or_else(|| no_such_socket(name))?,
        Area::Chapter(name) => chapter(model, &name.value()).ok_or_else(|| no_such_chapter(model, name))?,
        Area::File(_) => spec.own.as_ref().map(|own| chapter_at(model, own.chapter.index())).unwrap_or_default(),
    })
}

fn chapter<'a>(model: &'a Model, name: &str) -> Option<Part<'a>> {
    let place = model.chapters.iter().position(|chapter| chapter.name == name)?;
    Some(chapter_at(model, place))
}

/// Everything in the file of one chapter.
fn chapter_at(model: &Model, place: usize) -> Part<'_> {
    let here = |chapter: Option<ChapterId>| chapter.is_some_and(|chapter| chapter.index() == place);
    Part {
        chapter: Some(&model.chapters[place]),
        ids: model.ids.iter().filter(|id| here(id.chapter)).collect(),
        enums: model.enums.iter().filter(|set| here(set.chapter)).collect(),
        shapes: shapes(model, |home| matches!(home, Home::Chapter(chapter) if here(Some(chapter)))),
        endpoints: model.endpoints.iter().filter(|endpoint| here(Some(endpoint.chapter))).collect(),
        precision: model.precision.iter().filter(|rule| here(rule.chapter)).collect(),
        budgets: budgets(model, Some(place)),
        ..Part::default()
    }
}

/// Everything in the file of one socket.
fn socket<'a>(model: &'a Model, name: &str) -> Option<Part<'a>> {
    let (_, socket) = *Socket::ALL.iter().find(|(word, _)| *word == name)?;
    Some(Part {
        shapes: shapes(model, |home| home == Home::Socket(socket)),
        channels: model.channels.iter().filter(|channel| channel.socket == socket).collect(),
        ..Part::default()
    })
}

fn shapes(model: &Model, wanted: impl Fn(Home) -> bool) -> Vec<&Shape> {
    model.shapes.iter().filter(|shape| wanted(shape.home)).collect()
}

fn budgets(model: &Model, chapter: Option<usize>) -> Vec<&Budget> {
    let wanted = |budget: &&Budget| budget.call.is_none() && budget.chapter.map(ChapterId::index) == chapter;
    model.budgets.iter().filter(wanted).collect()
}

fn no_such_chapter(model: &Model, name: &LitStr) -> Failure {
    let chapters = || model.chapters.iter().map(|chapter| chapter.name.as_str());
    let all: Vec<String> = chapters().map(|chapter| format!("`{chapter}`")).collect();
    let right = nearest::suggestion(&name.value(), chapters(), &format!("give one of {}", all.join(", ")));
    Failure::because(name.span(), format!("there is no chapter `{}`; {right}", name.value()))
}

fn no_such_socket(name: &LitStr) -> Failure {
    let sockets = || Socket::ALL.iter().map(|(word, _)| *word);
    let all: Vec<String> = sockets().map(|socket| format!("`{socket}`")).collect();
    let right = nearest::suggestion(&name.value(), sockets(), &format!("give one of {}", all.join(", ")));
    Failure::because(name.span(), format!("there is no socket `{}`; {right}", name.value()))
}
