//! The instruments of a blocking client.

use super::Client;
use crate::api::enums::InstType;
use crate::check::instruments::Instrument;
use crate::error::Error;

/// The instruments of a client: the blocking methods of [`okx_client::Instruments`](crate::Instruments).
#[derive(Clone, Copy, Debug)]
pub struct Instruments<'a>(pub(super) &'a Client);

impl Instruments<'_> {
    /// An instrument, loaded with its kind if it is not known.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn get(&self, inst_id: impl AsRef<str>) -> Result<Instrument, Error> {
        self.0.wait(self.0.inner.instruments().get(inst_id))?
    }

    /// All instruments of a type in the order of their names, loaded if they are not known yet.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn list(&self, inst_type: impl Into<InstType>) -> Result<Vec<Instrument>, Error> {
        self.0.wait(self.0.inner.instruments().list(inst_type))?
    }

    /// All options of a family in the order of their names, loaded if they are not known yet.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn list_options(&self, family: impl AsRef<str>) -> Result<Vec<Instrument>, Error> {
        self.0.wait(self.0.inner.instruments().list_options(family))?
    }

    /// All event contracts of a series in the order of their names, loaded if they are not known yet.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn list_events(&self, series: impl AsRef<str>) -> Result<Vec<Instrument>, Error> {
        self.0.wait(self.0.inner.instruments().list_events(series))?
    }

    /// Loads the group of an instrument again, however old the known data is.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn refresh(&self, inst_id: impl AsRef<str>) -> Result<(), Error> {
        self.0.wait(self.0.inner.instruments().refresh(inst_id))?
    }

    /// Loads all instruments of a type, or reloads them.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn load(&self, inst_type: impl Into<InstType>) -> Result<(), Error> {
        self.0.wait(self.0.inner.instruments().load(inst_type))?
    }

    /// Loads all options of a family, with their tick bands.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn load_options(&self, family: impl AsRef<str>) -> Result<(), Error> {
        self.0.wait(self.0.inner.instruments().load_options(family))?
    }

    /// Loads all event contracts of a series, with their tick bands.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn load_events(&self, series: impl AsRef<str>) -> Result<(), Error> {
        self.0.wait(self.0.inner.instruments().load_events(series))?
    }
}
