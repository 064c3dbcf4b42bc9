//! Credentials that somebody else keeps, such as a vault.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::{Credentials, Held};
use crate::error::Error;
use crate::system::clock::Clock;

/// How long a source is left alone after it had no others than those that OKX refused.
const FRUITLESS_PAUSE: Duration = Duration::from_secs(10);

type Answer = Result<Credentials, Box<dyn std::error::Error + Send + Sync>>;
type Asking = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Credentials that somebody else keeps, such as a vault, and may change while the program runs.
///
/// It is asked when the first request must be signed, and again when OKX refuses the credentials it gave: if it has others by then, the
/// request is signed with them and sent once more. It is asked by one request at a time, whichever clients share it, and left
/// alone for ten seconds after it had no others to give. It must answer within the request timeout of the client. What
/// its errors say is shown to the user, so they must not hold secrets.
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
    ask: Box<dyn Fn() -> Asking + Send + Sync>,
    /// Locked while the source is asked, so that it is asked once however many requests wait for it.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// When it was asked for others and gave none.
    fruitless: Option<Duration>,
}

impl CredentialsSource {
    /// A source that is asked by calling `ask`. `account` is any name for the account that the credentials belong to, whichever they
    /// are: it does what [`ClientBuilder::account`](crate::ClientBuilder::account) does, because there is no lasting key to know the account by.
    pub fn new<F, A, E>(account: impl Into<String>, ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<Credentials, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let ask = move || -> Asking {
            let answer = ask();
            Box::pin(async { answer.await.map_err(Into::into) })
        };
        let account = account.into().into_boxed_str();
        Self(Arc::new(Source { account, ask: Box::new(ask), state: Mutex::default() }))
    }

    pub(super) fn account(&self) -> &str {
        &self.0.account
    }

    /// The credentials it gave last; it is asked if it gave none yet.
    pub(super) async fn current(&self, clock: &dyn Clock, patience: Duration) -> Result<Held, Error> {
        let mut state = self.0.state.lock().await;
        if let Some(held) = &state.held {
            return Ok(held.clone());
        }
        let held = Held::new(self.ask(clock, patience).await?);
        state.held = Some(held.clone());
        Ok(held)
    }

    /// Other credentials than these, which OKX refused: those that another request was given meanwhile, or those that it gives now. None
    /// if it has no others.
    pub(super) async fn others(
        &self,
        refused: &Held,
        clock: &dyn Clock,
        patience: Duration,
    ) -> Result<Option<Held>, Error> {
        let mut state = self.0.state.lock().await;
        match &state.held {
            Some(held) if !held.same_as(refused) => return Ok(Some(held.clone())),
            _ => {}
        }
        let now = clock.monotonic();
        // Clients with clocks of their own may share the source, so the moment of the last time may seem to lie ahead.
        if state.fruitless.is_some_and(|last| now.abs_diff(last) < FRUITLESS_PAUSE) {
            return Ok(None);
        }
        let given = self.ask(clock, patience).await.map(Held::new);
        let other = given.map(|held| (!held.same_as(refused)).then_some(held));
        match &other {
            Ok(Some(held)) => *state = State { held: Some(held.clone()), fruitless: None },
            _ => state.fruitless = Some(now),
        }
        other
    }

    async fn ask(&self, clock: &dyn Clock, patience: Duration) -> Result<Credentials, Error> {
        tokio::select! {
            biased;
            answer = (self.0.ask)() => answer.map_err(|error| {
                Error::setup(format!("the source of the credentials gave none: {error}")).caused_by(error)
            }),
            () = clock.sleep(patience) => {
                Err(Error::setup(format!("the source of the credentials gave none within {} ms", patience.as_millis())))
            }
        }
    }
}

impl fmt::Debug for CredentialsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsSource(***)")
    }
}
