//! Compiles each Rust program of the README as it stands.

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// The programs of the description for assistants.
#[cfg(doctest)]
#[doc = include_str!("../../../okx-client/llms.txt")]
struct Llms;
