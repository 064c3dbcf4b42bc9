//! The life of a request, seen from outside: through `Client` on one side and a transport or a socket on the other.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod attribution;
mod audit;
mod circuit;
mod clock;
mod connection;
mod dead_man_switch;
mod doctor;
mod exchange;
mod keys;
mod limits;
mod lists;
mod outcomes;
mod printable;
mod proxy;
mod raw;
mod resolve;
mod script;
mod secrets;
mod sending;
mod setup;
mod simulator;
mod sizes;
mod tls;
mod unreadable;
mod unresolved;
