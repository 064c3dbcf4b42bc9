//! The facts of raw calls. The lifecycle and the limits take facts that last for ever, so each distinct set of them is kept once.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use crate::error::Error;
use crate::facts::{Access, Budget, KeyPart, Method, Operation, Repeat, RestRoute};

/// How many distinct sets of facts a process may have. They are never given back, so a path that is made anew for each request must be
/// noticed rather than eat the memory.
const MOST: usize = 1_024;

/// What is said of a call that nobody described.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    pub(super) method: Method,
    path: String,
    pub(super) access: Access,
    pub(super) repeat: Repeat,
    count: u32,
    window: Duration,
}

/// The facts of a raw call: what it is, and where it is sent.
#[derive(Debug)]
pub(super) struct RawCall {
    pub(super) operation: Operation,
    pub(super) route: RestRoute,
}

static KNOWN: LazyLock<Mutex<HashMap<Facts, &'static RawCall>>> = LazyLock::new(Mutex::default);

impl Facts {
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

    /// These facts in the form the lifecycle reads them.
    pub(super) fn interned(&self) -> Result<&'static RawCall, Error> {
        self.check()?;
        // A call is made before it is entered, so what a panicking holder left is whole.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = known.get(self) {
            return Ok(call);
        }
        if known.len() >= MOST {
            return Err(Error::invalid(format!(
                "this program made {MOST} distinct raw calls already; a path is always the same, and what changes is a parameter"
            )));
        }
        let call = Box::leak(Box::new(self.call()));
        known.insert(self.clone(), call);
        Ok(call)
    }

    /// What would be signed otherwise than sent, or sent elsewhere, is refused here.
    fn check(&self) -> Result<(), Error> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        let is_plain = self.path.starts_with('/') && !self.path.contains("//") && self.path.bytes().all(fits);
        if !is_plain || self.path.split('/').any(|step| matches!(step, "." | "..")) {
            return Err(Error::invalid(format!(
                "{:?} is no path of OKX: it begins with `/`, and holds neither host nor query; say `.parameter(name, value)`",
                self.path
            )));
        }
        if self.count == 0 || self.window.as_millis() == 0 {
            return Err(Error::invalid(
                "a limit lets something through within some time: one request or more, one millisecond or more",
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
            lead_trader: None,
            keys: if is_signed { &[KeyPart::User] } else { &[KeyPart::Ip] },
            counts_items: false,
            only: &[],
            exempt: &[],
            refused_with: "",
            account_figure: false,
        }));
        let operation = Operation {
            name,
            guide: "",
            access: self.access,
            draws: Box::leak(Box::new([budget])),
            single_draws: None,
            up_to: 1,
            only_reads: self.method == Method::Get,
            deadline: self.method == Method::Post,
            reduces_risk: false,
            repeat: self.repeat,
            identities: &[],
            asked_by: None,
            many_rows: true,
            rules: &[],
        };
        let path = &name[self.method.as_str().len() + 1..];
        RawCall { operation, route: RestRoute { method: self.method, path } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(path: &str, count: u32) -> Facts {
        Facts::new(Method::Get, path.to_owned(), Access::Public, Repeat::Always, count, Duration::from_secs(2))
    }

    #[test]
    fn the_same_facts_are_kept_once() {
        let one = facts("/a/b", 5).interned().unwrap();
        assert!(std::ptr::eq(one, facts("/a/b", 5).interned().unwrap()));
        assert!(!std::ptr::eq(one, facts("/a/b", 6).interned().unwrap()));
        assert_eq!((one.operation.name, one.route.path, one.operation.draws[0].name), ("GET /a/b", "/a/b", "GET /a/b"));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in ["", "a", "//host/a", "/a?b=c", "/a b", "/a#b", "@host/a", "/a/../b", "/a/./b", "/ä"] {
            assert!(facts(path, 1).interned().unwrap_err().is_invalid(), "{path}");
        }
        assert!(facts("/a", 0).interned().unwrap_err().is_invalid());
    }
}
