//! Plans made from a struct. They are the same plans as for described calls.

use okx_spec::model::{Counts, Form, KeyPart, Method, Repeat};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Error, Result};

use super::call::{CallFacts, Limit};
use super::structure::{FieldFacts, Structure, is_clearable};
use crate::items::budget::{BudgetPlan, CallName, Code, Draw};
use crate::items::endpoint::{EndpointPlan, OperationPlan, Reply, RoutePlan};
use crate::items::table::{Extra, TablePlan, TableRow};
use crate::names;
use crate::root::Root;

/// The field table of a struct. `sent` says that it is a request.
pub(super) fn table(structure: &Structure, sent: bool) -> TablePlan {
    TablePlan {
        name: structure.name.clone(),
        shape: structure.name.to_string(),
        form: Form::Object,
        rows: structure.fields.iter().enumerate().map(|(place, field)| row(place, field)).collect(),
        extra: structure.extra.clone().map_or(Extra::Dropped, Extra::Kept),
        sent,
        outcome: None,
        rules: Vec::new(),
    }
}

fn row(place: usize, field: &FieldFacts) -> TableRow {
    TableRow {
        place: place.into(),
        name: field.name.clone(),
        wire: field.wire.clone(),
        required: field.required,
        bare: field.bare,
        clearable: is_clearable(&field.holds),
        precision: field.precision.as_ref().map(ToTokens::to_token_stream),
        text_rule_of: Some(field.holds.to_token_stream()),
    }
}

/// The facts of the call that a struct is.
pub(super) fn endpoint(structure: &Structure, facts: CallFacts, root: &Root) -> Result<EndpointPlan> {
    let name = CallName::Type(format!("::{}", structure.name));
    let repeat = repeat(structure, facts.repeat)?;
    let identity = match &repeat {
        Repeat::By(place) => Some(structure.fields[*place].wire.clone()),
        Repeat::Always | Repeat::Never => None,
    };
    let own = facts.limit.map(|limit| own_budget(structure, name.clone(), limit, root)).transpose()?;
    let shared = facts.draws.iter().map(|path| Draw::Shared(path.to_token_stream()));
    Ok(EndpointPlan {
        request: structure.name.clone(),
        row: facts.row.to_token_stream(),
        route: RoutePlan { method: facts.method, path: facts.path.value() },
        operation: OperationPlan {
            draws: own.into_iter().map(Draw::Own).chain(shared).collect(),
            name,
            only_reads: facts.method == Method::Get,
            guide: facts.guide.map(|guide| guide.value()).unwrap_or_default(),
            access: facts.access,
            single_draws: None,
            up_to: None,
            deadline: facts.deadline,
            identities: identity.into_iter().collect(),
            reduces_risk: facts.reduces_risk,
            in_flight: None,
            repeat,
            asked_by: None,
            reply: if facts.many { Reply::Many } else { Reply::One },
            rules: Vec::new(),
        },
    })
}

fn repeat(structure: &Structure, repeat: Repeat<Ident>) -> Result<Repeat> {
    match repeat {
        Repeat::Always => Ok(Repeat::Always),
        Repeat::Never => Ok(Repeat::Never),
        Repeat::By(name) => {
            let place = structure.fields.iter().position(|field| field.name == name);
            let missing = || Error::new(name.span(), format!("`{}` has no field `{name}`", structure.name));
            place.map(Repeat::By).ok_or_else(missing)
        }
    }
}

fn own_budget(structure: &Structure, name: CallName, limit: Limit, root: &Root) -> Result<BudgetPlan> {
    for key in &limit.keys {
        if let KeyPart::Field(wire) = key
            && !structure.fields.iter().any(|field| field.wire == *wire)
        {
            return Err(Error::new(
                limit.span,
                format!("`{}` has no field with the name `{wire}` on the wire", structure.name),
            ));
        }
    }
    Ok(BudgetPlan {
        name,
        rate: limit.rate,
        lead_trader: None,
        keys: limit.keys,
        counts: Counts::Requests,
        only: Vec::new(),
        exempt: Vec::new(),
        refused_with: Code::Usual(names::usual_limit_code(root)),
        account_figure: false,
    })
}
