//! Positions as rows by key.

use super::rows::KeyedRow;
use crate::api::ws::private::PositionUpdate;
use crate::value::{Text, Timestamp};

/// What distinguishes a position from others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum PositionKey {
    /// Its ID.
    Id(Text),
    /// If it has none: instrument, side, margin mode and currency.
    Parts(Text, Text, Text, Text),
}

impl KeyedRow for PositionUpdate {
    type Key = PositionKey;

    fn key(&self) -> PositionKey {
        let text = |text: Option<&str>| Text::from(text.unwrap_or_default());
        match &self.pos_id {
            Some(id) => PositionKey::Id(id.as_str().into()),
            None => PositionKey::Parts(
                self.inst_id.as_str().into(),
                text(self.pos_side.as_ref().map(crate::api::enums::PosSide::as_str)),
                text(self.mgn_mode.as_ref().map(crate::api::enums::MgnMode::as_str)),
                text(self.ccy.as_ref().map(crate::api::ids::Ccy::as_str)),
            ),
        }
    }

    fn updated(&self) -> Option<Timestamp> {
        self.u_time
    }

    /// OKX also pushes positions without a size when they were closed.
    fn is_gone(&self) -> bool {
        self.pos.is_some_and(|size| size.is_zero())
    }
}
