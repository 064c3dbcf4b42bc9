//! A dead-man switch: OKX cancels all orders unless it is told in time that the program is still there.

mod fuse;

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
use fuse::Fuse;

/// The least pause between two renewals: OKX takes one a second.
const LEAST_PAUSE: Duration = Duration::from_secs(1);

/// A dead-man switch in the making; made by [`Client::cancel_all_after`].
#[must_use = "nothing is switched on before `arm` is awaited"]
pub struct CancelAllAfter {
    client: Client,
    time: Duration,
    tag: Option<OrderTag>,
    on_failure: Option<OnFailure>,
}

type OnFailure = Arc<dyn Fn(&Error) + Send + Sync>;

/// A dead-man switch that is on: for as long as it is held, OKX is told again and again not to cancel all orders yet.
///
/// It renews ten times as often as it must, and once a second after a renewal failed, so that one lost request does no harm. When the
/// program dies, or loses its way to OKX, the renewals end and OKX cancels the orders. There are two ways to let go of it:
///
/// - [`disarm`](Self::disarm) tells OKX to leave the orders alone.
/// - **Dropping it does not switch it off.** It only stops renewing, so OKX cancels the orders when the time is over. That is what it is
///   for: a program that ends by a panic or an early return has not said that its orders may stay.
///
/// The renewals run as a task of the tokio runtime that it was armed on, and end with it.
#[must_use = "when it is dropped it is no longer renewed, and OKX cancels all orders"]
pub struct DeadManSwitch {
    client: Client,
    tag: Option<OrderTag>,
    fuse: Arc<Fuse>,
    stop: Arc<Notify>,
    renewing: Option<JoinHandle<()>>,
}

impl Client {
    /// A dead-man switch: OKX cancels all orders of the account this long after it last heard of this program. OKX takes whole seconds from
    /// 10 to 120. It says nothing about orders of spreads and quotes of block trading, which have timers of their own
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
    ///     .on_failure(|error| eprintln!("OKX does not hear of us: {error}"))
    ///     .arm()
    ///     .await?;
    /// // … trade, and look now and then whether `switch.is_healthy()` …
    /// switch.disarm().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel_all_after(&self, time: Duration) -> CancelAllAfter {
        CancelAllAfter { client: self.clone(), time, tag: None, on_failure: None }
    }
}

impl CancelAllAfter {
    /// Only orders with this tag. Switches for different tags are independent of each other and of the one for all orders.
    pub fn tag(self, tag: impl Into<OrderTag>) -> Self {
        Self { tag: Some(tag.into()), ..self }
    }

    /// Is told of each renewal that failed; it must not block. Failures are traced as well.
    pub fn on_failure(self, tell: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        Self { on_failure: Some(Arc::new(tell)), ..self }
    }

    /// Switches it on. When this ends without an error, OKX counts down.
    ///
    /// # Errors
    ///
    /// The time is not one or more whole seconds, or OKX did not take the request. Where the outcome is unknown, OKX may be
    /// counting down.
    pub async fn arm(self) -> Result<DeadManSwitch, Error> {
        if self.time.as_secs() == 0 || self.time.subsec_nanos() != 0 {
            return Err(Error::invalid("the time is whole seconds, and at least one: less would switch it off"));
        }
        let fuse = Arc::new(Fuse::new(Arc::clone(self.client.engine().clock()), self.time));
        let begun = fuse.now();
        self.client.send(&request(self.time, self.tag.as_ref())).await?;
        fuse.renewed(begun);
        let stop = Arc::new(Notify::new());
        let (client, tag) = (self.client.clone(), self.tag.clone());
        let renewing = tokio::spawn(self.renew(Arc::clone(&fuse), Arc::clone(&stop)));
        Ok(DeadManSwitch { client, tag, fuse, stop, renewing: Some(renewing) })
    }

    /// Renews until it is told to stop. A renewal that is under way then is waited for, because one that came to OKX later would
    /// switch on again what was switched off.
    async fn renew(self, fuse: Arc<Fuse>, stop: Arc<Notify>) {
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
            let begun = fuse.now();
            pause = match self.client.send_with(&request, options).await {
                Ok(_) => {
                    fuse.renewed(begun);
                    usual
                }
                Err(error) => {
                    tracing::warn!(%error, remaining = ?fuse.remaining(), "the dead-man switch was not renewed");
                    if let Some(tell) = &self.on_failure {
                        tell(&error);
                    }
                    fuse.failed(error);
                    LEAST_PAUSE
                }
            };
        }
    }
}

impl DeadManSwitch {
    /// Whether the last renewal was taken and its time is not over.
    pub fn is_healthy(&self) -> bool {
        self.fuse.error().is_none() && !self.remaining().is_zero()
    }

    /// Why the last renewal failed; `None` when it did not.
    pub fn last_error(&self) -> Option<Error> {
        self.fuse.error()
    }

    /// How long OKX waits before it cancels the orders if it hears nothing more; it may be somewhat longer. Nothing when that may have
    /// begun already.
    pub fn remaining(&self) -> Duration {
        self.fuse.remaining()
    }

    /// Whether the time was over at some moment since it was armed, so that OKX may have cancelled orders in the meantime, even if it is
    /// renewed again by now.
    pub fn has_lapsed(&self) -> bool {
        self.fuse.has_lapsed()
    }

    /// Switches it off: OKX leaves the orders alone. Waits for a renewal that is under way.
    ///
    /// # Errors
    ///
    /// OKX did not confirm it. Unless it was done all the same, OKX cancels the orders when the time is over; arm a new switch, or
    /// send [`trade::CancelAllAfter`] with 0 seconds again. When the last renewal was lost on its way, it may come to OKX within 30 seconds and
    /// count down once more.
    pub async fn disarm(mut self) -> Result<(), Error> {
        self.stop.notify_one();
        if let Some(renewing) = self.renewing.take() {
            // It only ends early when the runtime does, and then nothing is renewed either.
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

impl fmt::Debug for CancelAllAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelAllAfter").field("time", &self.time).field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl fmt::Debug for DeadManSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadManSwitch").field("tag", &self.tag).field("fuse", &self.fuse).finish_non_exhaustive()
    }
}

fn request(time: Duration, tag: Option<&OrderTag>) -> trade::CancelAllAfter {
    let request = trade::CancelAllAfter::new(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
    match tag {
        Some(tag) => request.tag(tag.clone()),
        None => request,
    }
}
