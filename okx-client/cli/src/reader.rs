//! Detects that the reader of standard output is gone.

use std::future::pending;
use std::os::fd::{AsFd as _, OwnedFd};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// The reader of standard output. It may close the pipe before anything is written; then no request should be sent whose result only it
/// would read.
pub(crate) struct Reader(Option<AsyncFd<OwnedFd>>);

impl Reader {
    /// Must be created in the runtime that waits for it. Files have no reader that could leave.
    #[expect(
        deprecated,
        reason = "the safe alternative for types that do not own their file is unsafe to implement; this type owns it"
    )]
    pub(crate) fn of_stdout() -> Self {
        let stdout = std::io::stdout().as_fd().try_clone_to_owned();
        Self(stdout.ok().and_then(|stdout| AsyncFd::with_interest(stdout, Interest::WRITABLE).ok()))
    }

    /// Waits until the reader is gone.
    pub(crate) async fn gone(&self) {
        let Some(stdout) = &self.0 else { return pending().await };
        loop {
            match stdout.ready(Interest::WRITABLE).await {
                Ok(guard) if guard.ready().is_write_closed() => return,
                // It is only writable; wait for the next change.
                Ok(mut guard) => guard.clear_ready(),
                Err(_) => return pending().await,
            }
        }
    }
}
