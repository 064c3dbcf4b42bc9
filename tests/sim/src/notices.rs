//! Notices for the person at the terminal: which replies are samples, and which faults were simulated.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Something that a user of the simulator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A call, such as `GET /api/v5/account/bills`, or a channel was answered with a sample. It is told once.
    Sample(String),
    /// A fault was simulated.
    Fault {
        /// The request, such as `POST /api/v5/trade/order`.
        request: String,
        /// What went wrong.
        names: Vec<&'static str>,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sample(what) => write!(f, "sample: {what} is not simulated; the values in the answer are made up"),
            Self::Fault { request, names } => write!(f, "fault: {request}: {}", names.join(", ")),
        }
    }
}

/// Receives notices.
type Hook = Arc<dyn Fn(&Notice) + Send + Sync>;

/// Passes notices on, and remembers what was answered with samples. Clones share both.
#[derive(Clone, Default)]
pub(crate) struct Notices {
    hook: Option<Hook>,
    sampled: Arc<Mutex<BTreeSet<String>>>,
}

impl Notices {
    pub(crate) fn with(hook: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        Self { hook: Some(Arc::new(hook)), sampled: Arc::default() }
    }

    /// Notes that a call or a channel was answered with a sample.
    pub(crate) fn sample(&self, what: &str) {
        let is_new = self.sampled().insert(what.to_owned());
        if is_new {
            self.tell(&Notice::Sample(what.to_owned()));
        }
    }

    pub(crate) fn fault(&self, request: &str, names: Vec<&'static str>) {
        if !names.is_empty() {
            self.tell(&Notice::Fault { request: request.to_owned(), names });
        }
    }

    /// What was answered with samples.
    pub(crate) fn samples(&self) -> Vec<String> {
        self.sampled().iter().cloned().collect()
    }

    fn tell(&self, notice: &Notice) {
        if let Some(hook) = &self.hook {
            hook(notice);
        }
    }

    fn sampled(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.sampled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Notices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notices").field("sampled", &self.sampled()).finish_non_exhaustive()
    }
}
