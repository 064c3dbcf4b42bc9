//! Records whether a call was sent, for messages after an interruption.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okx_client::transport::{HttpRequest, SendFuture, Transport};

/// A transport that records whether the watched call was sent.
pub(crate) struct Watched {
    pub(crate) inner: Arc<dyn Transport>,
    pub(crate) watch: Watch,
}

/// The state of the watched call.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    path: String,
    was_sent: bool,
    is_under_way: bool,
}

impl Transport for Watched {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        let is_watched = self.watch.see(&request);
        Box::pin(async move {
            let reply = self.inner.send(request).await;
            if is_watched {
                self.watch.seen().is_under_way = false;
            }
            reply
        })
    }
}

impl Watch {
    /// Watches the call with this path from now on. Other requests of the client, such as for OKX's time, do not count.
    pub(crate) fn begin(&self, path: &str) {
        *self.seen() = Seen { path: path.to_owned(), was_sent: false, is_under_way: false };
    }

    /// Whether the call was sent.
    pub(crate) fn was_sent(&self) -> bool {
        self.seen().was_sent
    }

    /// Whether it is in flight: sent, and without a reply or an error so far.
    pub(crate) fn is_under_way(&self) -> bool {
        self.seen().is_under_way
    }

    fn see(&self, request: &HttpRequest) -> bool {
        let mut seen = self.seen();
        let is_watched = request.target().split('?').next() == Some(&seen.path);
        if is_watched {
            (seen.was_sent, seen.is_under_way) = (true, true);
        }
        is_watched
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
