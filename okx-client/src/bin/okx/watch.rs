//! Watches whether a call goes out, for the person who stops waiting in the middle of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okx_client::transport::{Answer, HttpRequest, Transport};

/// A transport that tells whether the watched call went out.
pub(crate) struct Watched {
    pub(crate) inner: Arc<dyn Transport>,
    pub(crate) watch: Watch,
}

/// What was seen of the watched call.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    path: String,
    body: Option<Vec<u8>>,
}

impl Transport for Watched {
    fn send(&self, request: HttpRequest) -> Answer<'_> {
        self.watch.see(&request);
        self.inner.send(request)
    }
}

impl Watch {
    /// Watches the call of this path from now on. What the client asks beside it, such as OKX's time, is of no interest.
    pub(crate) fn begin(&self, path: &str) {
        *self.seen() = Seen { path: path.to_owned(), body: None };
    }

    /// The body that went out, if the call did.
    pub(crate) fn sent(&self) -> Option<Vec<u8>> {
        self.seen().body.clone()
    }

    fn see(&self, request: &HttpRequest) {
        let mut seen = self.seen();
        if request.target().split('?').next() == Some(&seen.path) {
            seen.body = Some(request.body().to_vec());
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
