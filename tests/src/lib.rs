//! The tests that need more than one crate are in `tests/`. Here only the README is held to the truth: its code compiles.

#![doc = include_str!("../../README.md")]
