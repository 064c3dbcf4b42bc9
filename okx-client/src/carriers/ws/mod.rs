//! OKX's sockets.

#[expect(dead_code, unused_imports, reason = "the driver of connections will use it")]
mod session;

#[cfg(fuzzing)]
pub use session::fuzz_session;
