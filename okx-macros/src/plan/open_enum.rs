//! Open sets of values.

use okx_spec::model::{Enum, EnumValue};
use proc_macro2::Ident;

use super::{names, prose};

/// An enum that also holds values nobody described.
pub(crate) struct EnumPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) values: Vec<ValuePlan>,
}

/// One value that is described.
pub(crate) struct ValuePlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) wire: String,
}

pub(crate) fn plan(set: &Enum) -> EnumPlan {
    EnumPlan {
        docs: prose::escaped(&set.does),
        name: names::fixed(&set.name),
        values: set.values.iter().map(value).collect(),
    }
}

fn value(value: &EnumValue) -> ValuePlan {
    ValuePlan {
        docs: format!("{}: {}", prose::code(&value.wire), prose::escaped(&value.means)),
        name: names::fixed(&value.name),
        wire: value.wire.clone(),
    }
}
