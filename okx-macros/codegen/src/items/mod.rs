//! The items of a generated module. Each file has a plan and its emission.
//!
//! A plan holds every choice about the Rust that is written: names, paths, types, sentences. Making a plan cannot fail, because the
//! description and the macro's arguments were checked before. A plan takes the entry of the description apart field by field, without
//! `..`, so that a new field of the model is a compile error here until its use is decided.
//!
//! Emission is `ToTokens` of the plan, with functions that return a `TokenStream`. It only quotes: no `if`, no lookup. A test checks this.

pub(crate) mod budget;
pub(crate) mod channel;
pub(crate) mod connection;
pub(crate) mod described;
pub(crate) mod docs;
mod documentation;
pub(crate) mod endpoint;
pub(crate) mod environment;
pub(crate) mod error_code;
pub(crate) mod example;
mod field;
pub(crate) mod id;
pub(crate) mod open_enum;
pub(crate) mod operation;
mod pages;
pub(crate) mod precision;
mod push;
pub(crate) mod request;
mod rule;
pub(crate) mod shape;
pub(crate) mod table;
