//! Whoever reads our standard output, where that is a pipe.

use std::future::pending;
use std::os::fd::{AsFd as _, OwnedFd};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Whoever reads our standard output. They may leave before we have anything to write, and then nothing should be done any more whose
/// result only they would hear.
pub(crate) struct Reader(Option<AsyncFd<OwnedFd>>);

impl Reader {
    /// Must be made where it is waited for. Files cannot be waited for, and do not leave.
    #[expect(
        deprecated,
        reason = "its replacement is unsafe, for types that name a file which is not theirs; this one owns it"
    )]
    pub(crate) fn of_stdout() -> Self {
        let stdout = std::io::stdout().as_fd().try_clone_to_owned();
        Self(stdout.ok().and_then(|stdout| AsyncFd::with_interest(stdout, Interest::WRITABLE).ok()))
    }

    /// Waits until nobody reads any longer.
    pub(crate) async fn gone(&self) {
        let Some(stdout) = &self.0 else { return pending().await };
        loop {
            match stdout.ready(Interest::WRITABLE).await {
                Ok(guard) if guard.ready().is_write_closed() => return,
                // There is room to write, which is not what is waited for; the next change is.
                Ok(mut guard) => guard.clear_ready(),
                Err(_) => return pending().await,
            }
        }
    }
}
