//! The files of the sockets as written.

use super::{RawField, RawLimit, RawShape, RawType, Text};
use crate::model::{Socket, choice_type};
use crate::names;

/// One socket.
#[derive(Clone, Debug)]
pub(crate) struct RawSocket {
    pub(crate) socket: Socket,
    pub(crate) objects: Vec<RawShape>,
    pub(crate) channels: Vec<RawChannel>,
}

/// One channel, or several that are alike.
#[derive(Clone, Debug)]
pub(crate) struct RawChannel {
    pub(crate) name: Text,
    pub(crate) does: String,
    /// Its anchor.
    pub(crate) guide: String,
    pub(crate) channels: Vec<Text>,
    pub(crate) login: bool,
    pub(crate) arguments: Vec<RawField>,
    /// `None` when it could not be read.
    pub(crate) push: Option<RawType>,
    pub(crate) beside: Option<RawType>,
}

impl RawChannel {
    /// The names of its types in Rust: what a subscription names, and which of several channels it is.
    pub(crate) fn type_names(&self) -> Vec<String> {
        let type_name = names::pascal(&self.name.value);
        let choice = choice_type(&type_name, self.channels.len());
        [Some(type_name), choice].into_iter().flatten().collect()
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct RawOperation {
    pub(crate) name: Text,
    pub(crate) does: String,
    /// Its anchor.
    pub(crate) guide: String,
    /// `None` when it could not be read.
    pub(crate) op: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) socket: Option<Socket>,
    /// `chapter.call`; `None` when it could not be read.
    pub(crate) of: Option<Text>,
    pub(crate) without: Vec<Text>,
    pub(crate) adds: Vec<RawField>,
    pub(crate) limit: Option<RawLimit>,
    pub(crate) draws: Vec<Text>,
}
