//! Records the frames of all connections as lines of JSON, on a thread of its own.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::thread;

use super::session::FrameText;
use crate::error::Error;
use crate::facts::Socket;
use crate::value::{Json, Timestamp};

/// How many frames may wait to be written. If writing is slower than that, further frames are dropped and counted.
const WAITING_FRAMES: usize = 16_384;

/// Records frames. It never blocks a connection.
#[derive(Clone, Debug)]
pub(crate) struct Recorder(Arc<Recording>);

#[derive(Debug)]
struct Recording {
    frames: SyncSender<RecordedFrame>,
    dropped: Arc<AtomicU64>,
}

/// A frame to record.
#[derive(Debug)]
pub(super) struct RecordedFrame {
    pub(super) at: Timestamp,
    pub(super) socket: Socket,
    pub(super) connection: u64,
    pub(super) is_received: bool,
    /// The channel, if the frame is a push.
    pub(super) channel: Option<Arc<str>>,
    pub(super) text: FrameText,
}

impl Recorder {
    /// Writes frames to `writer`. The thread ends when the last clone is dropped and everything has been written.
    pub(crate) fn start(writer: impl Write + Send + 'static) -> Result<Self, Error> {
        let (frames, received) = mpsc::sync_channel::<RecordedFrame>(WAITING_FRAMES);
        let dropped = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&dropped);
        let write = move || {
            if let Err(error) = write_all(&received, writer, &counted) {
                tracing::warn!(%error, "frames are no longer recorded");
            }
        };
        let failed =
            |error: io::Error| Error::setup(format!("failed to start the thread that records frames: {error}"));
        thread::Builder::new().name("okx-recorder".to_owned()).spawn(write).map_err(failed)?;
        Ok(Self(Arc::new(Recording { frames, dropped })))
    }

    pub(super) fn record(&self, frame: RecordedFrame) {
        match self.0.frames.try_send(frame) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                self.0.dropped.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// The number of frames that were not recorded, because writing was too slow or failed.
    pub(crate) fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }
}

/// Writes frames until all senders are gone. After an error, the frames that were not written are counted as dropped.
fn write_all(frames: &mpsc::Receiver<RecordedFrame>, writer: impl Write, dropped: &AtomicU64) -> io::Result<()> {
    let mut writer = io::BufWriter::new(writer);
    while let Ok(first) = frames.recv() {
        let mut next = Some(first);
        while let Some(frame) = next {
            writer.write_all(line(&frame).as_bytes()).inspect_err(|_| {
                dropped.fetch_add(1, Ordering::Relaxed);
            })?;
            next = frames.try_recv().ok();
        }
        writer.flush()?;
    }
    Ok(())
}

/// A push has the members `channel` and `body`, which `okx decode --jsonl` reads. Any other frame has the member `frame`.
fn line(frame: &RecordedFrame) -> String {
    let RecordedFrame { at, socket, connection, is_received, channel, text } = frame;
    let direction = if *is_received { "received" } else { "sent" };
    let head = format!(
        r#"{{"at":{},"socket":"{}","connection":{connection},"direction":"{direction}""#,
        at.as_millis(),
        socket.as_str(),
    );
    let text = text.as_str();
    match channel {
        Some(channel) => {
            // A push is one JSON value, and a line break between its members would end the line.
            let body = text.replace(['\n', '\r'], " ");
            format!("{head},\"channel\":{},\"body\":{body}}}\n", Json::from(&**channel).get())
        }
        None => format!("{head},\"frame\":{}}}\n", Json::from(text).get()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(channel: Option<&str>, text: &str) -> RecordedFrame {
        RecordedFrame {
            at: Timestamp::from_millis(5),
            socket: Socket::Public,
            connection: 7,
            is_received: true,
            channel: channel.map(Arc::from),
            text: FrameText::from(text.to_owned()),
        }
    }

    #[test]
    fn pushes_are_written_as_the_command_reads_them() {
        assert_eq!(
            line(&frame(Some("tickers"), "{\"arg\":1,\n\"data\":[]}")),
            "{\"at\":5,\"socket\":\"public\",\"connection\":7,\"direction\":\"received\",\"channel\":\"tickers\",\"body\":{\"arg\":1, \"data\":[]}}\n"
        );
        assert_eq!(
            line(&frame(None, "pong")),
            "{\"at\":5,\"socket\":\"public\",\"connection\":7,\"direction\":\"received\",\"frame\":\"pong\"}\n"
        );
    }

    #[test]
    fn frames_that_cannot_be_written_are_counted() {
        struct Broken;
        impl Write for Broken {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is full"))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let recorder = Recorder::start(Broken).unwrap();
        recorder.record(frame(None, &"x".repeat(100_000)));
        while recorder.dropped() == 0 {
            thread::yield_now();
        }
    }
}
