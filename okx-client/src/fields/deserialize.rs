//! Reading a shape from any serde format.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::{Fields, Lenient, decode};
use crate::value::Json;

/// Reads a shape from what [`serialize`](super::serialize()) wrote, or from OKX's own text: what is sent strictly, what comes as in a reply.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D, fields: &mut dyn Fields) -> Result<(), D::Error> {
    let json = Json::deserialize(deserializer)?;
    let decoded = if fields.shape().sent {
        decode::decode(json.get(), fields)
    } else {
        decode::decode_reply(json.get(), fields, &Lenient::default())
    };
    decoded.map_err(D::Error::custom)
}
