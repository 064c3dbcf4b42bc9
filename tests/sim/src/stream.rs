//! A TCP stream with fault injection: it can be reset before or within a reply, and slowed down.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::clock;
use crate::faults::Pace;

/// A TCP stream that can be reset or slowed down through its [`StreamControl`].
pub(crate) struct FaultyStream {
    stream: TcpStream,
    control: StreamControl,
    pause: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

/// The control of one stream. Clones control the same stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct StreamControl(Arc<Mutex<StreamSettings>>);

/// The current settings of a stream.
#[derive(Debug, Default)]
struct StreamSettings {
    end: End,
    pace: Option<Pace>,
    reader: Option<Waker>,
}

/// Whether and how the stream ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    /// It stays open.
    #[default]
    Open,
    /// It is closed after the header and half of the body of the next reply are sent.
    HalfReply,
    /// It is closed.
    Closed,
    /// It is reset, which the client can distinguish from an orderly close.
    Reset,
}

impl StreamControl {
    /// Resets the connection: no more bytes are sent.
    pub(crate) fn reset(&self) {
        let mut settings = self.settings();
        settings.end = End::Reset;
        if let Some(reader) = settings.reader.take() {
            reader.wake();
        }
    }

    /// Closes the connection in the middle of the next reply.
    pub(crate) fn close_in_reply(&self) {
        self.settings().end = End::HalfReply;
    }

    /// Sets the pace of sending; `None` sends without delay.
    pub(crate) fn set_pace(&self, pace: Option<Pace>) {
        self.settings().pace = pace;
    }

    fn settings(&self) -> MutexGuard<'_, StreamSettings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FaultyStream {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, control: StreamControl::default(), pause: None }
    }

    pub(crate) fn control(&self) -> StreamControl {
        self.control.clone()
    }

    /// The error that ends the stream, if it must end.
    fn ended(&self) -> Option<io::Error> {
        match self.control.settings().end {
            End::Open | End::HalfReply => return None,
            End::Closed => {}
            // Without this option the client would see an orderly close. If setting it fails, nothing better is
            // possible.
            End::Reset => drop(self.stream.set_zero_linger()),
        }
        Some(io::Error::from(io::ErrorKind::ConnectionReset))
    }
}

/// How many of these bytes are sent of a reply that is cut in the middle.
fn half_reply(bytes: &[u8]) -> usize {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |index| index + 4);
    head + (bytes.len() - head) / 2
}

impl AsyncRead for FaultyStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(error) = self.ended() {
            return Poll::Ready(Err(error));
        }
        self.control.settings().reader = Some(context.waker().clone());
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for FaultyStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(error) = self.ended() {
            return Poll::Ready(Err(error));
        }
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let (end, pace) = {
            let settings = self.control.settings();
            (settings.end, settings.pace)
        };
        let piece = bytes.len().min(pace.map_or(usize::MAX, |pace| pace.piece.max(1)));
        let most = if end == End::HalfReply { half_reply(bytes) } else { piece };
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..most]))?;
        if end == End::HalfReply {
            self.control.settings().end = End::Closed;
        }
        self.pause = pace.map(|pace| Box::pin(clock::pause(pace.pause)) as Pin<Box<dyn Future<Output = ()> + Send>>);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
