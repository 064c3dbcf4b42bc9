//! The life of a request, seen from outside: through `Client` on one side and a transport or a socket on the other.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod audit;
mod clock;
mod connection;
mod doctor;
mod exchange;
mod keys;
mod outcomes;
mod proxy;
mod raw;
mod script;
mod secrets;
mod sending;
mod setup;
mod simulator;
mod tls;
