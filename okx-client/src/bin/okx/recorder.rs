//! Remembers the raw reply to a call, which is what a person wants to see.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okx_client::transport::{Answer, HttpReply, HttpRequest, Transport};

/// A transport that remembers the last sending of the call that is watched, and not what the client asks beside it: OKX's time, instruments.
pub(crate) struct Recorder {
    inner: Arc<dyn Transport>,
    memory: Memory,
}

/// What was remembered.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Watched>>);

#[derive(Default)]
struct Watched {
    method: &'static str,
    path: String,
    sending: Option<Sending>,
}

/// One sending of the watched call.
#[derive(Clone)]
pub(crate) struct Sending {
    /// The body that was sent.
    pub(crate) body: Vec<u8>,
    /// What came back, if something did.
    pub(crate) reply: Option<HttpReply>,
}

impl Recorder {
    pub(crate) fn new(inner: Arc<dyn Transport>, memory: Memory) -> Self {
        Self { inner, memory }
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpReply, okx_client::transport::TransportError> {
        let watched = self.memory.begin(&request);
        let reply = self.inner.send(request).await;
        if watched && let Ok(reply) = &reply {
            self.memory.end(reply);
        }
        reply
    }
}

impl Transport for Recorder {
    fn send(&self, request: HttpRequest) -> Answer<'_> {
        Box::pin(self.carry(request))
    }
}

impl Memory {
    /// Forgets what was, and watches a call from now on.
    pub(crate) fn watch(&self, method: &'static str, path: &str) {
        *self.lock() = Watched { method, path: path.to_owned(), sending: None };
    }

    /// The last sending of the watched call.
    pub(crate) fn sending(&self) -> Option<Sending> {
        self.lock().sending.clone()
    }

    fn begin(&self, request: &HttpRequest) -> bool {
        let mut watched = self.lock();
        let path = request.target().split('?').next();
        let is_it = watched.method == request.method().as_str() && path == Some(&watched.path);
        if is_it {
            watched.sending = Some(Sending { body: request.body().to_vec(), reply: None });
        }
        is_it
    }

    fn end(&self, reply: &HttpReply) {
        if let Some(sending) = &mut self.lock().sending {
            sending.reply = Some(reply.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
