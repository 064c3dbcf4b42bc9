//! What is refused before it is sent.

use super::Core;
use crate::client::SendOptions;
use crate::endpoint::{Call, Items};
use crate::error::Error;
use crate::rules::Safeguards;
use crate::{precision, rules};

impl Core {
    /// Holds a request to the rules of its call and to the grids of its instruments.
    pub(crate) async fn check(&self, call: &Call, items: Items<'_>, options: SendOptions) -> Result<(), Error> {
        rules::check(call, items, &self.instruments, self.safeguards(options))?;
        precision::check(items, &self.instruments).await
    }

    /// Whether a request that is sent like this is held to the safeguards.
    pub(crate) fn safeguards(&self, options: SendOptions) -> Safeguards {
        if options.without_safeguards { Safeguards::Off } else { self.parts.safeguards }
    }
}
