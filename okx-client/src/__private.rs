//! For code made by okx-macros of the same version only: anything here may change in any release.

pub use rust_decimal::Decimal;

pub use crate::endpoint::{
    Access, Budget, Call, Condition, Demand, Endpoint, ErrorClass, ErrorFact, Items, KeyPart, Method, Precision,
    PrecisionCase, PrecisionKind, Repeat, Rule, Subject, Test, Verdict,
};
pub use crate::envelope::Rows;
pub use crate::fields::{
    FieldInfo, FieldType, Fields, Form, Letters, List, OutcomeFields, Shape, Shaped, Slot, TextRule, Value, Word,
};
pub use crate::value::{Extra, Json, Text, Timestamp};
