//! One open connection: WebSocket frames over a stream of bytes.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream as _;
use futures_sink::Sink as _;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::connect::ByteStream;
use super::session::{Disconnect, Frame, FrameText};

/// How long a frame may take to be written. A connection that takes longer is dead: frames are small, and the network's buffers are large.
pub(super) const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// The largest message that is read. The largest ones of OKX, snapshots of many instruments, have a few megabytes.
const LARGEST_MESSAGE: usize = 32 * 1024 * 1024;

/// One open connection.
pub(super) struct Link {
    stream: WebSocketStream<Box<dyn ByteStream>>,
    /// Frames that the stream has not accepted yet.
    outbox: VecDeque<FrameText>,
    /// Whether the stream may have accepted bytes that it has not written.
    is_unwritten: bool,
    /// When the oldest frame that is not written must be written.
    deadline: Option<Duration>,
}

impl Link {
    pub(super) async fn new(stream: Box<dyn ByteStream>) -> Self {
        let config = WebSocketConfig::default()
            .max_message_size(Some(LARGEST_MESSAGE))
            .max_frame_size(Some(LARGEST_MESSAGE))
            // Every frame is written at once: an order must not wait for the next one.
            .write_buffer_size(0);
        let stream = WebSocketStream::from_raw_socket(stream, Role::Client, Some(config)).await;
        Self { stream, outbox: VecDeque::new(), is_unwritten: false, deadline: None }
    }

    /// Sends a frame as soon as the connection accepts it.
    pub(super) fn send(&mut self, text: FrameText, now: Duration) {
        self.outbox.push_back(text);
        self.must_write(now);
    }

    /// When the connection counts as dead because nothing could be written.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Writes what can be written. It is pending if everything is written, or the connection accepts no more; an error ends the link.
    pub(super) fn poll_write(&mut self, context: &mut Context<'_>, now: Duration) -> Poll<Disconnect> {
        while !self.outbox.is_empty() {
            if let Err(error) = ready!(Pin::new(&mut self.stream).poll_ready(context)) {
                return Poll::Ready(failure(&error));
            }
            let Some(text) = self.outbox.pop_front() else { break };
            self.deadline = Some(now.saturating_add(WRITE_WITHIN));
            if let Err(error) = Pin::new(&mut self.stream).start_send(Message::Text(text.into())) {
                return Poll::Ready(failure(&error));
            }
        }
        if self.is_unwritten {
            if let Err(error) = ready!(Pin::new(&mut self.stream).poll_flush(context)) {
                return Poll::Ready(failure(&error));
            }
            (self.is_unwritten, self.deadline) = (false, None);
        }
        Poll::Pending
    }

    /// The next frame; an error ends the link. Pings are answered.
    pub(super) fn poll_read(&mut self, context: &mut Context<'_>, now: Duration) -> Poll<Result<Frame, Disconnect>> {
        loop {
            let message = match ready!(Pin::new(&mut self.stream).poll_next(context)) {
                Some(Ok(message)) => message,
                Some(Err(error)) => return Poll::Ready(Err(failure(&error))),
                None => return Poll::Ready(Err(closed("the connection was closed"))),
            };
            return Poll::Ready(match message {
                Message::Text(text) => Ok(Frame::Text(text.into())),
                Message::Binary(bytes) => Ok(Frame::Binary(bytes)),
                Message::Ping(_) => {
                    // The library has queued the answer, which is only written together with the next frame unless it is flushed.
                    self.must_write(now);
                    Ok(Frame::Ping)
                }
                Message::Pong(_) => Ok(Frame::Pong),
                Message::Close(frame) => Err(close_frame(frame)),
                // The library returns no single frames of a message when it reads.
                Message::Frame(_) => continue,
            });
        }
    }

    /// Sends a close frame if the connection accepts it at once, and drops the connection.
    pub(super) fn close(mut self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::default() };
        // The connection is given up, so it does not matter whether the frame can be sent.
        let _ = Pin::new(&mut self.stream).start_send(Message::Close(Some(frame)));
        let _ = Pin::new(&mut self.stream).poll_flush(&mut Context::from_waker(std::task::Waker::noop()));
    }

    fn must_write(&mut self, now: Duration) {
        self.is_unwritten = true;
        self.deadline.get_or_insert(now.saturating_add(WRITE_WITHIN));
    }
}

/// The end of a connection on which a frame could not be written in time.
pub(super) fn write_timed_out() -> Disconnect {
    closed(&format!("a frame could not be written within {} s", WRITE_WITHIN.as_secs()))
}

fn failure(error: &Error) -> Disconnect {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => closed("the connection was closed"),
        error => closed(&format!("the connection failed: {error}")),
    }
}

fn closed(what: &str) -> Disconnect {
    Disconnect { what: what.to_owned(), ..Disconnect::default() }
}

fn close_frame(frame: Option<CloseFrame>) -> Disconnect {
    let Some(frame) = frame else { return closed("OKX closed the connection") };
    let (code, reason) = (u16::from(frame.code), frame.reason.as_str().to_owned());
    Disconnect { close_code: Some(code), reason, what: format!("OKX closed the connection with code {code}") }
}
