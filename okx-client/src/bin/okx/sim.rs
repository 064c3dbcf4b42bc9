//! `okx sim`: the simulated exchange, which is a program of its own.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use crate::ending::{Ending, Failure};

/// The command's name.
pub(crate) const NAME: &str = "sim";

/// The program.
const PROGRAM: &str = "okx-sim";

/// Runs the simulated exchange with these words as its own.
pub(crate) fn run(words: &[OsString]) -> Result<Ending, Failure> {
    let path = beside_this_one().unwrap_or_else(|| PROGRAM.into());
    match Command::new(&path).args(words).status() {
        Ok(status) if status.success() => Ok(Ending::Done),
        Ok(_) => Ok(Ending::Failed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Machine(absent())),
        Err(error) => Err(Failure::Machine(format!("{} cannot be started: {error}", path.display()))),
    }
}

/// The simulator that was built together with this program, if it was.
fn beside_this_one() -> Option<PathBuf> {
    let name = format!("{PROGRAM}{}", env::consts::EXE_SUFFIX);
    env::current_exe().ok()?.parent().map(|folder| folder.join(name)).filter(|path| path.is_file())
}

fn absent() -> String {
    format!(
        "{PROGRAM} is neither beside this program nor on the PATH. It is part of okx-client's repository and not published: there, \
         `cargo build --release -p {PROGRAM}` makes it, and `cargo sim` starts it"
    )
}
