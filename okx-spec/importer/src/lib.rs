//! Reads saved pages of OKX's API guide and keeps the YAML of [`okx_spec`] in step with them.
//!
//! A page becomes data ([`guide`]), which is compared with a description ([`diff`]). The comparison gives [`finding`]s, which are graded, left
//! out where a [`slip`] explains them, measured ([`coverage`]) and written into the YAML ([`import`]). The command `okx-spec` does all of it.

pub mod coverage;
pub mod diff;
pub mod finding;
pub mod guide;
pub mod import;
pub mod record;
pub mod slip;
pub mod wording;
