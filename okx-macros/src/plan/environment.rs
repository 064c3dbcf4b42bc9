//! Regions and their hosts.

use okx_spec::model::Environment;
use proc_macro2::Ident;
use syn::Index;

use super::{names, prose};

/// One region.
pub(crate) struct RegionPlan<'a> {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    /// Its place in the table of hosts.
    pub(crate) place: Index,
    pub(crate) facts: &'a Environment,
}

pub(crate) fn plan<'a>(environments: &[&'a Environment]) -> Vec<RegionPlan<'a>> {
    environments.iter().enumerate().map(|(place, environment)| region(place, environment)).collect()
}

fn region(place: usize, environment: &Environment) -> RegionPlan<'_> {
    RegionPlan {
        docs: format!("{}\n\nHost: {}", prose::escaped(&environment.does), prose::code(&environment.rest)),
        name: names::fixed(&environment.type_name),
        place: place.into(),
        facts: environment,
    }
}
