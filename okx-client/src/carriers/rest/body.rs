//! A request body that reports when it is sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::Progress;

/// A body that the HTTP library requests once there is a connection. The library takes it before it flushes the header of the request, and
/// a server cannot act on the header alone.
pub(super) struct ReportingBody {
    bytes: Option<Bytes>,
    progress: Progress,
}

impl ReportingBody {
    pub(super) fn new(bytes: Vec<u8>, progress: Progress) -> Self {
        progress.waits_for_connection();
        Self { bytes: Some(bytes.into()), progress }
    }
}

impl Body for ReportingBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Some(bytes) = self.bytes.take() else { return Poll::Ready(None) };
        if !self.progress.may_begin() {
            return Poll::Ready(Some(Err(io::Error::other("the request was abandoned"))));
        }
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
