//! Compiles each Rust program of the README as it stands.

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
