//! A connection with a switch: it can be cut before a byte goes out or between two, and slowed down.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::clock;
use crate::faults::Pace;

/// A connection that obeys its switch.
pub(crate) struct Wire {
    stream: TcpStream,
    switch: Switch,
    rest: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

/// The switch of one connection; clones are handles to the same one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Switch(Arc<Mutex<Orders>>);

/// What a connection was told.
#[derive(Debug, Default)]
struct Orders {
    end: End,
    pace: Option<Pace>,
    reader: Option<Waker>,
}

/// Whether and how a connection ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    /// It goes on.
    #[default]
    Open,
    /// It is closed once the head of a reply and half of the body that comes with it are out.
    HalfReply,
    /// It is closed.
    Closed,
    /// It is reset, which the other end can tell from an orderly close.
    Reset,
}

impl Switch {
    /// Resets the connection: no further byte goes out.
    pub(crate) fn cut(&self) {
        let mut orders = self.orders();
        orders.end = End::Reset;
        if let Some(reader) = orders.reader.take() {
            reader.wake();
        }
    }

    /// Closes the connection half-way through the next reply.
    pub(crate) fn close_in_reply(&self) {
        self.orders().end = End::HalfReply;
    }

    /// Lets bytes out at this pace from now on; `None` is as fast as they come.
    pub(crate) fn set_pace(&self, pace: Option<Pace>) {
        self.orders().pace = pace;
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, switch: Switch::default(), rest: None }
    }

    pub(crate) fn switch(&self) -> Switch {
        self.switch.clone()
    }

    /// The error that ends the connection, if it has been told to end.
    fn ended(&self) -> Option<io::Error> {
        match self.switch.orders().end {
            End::Open | End::HalfReply => return None,
            End::Closed => {}
            // Without this option the other end would see an orderly close; when it cannot be set, that has to do.
            End::Reset => drop(self.stream.set_zero_linger()),
        }
        Some(io::Error::from(io::ErrorKind::ConnectionReset))
    }
}

/// How many of these bytes go out of a reply that is to end half-way.
fn half_reply(bytes: &[u8]) -> usize {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |place| place + 4);
    head + (bytes.len() - head) / 2
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(error) = self.ended() {
            return Poll::Ready(Err(error));
        }
        self.switch.orders().reader = Some(context.waker().clone());
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(error) = self.ended() {
            return Poll::Ready(Err(error));
        }
        if let Some(rest) = &mut self.rest {
            ready!(rest.as_mut().poll(context));
            self.rest = None;
        }
        let (end, pace) = {
            let orders = self.switch.orders();
            (orders.end, orders.pace)
        };
        let piece = bytes.len().min(pace.map_or(usize::MAX, |pace| pace.piece.max(1)));
        let most = if end == End::HalfReply { half_reply(bytes) } else { piece };
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..most]))?;
        if end == End::HalfReply {
            self.switch.orders().end = End::Closed;
        }
        self.rest = pace.map(|pace| Box::pin(clock::pause(pace.pause)) as Pin<Box<dyn Future<Output = ()> + Send>>);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
