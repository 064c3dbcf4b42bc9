//! How to find out whether a call was done.

use okx_spec::model::Endpoint;
use proc_macro2::TokenStream;

use super::names::Names;

/// The question that tells whether a call was done; fields by their names on the wire.
pub(crate) struct AskedByPlan {
    /// The type of the question.
    pub(crate) question: TokenStream,
    pub(crate) name: String,
    pub(crate) with: Vec<String>,
    pub(crate) missing: Vec<String>,
    pub(crate) made: Option<String>,
    /// In seconds.
    pub(crate) remembered: Option<u32>,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> Option<AskedByPlan> {
    let asked_by = endpoint.asked_by.as_ref()?;
    let question = &names.model[asked_by.call];
    let own = |place: &usize| names.model[endpoint.request].fields[*place].wire.clone();
    Some(AskedByPlan {
        question: names.request(question),
        name: own(&asked_by.name),
        with: asked_by.with.iter().map(own).collect(),
        missing: asked_by.missing.clone(),
        made: asked_by.made.map(|place| names.model[question.response.row].fields[place].wire.clone()),
        remembered: asked_by.remembered,
    })
}
