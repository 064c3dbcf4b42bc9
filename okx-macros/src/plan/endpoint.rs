//! The facts of a call.

use okx_spec::model::{Access, Endpoint, Field, Kind, Method, Repeat, Rule};
use proc_macro2::{Ident, TokenStream};

use super::asked_by::{self, AskedByPlan};
use super::budget::{self, CallName, Draw};
use super::names::{self, Names};

/// What makes a type a request.
pub(crate) struct EndpointPlan {
    pub(crate) request: Ident,
    pub(crate) row: TokenStream,
    pub(crate) reply: Reply,
    pub(crate) call: CallPlan,
}

/// What sending gives.
pub(crate) enum Reply {
    /// One row.
    One,
    /// Any number of rows.
    Many,
}

/// The facts of one call.
pub(crate) struct CallPlan {
    pub(crate) name: CallName,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) guide: String,
    pub(crate) access: Access,
    pub(crate) draws: Vec<Draw>,
    /// What a batch of one item draws on, where another call does what that would do.
    pub(crate) single_draws: Option<Vec<Draw>>,
    /// How many items it takes at most, where it is a batch.
    pub(crate) up_to: Option<usize>,
    pub(crate) deadline: bool,
    pub(crate) reduces_risk: bool,
    pub(crate) repeat: Repeat,
    /// The fields of an item that identify what it is about, by their names on the wire.
    pub(crate) identities: Vec<String>,
    pub(crate) asked_by: Option<AskedByPlan>,
    /// Whether the reply has any number of rows.
    pub(crate) many_rows: bool,
    pub(crate) rules: Vec<Rule>,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> EndpointPlan {
    EndpointPlan {
        request: names::fixed(&endpoint.type_name),
        row: names.shape(endpoint.response.row),
        reply: if endpoint.response.many { Reply::Many } else { Reply::One },
        call: call(names, endpoint),
    }
}

fn call(names: &Names<'_>, endpoint: &Endpoint) -> CallPlan {
    CallPlan {
        name: CallName::Described(format!("{}.{}", names.model[endpoint.chapter].name, endpoint.name)),
        method: endpoint.method,
        path: endpoint.path.clone(),
        guide: endpoint.guide.clone(),
        access: endpoint.access,
        draws: budget::draws(names, &endpoint.draws),
        single_draws: endpoint.single().map(|single| budget::draws(names, &names.model[single].draws)),
        up_to: endpoint.batch.as_ref().map(|batch| batch.up_to),
        deadline: endpoint.deadline,
        reduces_risk: endpoint.reduces_risk,
        repeat: endpoint.repeat.clone(),
        identities: identities(names, endpoint),
        asked_by: asked_by::plan(names, endpoint),
        many_rows: endpoint.response.many,
        rules: endpoint.rules.clone(),
    }
}

/// What names one thing: fields whose type says so, and the field by which a second sending is recognized.
fn identities(names: &Names<'_>, endpoint: &Endpoint) -> Vec<String> {
    let is_identity = |(place, field): &(usize, &Field)| match field.kind {
        _ if endpoint.repeat == Repeat::By(*place) => true,
        Kind::Id(id) => names.model[id].identity && !field.list,
        _ => false,
    };
    let fields = names.model[endpoint.request].fields.iter().enumerate();
    fields.filter(is_identity).map(|(_, field)| field.wire.clone()).collect()
}
