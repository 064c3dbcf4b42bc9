//! The environment variables that the command reads.

use std::env::{self, VarError};

use crate::ending::Failure;

pub(crate) const PROFILE: &str = "OKX_PROFILE";
pub(crate) const ENVIRONMENT: &str = "OKX_ENVIRONMENT";
pub(crate) const REGION: &str = "OKX_REGION";
pub(crate) const BASE_URL: &str = "OKX_BASE_URL";
pub(crate) const WS_URL: &str = "OKX_WS_URL";
pub(crate) const CONFIG: &str = "OKX_CONFIG";
pub(crate) const KEYS: [&str; 3] = ["OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE"];

/// All variables and what they mean, for help.
pub(crate) const MEANINGS: &[(&str, &str)] = &[
    (KEYS[0], "the API key"),
    (KEYS[1], "its secret"),
    (KEYS[2], "its passphrase"),
    (PROFILE, "the profile, as with --profile"),
    (ENVIRONMENT, "demo or live, as with --demo and --live"),
    (REGION, "global, eea or us, as with --region"),
    (BASE_URL, "where requests go, as with --base-url"),
    (WS_URL, "where sockets are opened, as with --ws-url"),
    (CONFIG, "the file of profiles; `okx profile path` prints it"),
    ("HTTPS_PROXY", "the proxy; ALL_PROXY if it is not set"),
    ("NO_PROXY", "the hosts that need no proxy"),
    ("NO_COLOR", "no colours, if it is not empty"),
    ("CLICOLOR_FORCE", "colours even if the output is not a terminal"),
    ("COLUMNS", "the width of the output"),
];

/// The value of a variable. An empty one counts as not set.
pub(super) fn value(name: &'static str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Failure::Usage(format!("the variable {name} is not valid UTF-8"))),
    }
}

/// Whether the variables have a key.
pub(super) fn have_keys() -> bool {
    KEYS.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}
