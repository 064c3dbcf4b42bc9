//! Instruments and what else has a grid come by the same way as everything else.

use super::Core;
use crate::client::SendOptions;
use crate::endpoint::{Call, Items};
use crate::envelope::RowSink;
use crate::instruments::{Asking, InstrumentSource};
use crate::value::Timestamp;

impl InstrumentSource for Core {
    fn now(&self) -> Timestamp {
        self.time.now()
    }

    fn ask<'a>(&'a self, call: &'static Call, items: Items<'a>, rows: &'a mut dyn RowSink) -> Asking<'a> {
        Box::pin(self.round_trip(call, items, SendOptions::default(), rows))
    }
}
