//! Asks for keys and keeps them in a file that only its owner can read.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use console::Term;
use okx_client::Credentials;
use zeroize::Zeroizing;

use crate::configuration::variables::KEYS;
use crate::ending::Failure;

/// Asks for the keys and writes them. A file that exists is never changed.
pub(super) fn ask(path: &Path) -> Result<(), Failure> {
    let text = if io::stdin().is_terminal() { asked()? } else { read()? };
    Credentials::from_text("the input", &text)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(path, &error))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // The mode is set when the file is created, so that at no time another user can open it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| failed(path, &error))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| failed(path, &error))
}

/// The lines of a credentials file from standard input.
fn read() -> Result<Zeroizing<String>, Failure> {
    const LARGEST: u64 = 64 * 1024;

    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LARGEST).unwrap_or_default()));
    let read = io::stdin().take(LARGEST).read_to_string(&mut text);
    read.map_err(|error| Failure::Usage(format!("the keys cannot be read from standard input: {error}")))?;
    Ok(text)
}

/// The same from answers on the terminal, which does not show them.
fn asked() -> Result<Zeroizing<String>, Failure> {
    let terminal = Term::stderr();
    let mut text = Zeroizing::new(String::new());
    for (name, question) in KEYS.into_iter().zip(["API key: ", "Secret: ", "Passphrase: "]) {
        let answer = terminal.write_str(question).and_then(|()| terminal.read_secure_line()).map(Zeroizing::new);
        let answer = answer.map_err(|error| Failure::Machine(format!("the terminal cannot be read: {error}")))?;
        // What a shell would change is in quotes.
        let quote = if answer.contains('\'') { '"' } else { '\'' };
        text.push_str(&Zeroizing::new(format!("{name}={quote}{}{quote}\n", answer.trim())));
    }
    Ok(text)
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    let what = format!("{} cannot be written: {error}", path.display());
    if error.kind() == io::ErrorKind::AlreadyExists { Failure::Usage(what) } else { Failure::Machine(what) }
}
