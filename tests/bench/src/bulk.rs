//! Calls of our own, described in `bulk.yaml` beside this file.

use okx_client::endpoint::{Endpoint, Operation, RestRoute};
use okx_client::fields::{Shape, Slot, Table, Value};
use okx_client::okx_api;

/// What the YAML became.
#[okx_api(path = "src/bulk.yaml")]
pub(crate) mod calls {}

/// `GetRow` without any budget: what the limiter is measured against. The description could not say this.
#[derive(Debug)]
pub(crate) struct Unlimited(pub(crate) calls::GetRow);

impl Endpoint for Unlimited {
    type Row = calls::BulkRow;
    type Reply = calls::BulkRow;
    const OPERATION: &'static Operation = &Operation { draws: &[], ..*calls::GetRow::OPERATION };
    const ROUTE: &'static RestRoute = calls::GetRow::ROUTE;
}

impl Table for Unlimited {
    const SHAPE: Shape = calls::GetRow::SHAPE;

    fn field_mut(&mut self, place: usize) -> Slot<'_> {
        self.0.field_mut(place)
    }

    fn field(&self, place: usize) -> Value<'_> {
        self.0.field(place)
    }
}
