//! How to find out whether a call was done.

use super::EndpointId;
use crate::Location;

/// The question that tells whether what a call may have done was done. Places of fields are of the call's request, or of one item of it,
/// unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedBy {
    /// The call that asks.
    pub call: EndpointId,
    /// The field that names what is made. The question has one of the same name, and so has a row that answers it, where it tells.
    pub name: usize,
    /// What else the question takes from the request, into fields of the same names.
    pub with: Vec<usize>,
    /// Result codes that say that there is no such thing.
    pub missing: Vec<String>,
    /// The field of the answer's row that tells when it was made.
    pub made: Option<usize>,
    /// For how many seconds it is remembered after it has ended, where not for good.
    pub remembered: Option<u32>,
    /// Where it was written.
    pub at: Location,
}
