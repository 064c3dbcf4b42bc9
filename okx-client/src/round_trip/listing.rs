//! Instruments come by the same way as everything else.

use super::Core;
use crate::client::SendOptions;
use crate::endpoint::Endpoint;
use crate::envelope::Rows;
use crate::error::Error;
use crate::instruments::{InstrumentSource, Loading};
use crate::objects::{Instrument, InstrumentTickBands};
use crate::public::{GetInstrumentTickBands, GetInstruments};
use crate::value::Timestamp;

impl InstrumentSource for Core {
    fn now(&self) -> Timestamp {
        self.time.now()
    }

    fn instruments(&self, request: GetInstruments) -> Loading<'_, Instrument> {
        Box::pin(self.list(request))
    }

    fn tick_bands(&self, request: GetInstrumentTickBands) -> Loading<'_, InstrumentTickBands> {
        Box::pin(self.list(request))
    }
}

impl Core {
    async fn list<E: Endpoint>(&self, request: E) -> Result<Rows<E::Row>, Error> {
        let mut rows = Rows::default();
        self.round_trip(E::CALL, request.items(), SendOptions::default(), &mut rows).await?;
        Ok(rows)
    }
}
