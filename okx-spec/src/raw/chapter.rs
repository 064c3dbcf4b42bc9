//! A chapter file as written.

use super::{Located, RawCondition, RawField, RawLimit, RawType, RawVocabulary, Text};
use crate::Location;
use crate::model::{Access, Method};

/// One file of calls.
#[derive(Clone, Debug)]
pub(crate) struct RawChapter {
    /// The module's name, from the file's.
    pub(crate) name: Text,
    pub(crate) title: String,
    pub(crate) does: String,
    /// Its anchor.
    pub(crate) guide: String,
    pub(crate) vocabulary: RawVocabulary,
    pub(crate) endpoints: Vec<RawEndpoint>,
}

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct RawEndpoint {
    pub(crate) name: Text,
    pub(crate) does: String,
    /// Its anchor behind the chapter's.
    pub(crate) guide: String,
    /// `None` when it could not be read.
    pub(crate) call: Option<RawCall>,
    /// `None` when it could not be read.
    pub(crate) access: Option<Access>,
    pub(crate) limit: Option<RawLimit>,
    pub(crate) draws: Vec<Text>,
    pub(crate) deadline: bool,
    pub(crate) repeat: Option<Located<RawRepeat>>,
    /// Given or not.
    pub(crate) request: Option<Vec<RawField>>,
    pub(crate) batch: Option<RawBatch>,
    pub(crate) rules: Vec<RawRule>,
    /// `None` when it could not be read.
    pub(crate) response: Option<RawType>,
}

/// `POST /api/v5/trade/order`.
#[derive(Clone, Debug)]
pub(crate) struct RawCall {
    pub(crate) method: Method,
    pub(crate) path: String,
}

/// `always`, `never`, `by FIELD`.
#[derive(Clone, Debug)]
pub(crate) enum RawRepeat {
    Always,
    Never,
    By(String),
}

/// `{of: place_order, up_to: 20}`.
#[derive(Clone, Debug)]
pub(crate) struct RawBatch {
    pub(crate) at: Location,
    pub(crate) of: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) up_to: Option<usize>,
}

/// A demand on fields.
#[derive(Clone, Debug)]
pub(crate) struct RawRule {
    pub(crate) at: Location,
    pub(crate) demand: RawDemand,
    pub(crate) fields: Vec<Text>,
    pub(crate) when: Vec<RawCondition>,
}

/// What is demanded of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawDemand {
    AtMostOne,
    ExactlyOne,
    AtLeastOne,
    Require,
    Forbid,
}
