//! How a command ends, and its exit code.

use std::io;
use std::process::ExitCode;

use okx_client::Error;

use crate::output::message;

/// Why a command ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Interruption {
    /// The reader of standard output closed it, as `head` does.
    NobodyReads,
    /// SIGHUP: the terminal is gone.
    Hangup,
    /// SIGINT.
    CtrlC,
    /// SIGTERM.
    Terminated,
}

impl Interruption {
    /// The exit code that shells report for a process ended by the signal.
    fn code(self) -> u8 {
        match self {
            Self::NobodyReads => 141,
            Self::Hangup => 129,
            Self::CtrlC => 130,
            Self::Terminated => 143,
        }
    }
}

/// How a command ended, from best to worst. With several requests, the worst decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// Success. For a call, `code` and the `sCode` of every row are 0.
    Done,
    /// A local failure, of a file or a program.
    Failed,
    /// The command was used wrongly: arguments, input or configuration. Nothing was sent.
    Misused,
    /// The client's checks refused the request. It was not sent.
    Invalid,
    /// OKX rejected it.
    Refused,
    /// There was no readable reply, and nothing was done.
    Unreachable,
    /// It was interrupted, and no outcome is unknown.
    Interrupted(Interruption),
    /// The outcome of a request is unknown.
    Unknown,
}

impl Ending {
    /// The ending for an error of the client.
    pub(crate) fn of(error: &Error) -> Self {
        if error.outcome_unknown() {
            Self::Unknown
        } else if error.is_refused() {
            Self::Refused
        } else if error.is_unreachable() || error.is_unreadable() {
            Self::Unreachable
        } else if error.is_setup() {
            Self::Misused
        } else {
            Self::Invalid
        }
    }

    /// The ending after an attempt to write the answer. A failed write can only make it worse.
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
            Self::Misused => 2,
            Self::Invalid => 6,
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

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong arguments, input or configuration.
    Usage(String),
    /// The client's checks refused a request.
    NotSent(String),
    /// An error of the client.
    Client(Error),
    /// A local failure.
    Machine(String),
    /// The reader of the output is gone.
    NobodyReads,
    /// A signal arrived while the answer was being written.
    Stopped(Interruption),
}

impl Failure {
    /// The message, if there is one.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Usage(text) | Self::NotSent(text) | Self::Machine(text) => Some(text.clone()),
            Self::Client(error) => Some(error.to_string()),
            Self::Stopped(_) => Some("stopped before the answer was written".to_owned()),
            Self::NobodyReads => None,
        }
    }

    /// How the command ends.
    pub(crate) fn ending(&self) -> Ending {
        match self {
            Self::Usage(_) => Ending::Misused,
            Self::NotSent(_) => Ending::Invalid,
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
    /// An error of standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Machine(format!("the output cannot be written: {error}")),
        }
    }
}
