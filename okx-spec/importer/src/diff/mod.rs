//! What differs: between the guide and a description, and between two descriptions.

mod guide;
mod revision;

pub use guide::with_guide;
pub(crate) use guide::{fits, fits_limits};
pub use revision::between;

use okx_spec::model::{Field, Model, Presence};

/// A field's type as it is written: `Ccy[]`.
fn written(model: &Model, field: &Field) -> String {
    let name = field.kind.word(model);
    let list = if field.list { "[]" } else { "" };
    let optional = if field.presence == Presence::Optional && !field.list { "?" } else { "" };
    format!("{name}{list}{optional}")
}
