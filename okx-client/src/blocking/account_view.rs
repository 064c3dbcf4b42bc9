//! The current state of an account.

use super::Client;
use crate::error::Error;
use crate::trading::account_view;

/// The current state of an account; see [`okx_client::AccountView`](crate::AccountView). The client's thread keeps it current.
#[derive(Clone, Debug)]
#[doc(alias("user data stream"))]
pub struct AccountView {
    client: Client,
    view: account_view::AccountView,
}

impl Client {
    /// Returns a view of the account that is kept current; see [`Client::account_view`](crate::Client::account_view).
    ///
    /// ```
    /// # use okx_client::{Credentials, Environment, Region, blocking};
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    /// # let sim = exchange.block_on(okx_sim::Sim::start());
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = blocking::Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// let view = okx.account_view()?;
    /// println!("{} open orders as of {}", view.current().orders().len(), view.current().as_of());
    /// # assert!(view.current().balance("USDT").is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn account_view(&self) -> Result<AccountView, Error> {
        let view = self.wait(self.inner().account_view())??;
        Ok(AccountView { client: self.clone(), view })
    }
}

impl AccountView {
    /// What is known now. Reading it does not wait.
    pub fn current(&self) -> &account_view::AccountView {
        &self.view
    }

    /// Waits until something arrives that may have changed the view; see [`AccountView::changed`](crate::AccountView::changed).
    ///
    /// # Errors
    ///
    /// As for the asynchronous view, or the call is made inside an async runtime.
    pub fn changed(&mut self) -> Result<(), Error> {
        self.client.wait(self.view.changed())?
    }
}
