//! Tests of requests through the public interface: `Client` on one side, and a transport or a connection on the other.

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
mod messages;
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
