//! Records whether a call was sent, for messages after an interruption.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okx_client::transport::{HttpRequest, SendFuture, Transport};

/// A transport that records whether the monitored call was sent.
pub(crate) struct MonitoredTransport {
    pub(crate) inner: Arc<dyn Transport>,
    pub(crate) monitor: SendMonitor,
}

/// The state of the monitored call.
#[derive(Clone, Default)]
pub(crate) struct SendMonitor(Arc<Mutex<CallState>>);

#[derive(Default)]
struct CallState {
    path: String,
    was_sent: bool,
    is_under_way: bool,
}

impl Transport for MonitoredTransport {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        let is_monitored = self.monitor.sends(&request);
        Box::pin(async move {
            let reply = self.inner.send(request).await;
            if is_monitored {
                self.monitor.state().is_under_way = false;
            }
            reply
        })
    }
}

impl SendMonitor {
    /// Monitors the call with this path from now on. Other requests of the client, such as for OKX's time, do not count.
    pub(crate) fn begin(&self, path: &str) {
        *self.state() = CallState { path: path.to_owned(), was_sent: false, is_under_way: false };
    }

    /// Monitors a call over a socket, which does not use this transport. It counts as in flight until it ends; only the client knows whether
    /// it was sent.
    pub(crate) fn begin_over_socket(&self) {
        *self.state() = CallState { path: String::new(), was_sent: false, is_under_way: true };
    }

    /// Whether the call was sent.
    pub(crate) fn was_sent(&self) -> bool {
        self.state().was_sent
    }

    /// Whether it is in flight: sent, and without a reply or an error so far.
    pub(crate) fn is_under_way(&self) -> bool {
        self.state().is_under_way
    }

    fn sends(&self, request: &HttpRequest) -> bool {
        let mut state = self.state();
        let is_monitored = request.target().split('?').next() == Some(&state.path);
        if is_monitored {
            (state.was_sent, state.is_under_way) = (true, true);
        }
        is_monitored
    }

    fn state(&self) -> MutexGuard<'_, CallState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
