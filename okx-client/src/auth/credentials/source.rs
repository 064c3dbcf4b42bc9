//! Credentials from an external source, such as a vault.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::{Credentials, SharedCredentials};
use crate::error::Error;
use crate::system::clock::Clock;

/// How long a source is not asked again after it had no replacement for credentials that OKX rejected.
const RETRY_PAUSE: Duration = Duration::from_secs(10);

type SourceResult = Result<Credentials, Box<dyn std::error::Error + Send + Sync>>;
type SourceFuture = Pin<Box<dyn Future<Output = SourceResult> + Send>>;

/// Credentials from an external source, such as a vault, which may change while the program runs.
///
/// The source is called before the first signed request, and again when OKX rejects the credentials it returned: if it then returns
/// different ones, the request is signed with them and sent once more. Only one request calls it at a time, even if several clients share
/// it, and it is not called again for ten seconds after it had no replacement. It must complete within the client's request timeout. Its
/// errors are shown to the user, so they must not contain secrets.
///
/// ```
/// use okx_client::{Client, Credentials, CredentialsSource, Environment, Region};
///
/// # mod vault {
/// #     pub async fn read(_: &str) -> Result<[String; 3], std::io::Error> {
/// #         Ok(["key", "secret", "passphrase"].map(str::to_owned))
/// #     }
/// # }
/// let source = CredentialsSource::new("desk 1", || async {
///     let [key, secret, passphrase] = vault::read("okx/desk-1").await?;
///     Ok::<_, Box<dyn std::error::Error + Send + Sync>>(Credentials::new(key, secret, passphrase)?)
/// });
/// let okx = Client::builder().environment(Environment::live(Region::Global)).credentials_from(source).build()?;
/// # Ok::<(), okx_client::Error>(())
/// ```
#[derive(Clone)]
pub struct CredentialsSource(Arc<Source>);

struct Source {
    account: Box<str>,
    fetch: Box<dyn Fn() -> SourceFuture + Send + Sync>,
    /// Locked while the source is called, so that concurrent requests share one call.
    state: Mutex<SourceState>,
}

#[derive(Default)]
struct SourceState {
    current: Option<SharedCredentials>,
    /// When it was last asked for a replacement and had none.
    no_replacement_at: Option<Duration>,
}

impl CredentialsSource {
    /// Creates a source that calls `fetch`. `account` is any name for the account that the credentials belong to. It has the same effect as
    /// [`ClientBuilder::account`](crate::ClientBuilder::account), because there is no permanent API key to identify the account by.
    pub fn new<F, A, E>(account: impl Into<String>, fetch: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<Credentials, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let fetch = move || -> SourceFuture {
            let future = fetch();
            Box::pin(async { future.await.map_err(Into::into) })
        };
        let account = account.into().into_boxed_str();
        Self(Arc::new(Source { account, fetch: Box::new(fetch), state: Mutex::default() }))
    }

    pub(super) fn account(&self) -> &str {
        &self.0.account
    }

    /// The current credentials, fetched on first use.
    pub(super) async fn current(&self, clock: &dyn Clock, timeout: Duration) -> Result<SharedCredentials, Error> {
        let mut state = self.0.state.lock().await;
        if let Some(current) = &state.current {
            return Ok(current.clone());
        }
        let current = SharedCredentials::new(self.fetch(clock, timeout).await?);
        state.current = Some(current.clone());
        Ok(current)
    }

    /// Replaces credentials that OKX rejected: with those that another request has received meanwhile, or those that the source returns
    /// now. `None` if it has no others.
    pub(super) async fn replacement(
        &self,
        refused: &SharedCredentials,
        clock: &dyn Clock,
        timeout: Duration,
    ) -> Result<Option<SharedCredentials>, Error> {
        let mut state = self.0.state.lock().await;
        match &state.current {
            Some(current) if !current.equals(refused) => return Ok(Some(current.clone())),
            _ => {}
        }
        let now = clock.monotonic();
        // Clients with different clocks may share the source, so the last time may appear to be in the future.
        if state.no_replacement_at.is_some_and(|last| now.abs_diff(last) < RETRY_PAUSE) {
            return Ok(None);
        }
        let fetched = self.fetch(clock, timeout).await.map(SharedCredentials::new);
        let replacement = fetched.map(|fetched| (!fetched.equals(refused)).then_some(fetched));
        match &replacement {
            Ok(Some(current)) => *state = SourceState { current: Some(current.clone()), no_replacement_at: None },
            _ => state.no_replacement_at = Some(now),
        }
        replacement
    }

    async fn fetch(&self, clock: &dyn Clock, timeout: Duration) -> Result<Credentials, Error> {
        tokio::select! {
            biased;
            result = (self.0.fetch)() => {
                result.map_err(|error| Error::setup(format!("credentials source failed: {error}")).caused_by(error))
            },
            () = clock.sleep(timeout) => {
                Err(Error::setup(format!("credentials source timed out after {} ms", timeout.as_millis())))
            }
        }
    }
}

impl fmt::Debug for CredentialsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsSource(***)")
    }
}
