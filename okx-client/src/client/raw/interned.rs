//! The descriptions of raw operations. The engine and the rate limits need descriptions with static lifetime, so each distinct one is
//! allocated once and never freed.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use crate::error::Error;
use crate::facts::{Access, Budget, KeyPart, Method, Operation, Repeat, RestRoute};

/// The most distinct descriptions a process may have. They are never freed, so a path that differs in every request must be an error rather
/// than use up memory.
const MOST_DESCRIPTIONS: usize = 1_024;

/// The description of a raw operation, as given by the user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RawDescription {
    pub(super) method: Method,
    path: String,
    pub(super) access: Access,
    pub(super) repeat: Repeat,
    count: u32,
    window: Duration,
}

/// The description of a raw operation as the engine needs it: the operation and its route.
#[derive(Debug)]
pub(super) struct RawCall {
    pub(super) operation: Operation,
    pub(super) route: RestRoute,
}

static KNOWN: LazyLock<Mutex<HashMap<RawDescription, &'static RawCall>>> = LazyLock::new(Mutex::default);

impl RawDescription {
    pub(super) fn new(
        method: Method,
        path: String,
        access: Access,
        repeat: Repeat,
        count: u32,
        window: Duration,
    ) -> Self {
        Self { method, path, access, repeat, count, window }
    }

    /// The description as the engine needs it.
    pub(super) fn interned(&self) -> Result<&'static RawCall, Error> {
        self.check()?;
        // An entry is only added when it is complete, so a panic of another holder has not broken the map.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = known.get(self) {
            return Ok(call);
        }
        if known.len() >= MOST_DESCRIPTIONS {
            return Err(Error::invalid(format!(
                "more than {MOST_DESCRIPTIONS} distinct raw operations; use the same path every time, and pass what varies as a parameter"
            )));
        }
        let call = Box::leak(Box::new(self.call()));
        known.insert(self.clone(), call);
        Ok(call)
    }

    /// Rejects paths that would be sent elsewhere, or would be signed differently than sent.
    fn check(&self) -> Result<(), Error> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        let is_plain = self.path.starts_with('/') && !self.path.contains("//") && self.path.bytes().all(fits);
        if !is_plain || self.path.split('/').any(|step| matches!(step, "." | "..")) {
            return Err(Error::invalid(format!(
                "{:?} is not a valid path: it must begin with `/`, without host and query; use `.parameter(name, value)` for parameters",
                self.path
            )));
        }
        if self.count == 0 || self.window.as_millis() == 0 {
            return Err(Error::invalid(
                "invalid rate limit: it must allow at least one request within at least one millisecond",
            ));
        }
        Ok(())
    }

    fn call(&self) -> RawCall {
        let name: &'static str = format!("{} {}", self.method.as_str(), self.path).leak();
        let is_signed = !matches!(self.access, Access::Public | Access::Either);
        let budget: &'static Budget = Box::leak(Box::new(Budget {
            name,
            count: self.count,
            window_ms: u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX),
            keys: if is_signed { &[KeyPart::User] } else { &[KeyPart::Ip] },
            ..Budget::PLAIN
        }));
        let operation = Operation {
            name,
            access: self.access,
            draws: Box::leak(Box::new([budget])),
            only_reads: self.method == Method::Get,
            deadline: self.method == Method::Post,
            repeat: self.repeat,
            many_rows: true,
            ..Operation::PLAIN
        };
        let path = &name[self.method.as_str().len() + 1..];
        RawCall { operation, route: RestRoute { method: self.method, path } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(path: &str, count: u32) -> RawDescription {
        RawDescription::new(Method::Get, path.to_owned(), Access::Public, Repeat::Always, count, Duration::from_secs(2))
    }

    #[test]
    fn each_distinct_description_is_allocated_once() {
        let one = description("/a/b", 5).interned().unwrap();
        assert!(std::ptr::eq(one, description("/a/b", 5).interned().unwrap()));
        assert!(!std::ptr::eq(one, description("/a/b", 6).interned().unwrap()));
        assert_eq!((one.operation.name, one.route.path, one.operation.draws[0].name), ("GET /a/b", "/a/b", "GET /a/b"));
    }

    #[test]
    fn invalid_paths_and_limits_are_rejected() {
        for path in ["", "a", "//host/a", "/a?b=c", "/a b", "/a#b", "@host/a", "/a/../b", "/a/./b", "/ä"] {
            assert!(description(path, 1).interned().unwrap_err().is_invalid(), "{path}");
        }
        assert!(description("/a", 0).interned().unwrap_err().is_invalid());
    }
}
