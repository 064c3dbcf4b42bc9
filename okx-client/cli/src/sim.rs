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
    ended(Command::new(&path).args(words)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Machine(absent()),
        _ => Failure::Machine(format!("{} cannot be started: {error}", path.display())),
    })
}

/// Takes the program's place, so that whoever ends this one ends the simulator.
#[cfg(unix)]
fn ended(program: &mut Command) -> io::Result<Ending> {
    Err(std::os::unix::process::CommandExt::exec(program))
}

/// Waits for the end of the program.
#[cfg(not(unix))]
fn ended(program: &mut Command) -> io::Result<Ending> {
    program.status().map(|status| if status.success() { Ending::Done } else { Ending::Failed })
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
