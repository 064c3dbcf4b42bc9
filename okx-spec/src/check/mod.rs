//! The laws about the meaning of a description. Each law is a function, and its comment says what it protects. A file has the laws about one
//! subject, and a function `check` that calls them.
//!
//! Laws about how a description is written are in `parse`, and laws about names that cannot be resolved are in `resolve`. The table in
//! `law.rs` says where each law is.

mod asked_by;
mod calls;
mod conditions;
mod limits;
mod names;
mod pages;
mod precision;
mod reach;
mod repeat;
mod rules;
mod shapes;
mod sockets;
mod unused;

pub use self::pages::looks_paged;
use self::reach::Reach;
use crate::diagnostic::Sink;
use crate::model::Model;
use crate::resolve::Resolved;

/// What the laws check.
struct Checked<'a> {
    resolved: &'a Resolved,
    model: &'a Model,
    reach: Reach,
}

/// The laws, by subject.
const SUBJECTS: &[fn(&Checked<'_>, &mut Sink)] = &[
    names::check,
    shapes::check,
    calls::check,
    repeat::check,
    conditions::check,
    rules::check,
    asked_by::check,
    pages::check,
    sockets::check,
    limits::check,
    precision::check,
    unused::check,
];

/// Checks a model against every law.
pub(crate) fn check(resolved: &Resolved, sink: &mut Sink) {
    let checked = Checked { resolved, model: &resolved.model, reach: Reach::of(&resolved.model) };
    for check in SUBJECTS {
        check(&checked, sink);
    }
}
