//! A source of instruments for tests.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use super::{InstrumentSource, Instruments, Loading};
use crate::clock::SystemClock;
use crate::envelope::Rows;
use crate::error::Error;
use crate::fields::{Fields, Value};
use crate::item::field;
use crate::objects::{Instrument, InstrumentTickBands};
use crate::public::{GetInstrumentTickBands, GetInstruments};
use crate::value::Timestamp;

/// An exchange that lists what it is told to.
#[derive(Default)]
pub(crate) struct Exchange {
    listed: Mutex<Vec<String>>,
    bands: Mutex<Vec<String>>,
    now: AtomicI64,
    asked: AtomicUsize,
    is_down: AtomicBool,
}

/// Instruments that nobody lists.
pub(crate) fn none() -> Instruments {
    let nowhere: Weak<Exchange> = Weak::new();
    Instruments::new(nowhere, Arc::new(SystemClock::new()), Duration::MAX)
}

impl Exchange {
    /// Lists these instruments, which are JSON objects. Questions are answered with those that are as asked for.
    pub(crate) fn listing(rows: &[&str]) -> Arc<Self> {
        let exchange = Arc::new(Self::default());
        exchange.list(rows);
        exchange
    }

    pub(crate) fn list(&self, rows: &[&str]) {
        *self.listed.lock().unwrap() = rows.iter().map(ToString::to_string).collect();
    }

    /// Tick bands, as JSON objects, for whoever asks.
    pub(crate) fn set_bands(&self, rows: &[&str]) {
        *self.bands.lock().unwrap() = rows.iter().map(ToString::to_string).collect();
    }

    pub(crate) fn set_now(&self, millis: i64) {
        self.now.store(millis, Ordering::SeqCst);
    }

    pub(crate) fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }

    /// How many requests came.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Its instruments, loaded when they are needed, for an hour.
    pub(crate) fn instruments(self: &Arc<Self>, clock: &(impl crate::clock::Clock + Clone + 'static)) -> Instruments {
        let weak = Arc::downgrade(self);
        Instruments::new(weak, Arc::new(clock.clone()), Duration::from_hours(1))
    }

    async fn answer<T: Fields + Default + 'static>(
        &self,
        mut rows: Vec<String>,
        wanted: &dyn Fields,
    ) -> Result<Rows<T>, Error> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        if self.is_down.load(Ordering::SeqCst) {
            return Err(Error::unreachable("the line is dead"));
        }
        let is_readable_and_other = |row: &str| reply::<T>(row).one().is_ok_and(|row| !is_wanted(&row, wanted));
        rows.retain(|row| !is_readable_and_other(row));
        Ok(reply(&rows.join(",")))
    }
}

fn reply<T: Fields + Default + 'static>(rows: &str) -> Rows<T> {
    Rows::from_reply(&format!(r#"{{"code":"0","msg":"","data":[{rows}]}}"#)).unwrap()
}

/// Whether a row says what the request asks for.
fn is_wanted(row: &dyn Fields, wanted: &dyn Fields) -> bool {
    let asked = |place: usize| (wanted.shape().wire[place], wanted.value(place));
    (0..wanted.shape().wire.len()).map(asked).all(|(wire, value)| value == Value::Absent || field(row, wire) == value)
}

impl InstrumentSource for Exchange {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn instruments(&self, request: GetInstruments) -> Loading<'_, Instrument> {
        let rows = self.listed.lock().unwrap().clone();
        Box::pin(async move { self.answer(rows, &request).await })
    }

    fn tick_bands(&self, request: GetInstrumentTickBands) -> Loading<'_, InstrumentTickBands> {
        let rows = self.bands.lock().unwrap().clone();
        Box::pin(async move { self.answer(rows, &request).await })
    }
}
