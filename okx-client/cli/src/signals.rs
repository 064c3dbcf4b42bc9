//! Signals that end the command, and the loss of the reader of its output.

use std::future::{pending, poll_fn};
use std::task::Poll;

#[cfg(unix)]
use tokio::signal::unix;

use crate::ending::Interruption;
#[cfg(unix)]
use crate::reader::Reader;

/// What can end a command early. The first signal is remembered; a request in flight may still be completed.
pub(crate) struct Signals {
    #[cfg(unix)]
    streams: Vec<(Interruption, unix::Signal)>,
    #[cfg(unix)]
    reader: Reader,
    first: Option<Interruption>,
    count: u32,
}

impl Signals {
    /// Handles signals from now on. Must be created in the runtime of the requests. A signal that is ignored at start, as with `nohup`,
    /// stays ignored.
    #[cfg(unix)]
    pub(crate) fn new() -> Self {
        let kinds = [
            (Interruption::Hangup, unix::SignalKind::hangup()),
            (Interruption::CtrlC, unix::SignalKind::interrupt()),
            (Interruption::Terminated, unix::SignalKind::terminate()),
        ];
        let ignored = ignored();
        let waited_for = kinds.into_iter().filter(|(_, kind)| ignored >> (kind.as_raw_value() - 1) & 1 == 0);
        // If a signal cannot be handled, it ends the program, which is its default effect.
        let streams = waited_for.filter_map(|(name, kind)| Some((name, unix::signal(kind).ok()?))).collect();
        Self { streams, reader: Reader::of_stdout(), first: None, count: 0 }
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> Self {
        Self { first: None, count: 0 }
    }

    /// The first signal, if there was one.
    pub(crate) fn first(&self) -> Option<Interruption> {
        self.first
    }

    /// The number of signals so far.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Waits for the next signal, and returns the first one.
    pub(crate) async fn next(&mut self) -> Interruption {
        let signal = self.received().await;
        self.came(signal)
    }

    fn came(&mut self, signal: Interruption) -> Interruption {
        self.count += 1;
        *self.first.get_or_insert(signal)
    }

    /// Waits until no more requests should be sent: after a signal, or when the reader of the output is gone.
    pub(crate) async fn stop(&mut self) -> Interruption {
        #[cfg(unix)]
        {
            let why = tokio::select! {
                biased;
                signal = received(&mut self.streams) => signal,
                () = self.reader.gone() => return Interruption::NobodyReads,
            };
            self.came(why)
        }
        #[cfg(not(unix))]
        self.next().await
    }

    #[cfg(unix)]
    async fn received(&mut self) -> Interruption {
        received(&mut self.streams).await
    }

    #[cfg(not(unix))]
    async fn received(&mut self) -> Interruption {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Interruption::CtrlC,
            Err(_) => pending().await,
        }
    }
}

#[cfg(unix)]
async fn received(streams: &mut [(Interruption, unix::Signal)]) -> Interruption {
    if streams.is_empty() {
        return pending().await;
    }
    poll_fn(|context| {
        let mut came = |stream: &mut unix::Signal| stream.poll_recv(context) == Poll::Ready(Some(()));
        let name = streams.iter_mut().find_map(|(name, stream)| came(stream).then_some(*name));
        name.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// The signals that are ignored at start, one bit for each. Empty if the system does not report them.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
