//! A shared clock of client and simulator that advances whenever the client waits.

use std::future::{pending, ready};
use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::{Clock, Sleep};
use okx_client::value::Timestamp;
use okx_client::{Client, RetryPolicy};
use okx_sim::{Clock as _, Sim, SteppedClock};

/// The timeout of replies. A wait this long is only a timeout, which is canceled before it expires.
const TIMEOUT: Duration = Duration::from_secs(3_600);

const START_MILLIS: i64 = 1_767_225_600_000;

/// The simulator's clock as the client's clock.
struct Shared(Arc<SteppedClock>);

impl Clock for Shared {
    fn wall(&self) -> Timestamp {
        Timestamp::from_millis(self.0.now_micros() / 1_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_micros((self.0.now_micros() - START_MILLIS * 1_000).unsigned_abs())
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        if pause >= TIMEOUT {
            return Box::pin(pending());
        }
        self.0.step(pause);
        Box::pin(ready(()))
    }
}

/// Starts a simulator with the documented rate limits and a client without retries. Neither of them really waits.
pub(crate) async fn start() -> (Sim, Client) {
    let clock = Arc::new(SteppedClock::at_millis(START_MILLIS));
    let stepped: Arc<SteppedClock> = Arc::clone(&clock);
    let sim = Sim::builder().clock(stepped).start().await.expect("the simulator starts");
    let okx = okx_tests::client(&sim)
        .clock(Arc::new(Shared(clock)))
        .request_timeout(TIMEOUT)
        .retry(RetryPolicy::none())
        .build()
        .expect("the client settings are complete");
    (sim, okx)
}
