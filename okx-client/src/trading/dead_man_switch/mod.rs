//! The dead man's switch: OKX cancels all orders unless the program keeps renewing it.

mod countdown;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::api::ids::OrderTag;
use crate::api::trade;
use crate::client::Client;
use crate::engine::SendOptions;
use crate::error::Error;
use crate::judge::retry::RetryPolicy;
use countdown::Countdown;

/// The shortest pause between two renewals: OKX accepts one per second.
const LEAST_PAUSE: Duration = Duration::from_secs(1);

/// A builder for a dead man's switch; returned by [`Client::cancel_all_after`].
#[must_use = "the switch is not armed before `arm` is awaited"]
pub struct DeadManSwitchBuilder {
    client: Client,
    time: Duration,
    tag: Option<OrderTag>,
    on_failure: Option<OnFailure>,
}

type OnFailure = Arc<dyn Fn(&Error) + Send + Sync>;

/// An armed dead man's switch. As long as it is held, it is renewed, so that OKX does not cancel the orders.
///
/// It is renewed whenever a tenth of its time has passed, and once per second after a renewal failed, so that a single lost request does no
/// harm. If the program dies or loses its connection to OKX, the renewals stop and OKX cancels the orders. There are two ways to end it:
///
/// - [`disarm`](Self::disarm) tells OKX to keep the orders.
/// - **Dropping it does not disarm it.** It only stops the renewals, so OKX cancels the orders when the time is over. That is its purpose:
///   a program that panics or returns early has not decided that its orders may stay.
///
/// The renewals run in a task on the tokio runtime that `arm` was called on, and end with it.
#[must_use = "if it is dropped it is no longer renewed, and OKX cancels all orders"]
#[doc(alias("kill switch", "cancel on disconnect"))]
pub struct DeadManSwitch {
    client: Client,
    tag: Option<OrderTag>,
    countdown: Arc<Countdown>,
    stop: Arc<Notify>,
    renewing: Option<JoinHandle<()>>,
}

impl Client {
    /// Builds a dead man's switch: OKX cancels all orders of the account when this much time has passed since the last renewal. OKX accepts
    /// whole seconds from 10 to 120. It does not apply to spread orders and block trading quotes, which have timers of their own
    /// ([`spread::CancelAllAfter`](crate::api::spread::CancelAllAfter), [`block::CancelAllAfter`](crate::api::block::CancelAllAfter)).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use okx_client::{Client, Credentials, Environment, Region};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// let switch = okx
    ///     .cancel_all_after(Duration::from_secs(30))
    ///     .on_failure(|error| eprintln!("the dead man's switch was not renewed: {error}"))
    ///     .arm()
    ///     .await?;
    /// // … trade, and check `switch.is_healthy()` from time to time …
    /// switch.disarm().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel_all_after(&self, time: Duration) -> DeadManSwitchBuilder {
        DeadManSwitchBuilder { client: self.clone(), time, tag: None, on_failure: None }
    }
}

impl DeadManSwitchBuilder {
    /// Applies to orders with this tag only. Switches for different tags are independent of each other and of the one for all orders.
    pub fn tag(self, tag: impl Into<OrderTag>) -> Self {
        Self { tag: Some(tag.into()), ..self }
    }

    /// Calls `hook` for each failed renewal, in addition to a `tracing` warning. It must not block.
    pub fn on_failure(self, hook: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        Self { on_failure: Some(Arc::new(hook)), ..self }
    }

