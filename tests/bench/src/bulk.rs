//! Calls for the benchmarks, described in `bulk.yaml`.

use okx_client::endpoint::{Endpoint, Items, Operation, RestRoute};
use okx_client::okx_api;

/// The calls of `bulk.yaml`.
#[okx_api(path = "src/bulk.yaml")]
pub(crate) mod calls {}

/// `GetRow` without a budget, as the baseline for the limiter. A description cannot express it.
#[derive(Debug)]
pub(crate) struct Unlimited(pub(crate) calls::GetRow);

impl Endpoint for Unlimited {
    type Row = calls::BulkRow;
    type Reply = calls::BulkRow;
    const OPERATION: &'static Operation = &Operation { draws: &[], ..*calls::GetRow::OPERATION };
    const ROUTE: &'static RestRoute = calls::GetRow::ROUTE;

    fn items(&self) -> Items<'_> {
        self.0.items()
    }
}
