//! What is refused before it is sent.

use super::Core;
use crate::endpoint::{Call, Items};
use crate::error::Error;
use crate::{precision, rules};

impl Core {
    /// Holds a request to the rules of its call and to the grids of its instruments.
    pub(crate) async fn check(&self, call: &Call, items: Items<'_>) -> Result<(), Error> {
        rules::check(call, items, &self.instruments)?;
        precision::check(items, &self.instruments).await
    }
}
