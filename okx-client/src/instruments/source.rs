//! Where instruments come from.

use std::pin::Pin;

use crate::envelope::Rows;
use crate::error::Error;
use crate::objects::{Instrument, InstrumentTickBands};
use crate::public::{GetInstrumentTickBands, GetInstruments};
use crate::value::Timestamp;

/// A list that is on its way.
pub(crate) type Loading<'a, T> = Pin<Box<dyn Future<Output = Result<Rows<T>, Error>> + Send + 'a>>;

/// Where instruments come from: the client, or a test.
pub(crate) trait InstrumentSource: Send + Sync + 'static {
    /// The time at OKX, by which announced changes take effect.
    fn now(&self) -> Timestamp;

    /// Asks for instruments.
    fn instruments(&self, request: GetInstruments) -> Loading<'_, Instrument>;

    /// Asks for tick bands.
    fn tick_bands(&self, request: GetInstrumentTickBands) -> Loading<'_, InstrumentTickBands>;
}
