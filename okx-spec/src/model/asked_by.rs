//! How to find out whether a call was done.

use super::EndpointId;
use crate::Location;

/// The query that tells whether a call with an unknown outcome was done. Fields are places in the call's request, or in one item of it, unless
/// stated otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedBy {
    /// The call that is sent as the query.
    pub call: EndpointId,
    /// The field that names what the call creates. The query has a field with the same name, and so may the rows of its reply.
    pub name: usize,
    /// Other fields of the request that the query also has, under the same names.
    pub with: Vec<usize>,
    /// Result codes that mean "not found".
    pub missing: Vec<String>,
    /// The field with the time of creation, in the rows of the reply to the query.
    pub made: Option<usize>,
    /// For how many seconds OKX keeps it after it has ended. `None` when it is kept forever.
    pub remembered: Option<u32>,
    /// Where it was written.
    pub at: Location,
}
