//! What differs: between the guide and a description, and between two descriptions.

mod guide;

pub use guide::with_guide;
