//! Waits for rate limits, so that a limit that is used up is not mistaken for a fault.

use std::time::Duration;

use crate::api::Endpoint;
use crate::client::Client;
use crate::engine::SendOptions;
use crate::error::Error;
use crate::limits::LimitPolicy;

/// The pauses after a rate limit was used up: half a minute altogether. Most of OKX's windows are two seconds long.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8), Duration::from_secs(16)];

/// How long a request waits for the client's own limits, whatever the policy of the client is.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Tries until the result is not a used-up rate limit, or the pauses are over. Returns the last result.
pub(super) async fn until_allowed<T>(client: &Client, attempt: impl AsyncFn() -> Result<T, Error>) -> Result<T, Error> {
    for pause in PAUSES {
        match attempt().await {
            Err(error) if error.is_rate_limited() => client.engine().clock().sleep(pause).await,
            result => return result,
        }
    }
    attempt().await
}

/// Sends a request, and waits for rate limits.
pub(super) async fn send<E: Endpoint>(client: &Client, request: E) -> Result<E::Reply, Error> {
    let options = SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(LONGEST_WAIT));
    until_allowed(client, async || client.send_with(&request, options).await).await
}

/// What to do about a rate limit that stayed used up, and what that rests on.
pub(super) fn advice(error: &Error) -> (String, &'static str) {
    if error.limit().is_some() {
        let advice = "Other requests of this client, or of clients that share its limits, use up the rate limit. Try again when they are done.";
        return (advice.to_owned(), "the client's own count of its requests");
    }
    let advice = "Probably another program uses the same account or IP address. Stop it or slow it down, or share one `Limits` with it.";
    (
        advice.to_owned(),
        "OKX still reported a used-up rate limit after half a minute, though this client kept within it",
    )
}
