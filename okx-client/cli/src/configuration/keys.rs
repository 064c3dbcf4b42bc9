//! Where the keys come from.

use std::fmt;
use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use okx_client::{Credentials, Error};
use zeroize::Zeroizing;

use crate::ending::Failure;

/// A source of keys. Only the credentials file holds secrets, and only its owner can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// The environment variables.
    Variables,
    /// A file that only its owner can read.
    File(PathBuf),
    /// A program and its arguments. It prints what such a file contains.
    Command(Vec<String>),
}

/// The largest output of a command that is read.
const LARGEST: u64 = 64 * 1024;

impl KeySource {
    /// The keys. The inner error says why there are none; calls that need no keys can be made without them.
    pub(crate) fn fetch(&self) -> Result<Result<Credentials, Error>, Failure> {
        match self {
            Self::Variables => Ok(Credentials::from_env()),
            Self::File(path) => Ok(Credentials::from_file(path)),
            Self::Command(words) => Ok(Credentials::from_text(&self.to_string(), &output(words)?)),
        }
    }
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variables => f.write_str("the environment"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Command(words) => write!(f, "the output of `{}`", words.join(" ")),
        }
    }
}

/// What a command prints. It may ask for a passphrase on the terminal.
fn output(words: &[String]) -> Result<Zeroizing<String>, Failure> {
    let shown = words.join(" ");
    let [program, arguments @ ..] = words else {
        return Err(Failure::Usage("the command for the keys is empty".to_owned()));
    };
    // The command may ask on the terminal, but input from elsewhere, such as lines of orders, is not for it.
    let input = if std::io::stdin().is_terminal() { Stdio::inherit() } else { Stdio::null() };
    let mut command = Command::new(program);
    let started = command.args(arguments).stdin(input).stdout(Stdio::piped()).spawn();
    let mut child = started
        .map_err(|error| Failure::Usage(format!("the command for the keys, `{shown}`, cannot be started: {error}")))?;
    // Allocated at its full size: a buffer that grows leaves copies of the secrets behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(LARGEST).unwrap_or_default()));
    let read = child.stdout.take().map(|stdout| stdout.take(LARGEST).read_to_end(&mut bytes));
    let failed =
        |why: &dyn fmt::Display| Failure::Machine(format!("the command for the keys, `{shown}`, failed: {why}"));
    read.transpose().map_err(|error| failed(&error))?;
    let status = child.wait().map_err(|error| failed(&error))?;
    if !status.success() {
        return Err(failed(&status));
    }
    let text = str::from_utf8(&bytes).map_err(|_| failed(&"it printed text that is not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// The words of a command that was written as one text. No shell reads it, so text that a shell would change is refused.
pub(crate) fn words(text: &str) -> Result<Vec<String>, String> {
    const OF_A_SHELL: &str = "'\"\\$`|&;<>(){}*?~#";

    if text.contains(|letter| OF_A_SHELL.contains(letter)) {
        return Err("no shell reads the command, so it cannot have quotes, variables or pipes; write it as a list, \
                    such as [sh, -c, \"…\"]"
            .to_owned());
    }
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if words.is_empty() { Err("the command for the keys is empty".to_owned()) } else { Ok(words) }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_command_is_split_at_white_space_and_never_guessed() {
        assert_eq!(words("pass show  okx/demo"), Ok(["pass", "show", "okx/demo"].map(str::to_owned).to_vec()));
        for text in ["", "  ", "pass 'a b'", "pass $HOME", "a | b", "~/keys"] {
            assert!(words(text).is_err(), "{text}");
        }
    }
}
