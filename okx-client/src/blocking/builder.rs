//! Builds blocking clients.

use super::Client;
use super::runtime::Runtime;
use crate::client::ClientBuilder;
use crate::error::Error;

impl ClientBuilder<Client> {
    /// Creates the client and starts its thread. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the thread cannot be started.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client { inner: self.client()?, runtime: Runtime::start()? })
    }
}
