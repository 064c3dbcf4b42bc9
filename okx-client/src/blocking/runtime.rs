//! The thread that serves the network for a blocking client.

use std::sync::Arc;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::error::Error;

/// A runtime on a thread of its own. The thread ends when the last clone is dropped.
#[derive(Clone)]
pub(super) struct Runtime(Arc<Running>);

struct Running {
    handle: Handle,
    /// The thread waits until this is dropped. It is not joined, so dropping a client never blocks.
    _stop: oneshot::Sender<()>,
}

impl Runtime {
    pub(super) fn start() -> Result<Self, Error> {
        let failed = |error| {
            Error::setup(format!("failed to start the thread of the blocking client: {error}")).caused_by(error)
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = move || {
            // Nothing is ever sent; the wait ends when the other side is dropped.
            let _ = runtime.block_on(stopped);
        };
        thread::Builder::new().name("okx-client".to_owned()).spawn(serve).map_err(failed)?;
        Ok(Self(Arc::new(Running { handle, _stop: stop })))
    }

    /// Blocks until a future completes. It runs on the calling thread; the other one only serves the network and timers.
    pub(super) fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::setup(
                "the blocking client was called inside an async runtime, where it would block a thread; use `okx_client::Client` \
                 and `.await` instead, or call it from a thread of its own",
            ));
        }
        Ok(self.0.handle.block_on(future))
    }
}
