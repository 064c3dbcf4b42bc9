//! How a command ends, and what its exit code says.

use std::io;
use std::process::ExitCode;

use okx_client::Error;

use crate::output::message;

/// Why a command ended before its work was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Interruption {
    /// Whoever read standard output closed it, as `head` does.
    NobodyReads,
    /// SIGHUP: the terminal is gone.
    Hangup,
    /// SIGINT.
    CtrlC,
    /// SIGTERM.
    Terminated,
}

impl Interruption {
    /// The exit code a shell gives a program that the signal ended.
    fn code(self) -> u8 {
        match self {
            Self::NobodyReads => 141,
            Self::Hangup => 129,
            Self::CtrlC => 130,
            Self::Terminated => 143,
        }
    }
}

/// How a command ended. A later one is worse: of several requests, the worst is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// All is as one hopes; for a call, OKX's `code` is 0 and so is every row's `sCode`.
    Done,
    /// Something on this machine failed: a file, a program.
    Failed,
    /// We refused it; nothing was sent.
    Invalid,
    /// OKX refused it.
    Refused,
    /// No reply that could be read came, and nothing was done.
    Unreachable,
    /// It was given up before all was done, and nothing of it is unknown.
    Interrupted(Interruption),
    /// It may have been done.
    Unknown,
}

impl Ending {
    /// What an error of the client means.
    pub(crate) fn of(error: &Error) -> Self {
        if error.outcome_unknown() {
            Self::Unknown
        } else if error.is_refused() {
            Self::Refused
        } else if error.is_unreachable() || error.is_unreadable() {
            Self::Unreachable
        } else {
            Self::Invalid
        }
    }

    /// The same after the answer was written, or could not be: that the answer is lost does not change what it was.
    pub(crate) fn after(self, written: Result<(), Failure>) -> Self {
        match written {
            Ok(()) => self,
            Err(failure) => {
                failure.text().into_iter().for_each(message);
                self.max(failure.ending())
            }
        }
    }

    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Invalid => 2,
            Self::Refused => 3,
            Self::Unknown => 4,
            Self::Unreachable => 5,
            Self::Interrupted(why) => why.code(),
        }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ending.code().into()
    }
}

/// Why a command did not get to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something else was asked for than there is.
    Usage(String),
    /// What the client says.
    Client(Error),
    /// Something on this machine failed.
    Machine(String),
    /// Whoever read our output has what they wanted.
    NobodyReads,
    /// A signal came while the answer was being written.
    Stopped(Interruption),
}

impl Failure {
    /// What there is to say about it.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Usage(text) | Self::Machine(text) => Some(text.clone()),
            Self::Client(error) => Some(error.to_string()),
            Self::Stopped(_) => Some("stopped before the answer was written".to_owned()),
            Self::NobodyReads => None,
        }
    }

    /// What the exit code says about it.
    pub(crate) fn ending(&self) -> Ending {
        match self {
            Self::Usage(_) => Ending::Invalid,
            Self::Client(error) => Ending::of(error),
            Self::Machine(_) => Ending::Failed,
            Self::Stopped(why) => Ending::Interrupted(*why),
            Self::NobodyReads => Ending::Done,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Client(error)
    }
}

impl From<io::Error> for Failure {
    /// What went wrong on the way to standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Machine(format!("the output cannot be written: {error}")),
        }
    }
}
