//! How to ask for what a request made, whatever the type of the question.

use std::fmt;

use super::{Call, Endpoint, Items};
use crate::envelope::{RowSink, Rows};
use crate::error::Error;
use crate::fields::decode;

/// The call that asks for what another one made.
pub struct Question {
    pub(crate) call: &'static Call,
    read: fn(&str) -> Result<Box<dyn Request>, Error>,
}

/// A request of whatever type.
pub(crate) trait Request: Send + Sync {
    /// The request as the items it is made of.
    fn items(&self) -> Items<'_>;

    /// Where the rows of its reply go.
    fn rows(&self) -> Box<dyn RowSink>;
}

impl<E: Endpoint> Request for E {
    fn items(&self) -> Items<'_> {
        Endpoint::items(self)
    }

    fn rows(&self) -> Box<dyn RowSink> {
        Box::new(Rows::<E::Row>::default())
    }
}

impl Question {
    /// The question that this type asks.
    pub const fn of<Q: Endpoint + Default + 'static>() -> Self {
        Self { call: Q::CALL, read: read::<Q> }
    }

    /// The question with these parameters, an object.
    pub(crate) fn with(&self, parameters: &str) -> Result<Box<dyn Request>, Error> {
        (self.read)(parameters)
    }
}

/// Reads the parameters of a request.
pub(crate) fn read<E: Endpoint + Default + 'static>(parameters: &str) -> Result<Box<dyn Request>, Error> {
    let mut request = E::default();
    decode::decode(parameters, &mut request)?;
    Ok(Box::new(request))
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Question({})", self.call.name)
    }
}
