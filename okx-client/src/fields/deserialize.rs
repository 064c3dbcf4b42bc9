//! Reading a shape from any serde format.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::{Fields, decode};
use crate::value::Json;

/// Reads a shape from what [`serialize`](super::serialize()) wrote, or from OKX's own text.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D, fields: &mut dyn Fields) -> Result<(), D::Error> {
    let json = Json::deserialize(deserializer)?;
    decode::decode(json.get(), fields).map_err(D::Error::custom)
}
