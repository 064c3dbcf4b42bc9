//! What differs: between the guide and a description, and between two descriptions.

mod guide;
mod trees;

pub use guide::with_guide;
pub(crate) use guide::{fits, fits_limits};
pub use trees::between;

use okx_spec::model::{Field, Method, Model, Presence};

use crate::finding::Grade;

/// What findings call a call: `POST /api/v5/trade/order`.
fn call_name(method: Method, path: &str) -> String {
    format!("{method} {path}")
}

/// What it means for those who subscribe that a login is needed now, or needed no longer.
fn other_login(needed: bool) -> (Grade, &'static str) {
    if needed { (Grade::Breaking, "it needs a login now") } else { (Grade::Additive, "it needs no login any longer") }
}

/// A field's type as it is written: `Ccy[]`.
fn written(model: &Model, field: &Field) -> String {
    let name = field.kind.word(model);
    let list = if field.list { "[]" } else { "" };
    let optional = if field.presence == Presence::Optional && !field.list { "?" } else { "" };
    format!("{name}{list}{optional}")
}