    /// Arms the switch. Once this returns without an error, OKX's countdown is running.
    ///
    /// # Errors
    ///
    /// The time is not a positive number of whole seconds, or the request failed. If its outcome is unknown, OKX's countdown may be
    /// running.
    pub async fn arm(self) -> Result<DeadManSwitch, Error> {
        if self.time.as_secs() == 0 || self.time.subsec_nanos() != 0 {
            return Err(Error::invalid(
                "the time must be a whole number of seconds, and at least one; zero would disarm the switch",
            ));
        }
        let countdown = Arc::new(Countdown::new(Arc::clone(self.client.engine().clock()), self.time));
        let begun = countdown.now();
        self.client.send(&request(self.time, self.tag.as_ref())).await?;
        countdown.renewed(begun);
        let stop = Arc::new(Notify::new());
        let (client, tag) = (self.client.clone(), self.tag.clone());
        let renewing = tokio::spawn(self.renew(Arc::clone(&countdown), Arc::clone(&stop)));
        Ok(DeadManSwitch { client, tag, countdown, stop, renewing: Some(renewing) })
    }

    /// Renews until it is stopped. A renewal in flight is awaited first, because one that arrived at OKX later would arm the switch again.
    async fn renew(self, countdown: Arc<Countdown>, stop: Arc<Notify>) {
        let usual = (self.time / 10).max(LEAST_PAUSE);
        let request = request(self.time, self.tag.as_ref());
        let options = SendOptions::default().timeout((self.time / 3).max(LEAST_PAUSE)).retry(RetryPolicy::none());
        let mut pause = usual;
        loop {
            tokio::select! {
                biased;
                () = stop.notified() => return,
                () = self.client.engine().clock().sleep(pause) => {}
            }
            let begun = countdown.now();
            pause = match self.client.send_with(&request, options).await {
                Ok(_) => {
                    countdown.renewed(begun);
                    usual
                }
                Err(error) => {
                    tracing::warn!(%error, remaining = ?countdown.remaining(), "failed to renew the dead man's switch");
                    if let Some(hook) = &self.on_failure {
                        hook(&error);
                    }
                    countdown.failed(error);
                    LEAST_PAUSE
                }
            };
        }
    }
}

impl DeadManSwitch {
    /// Whether the last renewal succeeded and the countdown has not expired.
    pub fn is_healthy(&self) -> bool {
        self.countdown.error().is_none() && !self.remaining().is_zero()
    }

    /// Why the last renewal failed; `None` if it succeeded.
    pub fn last_error(&self) -> Option<Error> {
        self.countdown.error()
    }

    /// The time until OKX cancels the orders if it receives no further renewal; the actual time may be slightly longer. Zero if OKX may
    /// have begun already.
    pub fn remaining(&self) -> Duration {
        self.countdown.remaining()
    }

    /// Whether the countdown has expired at any time since the switch was armed, so that OKX may have cancelled orders even if it has been
    /// renewed since.
    pub fn has_lapsed(&self) -> bool {
        self.countdown.has_lapsed()
    }

    /// Disarms the switch: OKX keeps the orders. Waits for a renewal in flight.
    ///
    /// # Errors
    ///
    /// The request failed. Unless it was executed nevertheless, OKX cancels the orders when the countdown expires; arm a new switch, or
    /// send [`trade::CancelAllAfter`] with 0 seconds again. If the last renewal was lost in transit, it may still arrive within 30 seconds
    /// and start the countdown again.
    pub async fn disarm(mut self) -> Result<(), Error> {
        self.stop.notify_one();
        if let Some(renewing) = self.renewing.take() {
            // The task only ends early if the runtime does, and then there are no renewals either.
            let _ = renewing.await;
        }
        self.client.send(&request(Duration::ZERO, self.tag.as_ref())).await.map(drop)
    }
}

impl Drop for DeadManSwitch {
    fn drop(&mut self) {
        if let Some(renewing) = &self.renewing {
            renewing.abort();
        }
    }
}

impl fmt::Debug for DeadManSwitchBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadManSwitchBuilder").field("time", &self.time).field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl fmt::Debug for DeadManSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadManSwitch")
            .field("tag", &self.tag)
            .field("countdown", &self.countdown)
            .finish_non_exhaustive()
    }
}

fn request(time: Duration, tag: Option<&OrderTag>) -> trade::CancelAllAfter {
    let request = trade::CancelAllAfter::new(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
    match tag {
        Some(tag) => request.tag(tag.clone()),
        None => request,
    }
}
