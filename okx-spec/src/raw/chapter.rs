//! A chapter file as written.

use std::collections::BTreeSet;

use super::{Located, RawAskedBy, RawField, RawLimit, RawPages, RawRule, RawType, RawVocabulary, Text};
use crate::model::{Access, Method};
use crate::{Location, names};

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
    pub(crate) reduces_risk: bool,
    pub(crate) repeat: Option<Located<RawRepeat>>,
    pub(crate) asked_by: Option<RawAskedBy>,
    /// Given or not.
    pub(crate) request: Option<Vec<RawField>>,
    pub(crate) batch: Option<RawBatch>,
    pub(crate) rules: Vec<RawRule>,
    /// `None` when it could not be read.
    pub(crate) response: Option<RawType>,
    pub(crate) pages: Option<RawPages>,
}

impl RawEndpoint {
    /// The names of the types that are made of it: of what is sent, and where that is a list of nothing else, of an item.
    pub(crate) fn type_names(&self) -> BTreeSet<String> {
        [names::pascal(&self.name.value)].into_iter().chain(self.shape_name()).collect()
    }

    /// The name of the shape that its fields are: the request, or one item of a list that is made of no other call.
    /// `None` when it has the fields of the call it is a batch of.
    pub(crate) fn shape_name(&self) -> Option<String> {
        let type_name = names::pascal(&self.name.value);
        match &self.batch {
            None => Some(type_name),
            Some(batch) if batch.of.is_none() => Some(format!("{type_name}Item")),
            Some(_) => None,
        }
    }
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

/// `{of: place_order, up_to: 20}`, or `{up_to: 20}` beside a `request:`.
#[derive(Clone, Debug)]
pub(crate) struct RawBatch {
    pub(crate) at: Location,
    pub(crate) of: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) up_to: Option<usize>,
}
