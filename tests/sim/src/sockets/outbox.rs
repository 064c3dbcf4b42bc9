//! The bounded queue between the exchange and the task that writes to a connection.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// How many messages, and how many bytes of messages, may wait for a client that reads slowly.
const MAX_FRAMES: usize = 20_000;
const MAX_BYTES: usize = 64 << 20;

/// The code and reason with which OKX closes a connection whose client reads too slowly.
const SLOW_READER: (u16, &str) = (4005, "Buffer is full, cannot write data");

/// What is written to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A message.
    Text(String),
    /// The end of the connection, with its code and reason. Nothing is written after it.
    Close(u16, String),
}

impl Frame {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(text) | Self::Close(_, text) => text.len(),
        }
    }
}

/// The queue of one connection. Clones share the same queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Frame>,
    bytes: usize,
    /// Nothing is accepted any more: the connection is ending.
    closed: bool,
}

impl Outbox {
    /// Adds a frame. If the queue is full, it is replaced with the frame that closes the connection, and the result
    /// is false.
    pub(crate) fn push(&self, frame: Frame) -> bool {
        let mut queue = self.queue();
        if queue.closed {
            return true;
        }
        let is_full = queue.frames.len() >= MAX_FRAMES || queue.bytes.saturating_add(frame.len()) > MAX_BYTES;
        let frame = if is_full { Frame::Close(SLOW_READER.0, SLOW_READER.1.to_owned()) } else { frame };
        if matches!(frame, Frame::Close(..)) {
            queue.closed = true;
        }
        if is_full {
            queue.frames.clear();
            queue.bytes = 0;
        }
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        drop(queue);
        self.0.changed.notify_one();
        !is_full
    }

    /// Ends the queue without a closing frame, and discards what waits in it.
    pub(crate) fn end(&self) {
        let mut queue = self.queue();
        queue.frames.clear();
        queue.closed = true;
        drop(queue);
        self.0.changed.notify_one();
    }

    /// Waits for the next frame. Returns `None` at the end.
    pub(crate) async fn next(&self) -> Option<Frame> {
        loop {
            {
                let mut queue = self.queue();
                if let Some(frame) = queue.frames.pop_front() {
                    queue.bytes = queue.bytes.saturating_sub(frame.len());
                    return Some(frame);
                }
                if queue.closed {
                    return None;
                }
            }
            self.0.changed.notified().await;
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_is_replaced_with_the_close_of_a_slow_reader() {
        let outbox = Outbox::default();
        for number in 0..MAX_FRAMES {
            assert!(outbox.push(Frame::Text(number.to_string())));
        }
        assert!(!outbox.push(Frame::Text("one too many".to_owned())));
        assert!(outbox.push(Frame::Text("ignored".to_owned())));
        let close = Frame::Close(4005, "Buffer is full, cannot write data".to_owned());
        assert_eq!((outbox.next().await, outbox.next().await), (Some(close), None));
    }
}
