//! Prints a diagnosis for people.

use std::fmt;

use okx_facts::Printable;

use super::{Diagnosis, Finding, Severity, Topic};

impl fmt::Display for Diagnosis {
    /// One line per finding, followed by its advice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.environment, self.origin)?;
        for finding in &self.findings {
            write!(f, "\n{finding}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:7} {}: {}", self.severity, self.topic, Printable(&self.found))?;
        match &self.advice {
            Some(advice) => write!(f, "\n        → {}", Printable(advice))?,
            None => return Ok(()),
        }
        match &self.basis {
            Some(basis) => write!(f, "\n          This is a guess. It rests on this: {}.", Printable(basis)),
            None => Ok(()),
        }
    }
}

impl Severity {
    /// Its name, as printed and serialized.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Host => "host",
            Self::Clock => "clock",
            Self::Key => "key",
            Self::Permissions => "permissions",
            Self::IpBinding => "IP binding",
            Self::AccountMode => "account mode",
            Self::PositionMode => "position mode",
            Self::LeadTrading => "lead trading",
            Self::OrderBudget => "order budget",
        })
    }
}
