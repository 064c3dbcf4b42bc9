//! The command `okx` as people and scripts meet it: what it prints, where, and with which exit code.

mod calling;
mod candles;
mod decoding;
mod doctor;
mod encoding;
mod every_endpoint;
mod guide;
mod jsonl;
mod looking;
mod run;
mod signing;
