//! Signs logins, one at a time.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::auth::credentials::{CredentialsProvider, SharedCredentials};
use crate::auth::server_time::ServerTime;
use crate::error::Error;
use crate::system::clock::Clock;
use crate::value::Json;

/// What a login signs in place of the method and the path of a request.
const SIGNED_AS: (&str, &str) = ("GET", "/users/self/verify");

/// A pending measurement of OKX's clock.
pub(crate) type MeasureFuture<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Measures OKX's clock: the engine, which lies above this layer.
pub(crate) trait MeasureClock: Send + Sync {
    /// Measures it if its offset is unknown or uncertain.
    fn ensure_measured(&self) -> MeasureFuture<'_>;

    /// Measures it now, because OKX refused a timestamp.
    fn measure_again(&self) -> MeasureFuture<'_>;
}

/// Permission to log in. OKX refuses logins of one key that come too close together, so there is only one at a time.
pub(super) type LoginTurn = OwnedSemaphorePermit;

/// Signs the logins of a client.
pub(super) struct Login {
    keys: Option<Arc<CredentialsProvider>>,
    time: Arc<ServerTime>,
    clock: Arc<dyn Clock>,
    /// The longest time for the source of the credentials to return them.
    timeout: Duration,
    measure: OnceLock<Weak<dyn MeasureClock>>,
    turns: Arc<Semaphore>,
    /// The credentials of the last login.
    last: Mutex<Option<SharedCredentials>>,
}

impl Login {
    pub(super) fn new(
        keys: Option<Arc<CredentialsProvider>>,
        time: Arc<ServerTime>,
        clock: Arc<dyn Clock>,
        timeout: Duration,
    ) -> Self {
        Self {
            keys,
            time,
            clock,
            timeout,
            measure: OnceLock::new(),
            turns: Arc::new(Semaphore::new(1)),
            last: Mutex::default(),
        }
    }

    /// Sets what measures OKX's clock. Only the first call has an effect.
    pub(super) fn measure_with(&self, measure: Weak<dyn MeasureClock>) {
        let _ = self.measure.set(measure);
    }

    pub(super) fn has_keys(&self) -> bool {
        self.keys.is_some()
    }

    /// Waits for the turn to log in.
    pub(super) async fn turn(&self) -> Result<LoginTurn, Error> {
        // The semaphore is never closed.
        Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::unreachable("the client is shutting down"))
    }

    /// The text of a login message, signed now.
    pub(super) async fn sign(&self, resync_clock: bool, reread_key: bool) -> Result<String, Error> {
        let keys = self.keys.as_ref().ok_or_else(no_keys)?;
        if let Some(measure) = self.measure.get().and_then(Weak::upgrade) {
            let measured = if resync_clock { measure.measure_again() } else { measure.ensure_measured() };
            measured.await;
        }
        let credentials = self.credentials(keys, reread_key).await?;
        // A login has its timestamp in whole seconds.
        let timestamp = self.time.now().as_millis().div_euclid(1_000).to_string();
        let text = message(&credentials, &timestamp);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(credentials);
        Ok(text)
    }

    async fn credentials(&self, keys: &CredentialsProvider, reread: bool) -> Result<SharedCredentials, Error> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(refused) = last.filter(|_| reread)
            && let Some(replacement) = keys.replacement(&refused, &*self.clock, self.timeout).await?
        {
            return Ok(replacement);
        }
        keys.current(&*self.clock, self.timeout).await
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(***)")
    }
}

/// The error for a channel or operation that needs a login, of a client without credentials.
pub(super) fn no_keys() -> Error {
    Error::setup("this needs a login, and the client has no credentials; set them with `ClientBuilder::credentials`")
}

fn message(credentials: &SharedCredentials, timestamp: &str) -> String {
    let credentials = credentials.get();
    let (method, path) = SIGNED_AS;
    let sign = credentials.signer().sign(timestamp, method, path, b"");
    let quoted = |text: &str| Json::from(text).get().to_owned();
    format!(
        r#"{{"op":"login","args":[{{"apiKey":{},"passphrase":{},"timestamp":"{timestamp}","sign":"{}"}}]}}"#,
        quoted(credentials.key()),
        quoted(credentials.passphrase()),
        sign.as_str(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::Credentials;
    use crate::system::clock::ManualClock;
    use crate::value::Timestamp;

    fn login(keys: Option<CredentialsProvider>) -> Login {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::from_millis(1_538_054_050_999)));
        let time = Arc::new(ServerTime::new(Arc::clone(&clock)));
        Login::new(keys.map(Arc::new), time, clock, Duration::from_secs(1))
    }

    #[tokio::test]
    async fn a_login_is_signed_with_whole_seconds() {
        let keys = Credentials::new("key", "22582BD0CFF14C41EDBF1AB98506286D", "pass\"phrase").unwrap();
        let text = login(Some(CredentialsProvider::fixed(keys))).sign(false, false).await.unwrap();
        assert_eq!(
            text,
            r#"{"op":"login","args":[{"apiKey":"key","passphrase":"pass\"phrase","timestamp":"1538054050","sign":"+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M="}]}"#
        );
    }

    #[tokio::test]
    async fn a_client_without_credentials_says_how_to_set_them() {
        let error = login(None).sign(false, false).await.unwrap_err();
        assert!(error.is_setup() && error.to_string().contains("ClientBuilder::credentials"), "{error}");
    }

    #[tokio::test]
    async fn there_is_one_login_at_a_time() {
        let login = login(None);
        let first = login.turn().await.unwrap();
        assert!(Arc::clone(&login.turns).try_acquire_owned().is_err());
        drop(first);
        assert!(Arc::clone(&login.turns).try_acquire_owned().is_ok());
    }
}
