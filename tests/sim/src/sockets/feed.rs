//! Where the pushes of a subscription come from.

/// Where the pushes of a subscription come from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Feed {
    /// The exchange has no behavior for the channel: one sample from the description is pushed after the subscription.
    Sample,
}
