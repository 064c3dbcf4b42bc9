//! The settings of a connection: from flags, the environment and a profile, in this order.

mod keys;
mod profiles;
mod read;
mod settings;
pub(crate) mod variables;
mod yaml;

pub(crate) use keys::{KeySource, words};
pub(crate) use profiles::{Profile, Profiles, Trading, check_name, path, text};
pub(crate) use read::{limits, region};
pub(crate) use settings::{Origin, Setting, Settings};
