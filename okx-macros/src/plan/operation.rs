//! What can be asked for over a socket as well.

use okx_spec::model::{Operation, Socket};
use proc_macro2::TokenStream;

use super::budget::{self, Draw};
use super::names::Names;
use super::table::{self, Extra, TablePlan};

/// The facts of one operation.
pub(crate) struct OperationPlan {
    /// The type of the request that it sends.
    pub(crate) request: TokenStream,
    pub(crate) name: String,
    pub(crate) op: String,
    pub(crate) socket: Socket,
    pub(crate) guide: String,
    pub(crate) without: Vec<usize>,
    pub(crate) adds: TablePlan,
    /// What it draws on, where that is not what its call draws on.
    pub(crate) draws: Option<Vec<Draw>>,
}

pub(crate) fn plan(names: &Names<'_>, operation: &Operation) -> OperationPlan {
    OperationPlan {
        request: names.request(&names.model[operation.of]),
        name: format!("ws.{}.{}", operation.socket, operation.name),
        op: operation.op.clone(),
        socket: operation.socket,
        guide: operation.guide.clone(),
        without: operation.without.clone(),
        adds: TablePlan { extra: Extra::Dropped, ..table::plan(names, &names.model[operation.adds]) },
        draws: (operation.draws != names.model[operation.of].draws).then(|| budget::draws(names, &operation.draws)),
    }
}
