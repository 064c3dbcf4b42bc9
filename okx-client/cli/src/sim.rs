//! `okx sim`: starts the simulated exchange, which is a separate program.

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

/// Runs the simulated exchange with these arguments.
pub(crate) fn run(words: &[OsString]) -> Result<Ending, Failure> {
    let path = beside_this_one().unwrap_or_else(|| PROGRAM.into());
    ended(Command::new(&path).args(words)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Machine(absent()),
        _ => Failure::Machine(format!("{} cannot be started: {error}", path.display())),
    })
}

/// Replaces this process, so that ending it ends the simulator.
#[cfg(unix)]
fn ended(program: &mut Command) -> io::Result<Ending> {
    Err(std::os::unix::process::CommandExt::exec(program))
}

/// Waits until the program ends.
#[cfg(not(unix))]
fn ended(program: &mut Command) -> io::Result<Ending> {
    program.status().map(|status| if status.success() { Ending::Done } else { Ending::Failed })
}

/// The simulator in the folder of this program, if there is one.
fn beside_this_one() -> Option<PathBuf> {
    let name = format!("{PROGRAM}{}", env::consts::EXE_SUFFIX);
    env::current_exe().ok()?.parent().map(|folder| folder.join(name)).filter(|path| path.is_file())
}

fn absent() -> String {
    format!(
        "{PROGRAM} is neither in the folder of this program nor on the PATH. It is not published; in the repository of okx-client, \
         `cargo build --release -p {PROGRAM}` builds it and `cargo sim` starts it"
    )
}
