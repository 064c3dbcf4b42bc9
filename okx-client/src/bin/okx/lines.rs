//! Lines of standard input.

use std::io::{self, BufRead as _};
use std::thread;

use tokio::sync::mpsc::{Receiver, channel};

/// The lines of standard input that are not empty, read by a thread of their own so that waiting for one can be stopped.
pub(crate) fn lines() -> Receiver<io::Result<String>> {
    let (sender, receiver) = channel(1);
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let is_last = line.is_err();
            if !line.as_ref().is_ok_and(|line| line.trim().is_empty()) && sender.blocking_send(line).is_err() || is_last
            {
                return;
            }
        }
    });
    receiver
}
