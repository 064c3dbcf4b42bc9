//! The command `okx` from outside: its output, messages and exit codes.

mod calling;
mod candles;
mod decoding;
mod doctor;
mod downloads;
mod encoding;
mod every_endpoint;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod gate;
mod guide;
mod helping;
mod jsonl;
mod looking;
#[cfg(unix)]
mod pipes;
#[cfg(unix)]
mod profiles;
mod run;
#[cfg(unix)]
mod signals;
mod signing;
mod tables;
#[cfg(unix)]
mod terminal;
mod tls;
mod values;
#[cfg(unix)]
mod watch;
#[cfg(target_os = "linux")]
mod widths;
