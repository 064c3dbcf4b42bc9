//! The small types that okx-spec, okx-codegen and okx-client share, each defined once.
//!
//! okx-spec reads these values from YAML, okx-codegen writes them into generated code with the help of [`Fact`], and okx-client uses them
//! at run time. To add a value, add a variant here: the parser and the generated code then know it, and the compiler lists the places
//! that must decide what it means.

mod code;
mod fact;
mod part;
mod printable;
mod word;

pub use code::{ErrorClass, Verdict};
pub use fact::Fact;
pub use part::{Demand, KeyPart, Repeat, Subject, Test};
pub use printable::{Escaping, Printable, is_printable};
pub use word::{Access, AfterClose, Counts, Form, Letters, Method, OutcomeFields, PrecisionKind, Socket};
