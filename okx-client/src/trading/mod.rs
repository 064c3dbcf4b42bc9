//! What traders build on requests: lists read to their end, the outcome of lost requests, the dead man's switch, and checks of the setup.

pub(crate) mod cancel_all_after;
pub mod doctor;
pub(crate) mod order_check;
pub mod page;
pub(crate) mod resolve;
