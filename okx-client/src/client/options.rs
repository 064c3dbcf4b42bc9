//! How one request is sent.

use std::time::Duration;

/// How one request is sent, where it is not as usual.
///
/// ```
/// use std::time::Duration;
/// use okx_client::SendOptions;
///
/// // An order that OKX drops rather than place it later than this.
/// let prompt = SendOptions::default().within(Duration::from_millis(500));
/// # let _ = prompt;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendOptions {
    pub(crate) signed: bool,
    pub(crate) within: Option<Duration>,
}

impl SendOptions {
    /// Signs a request that may be sent either way; OKX may answer it differently then. Other calls are signed exactly if they must be.
    #[must_use]
    pub fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// OKX drops the request when it gets there later than this from now by OKX's clock, and it is not sent later either. Only some
    /// calls take such a deadline; their documentation says so.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { within: Some(time), ..self }
    }
}
