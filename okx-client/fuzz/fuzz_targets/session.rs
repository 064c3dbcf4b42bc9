//! Feeds a session with bytes that stand for commands, frames, drops and times. Run it with
//! `cargo +nightly fuzz run --features libfuzzer session` in `okx-client`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| okx_client::fuzz_session(bytes));
