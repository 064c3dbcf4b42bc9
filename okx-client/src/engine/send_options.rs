//! Options for sending a single request.

use std::time::Duration;

use super::SendRoute;
use crate::judge::retry::RetryPolicy;
use crate::limits::LimitPolicy;

/// Options for sending a single request, overriding the client's settings.
///
/// ```
/// use std::time::Duration;
/// use okx_client::{Client, Environment, Region, RetryPolicy, SendOptions, public};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// let okx = Client::builder()
///     .environment(Environment::live(Region::Global))
/// #   .base_url(sim.url())
///     .build()?;
/// // A request that is sent once, with a timeout of one second.
/// let brief = SendOptions::default().timeout(Duration::from_secs(1)).retry(RetryPolicy::none());
/// let time = okx.send_with(&public::GetTime::new(), brief).await?;
/// println!("it is {}", time.ts);
/// // For an order: OKX rejects it instead of placing it later than this.
/// let prompt = SendOptions::default().within(Duration::from_millis(500));
/// # let _ = prompt;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendOptions {
    pub(crate) signed: bool,
    pub(crate) within: Option<Duration>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) limit_policy: Option<LimitPolicy>,
    pub(crate) without_safeguards: bool,
    pub(crate) route: Option<SendRoute>,
}

impl SendOptions {
    /// Signs a request that may be sent signed or unsigned. OKX may answer it differently then. Has no effect on other requests, which are
    /// signed exactly if they must be.
    #[must_use]
    pub fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// Sets a deadline: OKX rejects the request if it arrives later than `time` from now on OKX's clock, and the client does not send it
    /// later either. Only some operations support a deadline; their documentation says so.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { within: Some(time), ..self }
    }

    /// The longest time to wait for each reply, instead of the client's [`request_timeout`](crate::ClientBuilder::request_timeout).
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// When and how often to retry, instead of the client's [`retry`](crate::ClientBuilder::retry).
    #[must_use]
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self { retry: Some(retry), ..self }
    }

    /// Sends the request even if a safeguard of the client would reject it, as
    /// [`without_safeguards`](crate::ClientBuilder::without_safeguards) does for all requests.
    #[must_use]
    pub fn without_safeguards(self) -> Self {
        Self { without_safeguards: true, ..self }
    }

    /// Sends the request over a socket. Orders, amendments and cancellations of [`trade`](crate::trade) and [`spread`](crate::spread) can be sent
    /// so, as [`ws::operations`](crate::ws::operations) lists them; other requests are rejected. See [`SendRoute::Socket`].
    #[must_use]
    pub fn over_socket(self) -> Self {
        self.route(SendRoute::Socket)
    }

    /// How to send the request, instead of the client's [`send_route`](crate::ClientBuilder::send_route).
    #[must_use]
    pub fn route(self, route: SendRoute) -> Self {
        Self { route: Some(route), ..self }
    }

    /// What to do when a rate limit is used up, instead of the client's [`limit_policy`](crate::ClientBuilder::limit_policy).
    #[must_use]
    pub fn limit_policy(self, limit_policy: LimitPolicy) -> Self {
        Self { limit_policy: Some(limit_policy), ..self }
    }
}
