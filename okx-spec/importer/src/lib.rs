//! Reads saved pages of OKX's API guide and keeps the YAML of [`okx_spec`] in step with them.
//!
//! A page becomes data ([`guide`]), which is compared with a description ([`diff`]). The comparison returns graded [`finding`]s. A finding
//! that a [`slip`] excuses is left out; the others are counted ([`coverage`]) and written into the YAML ([`import`]). The command `okx-spec`
//! runs these steps, and writes a description as [`openapi`].

pub mod asyncapi;
pub mod coverage;
pub mod diff;
pub mod expand;
pub mod finding;
pub mod guide;
pub mod import;
pub mod llms;
pub mod openapi;
pub mod record;
mod schema;
pub mod slip;
pub mod table;
pub mod wording;
