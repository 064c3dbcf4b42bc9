//! A source of instruments for tests.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use super::{Fetching, InstrumentSource, Instruments};
use crate::api::objects::{InstrumentDetails, InstrumentTickBands};
use crate::api::public::{GetInstrumentTickBands, GetInstruments};
use crate::api::{Endpoint, Request, Rows};
use crate::error::Error;
use crate::facts::{Fields, Operation, RowSink, Value};
use crate::fields::DecodePolicy;
use crate::fields::items::field;
use crate::judge::envelope;
use crate::system::clock::SystemClock;
use crate::value::Timestamp;

/// An exchange that lists the given rows.
#[derive(Default)]
pub(crate) struct Exchange {
    listed: Mutex<Vec<String>>,
    bands: Mutex<Vec<String>>,
    other_products: Mutex<Vec<String>>,
    now: AtomicI64,
    asked: AtomicUsize,
    is_down: AtomicBool,
}

/// Instruments without a source.
pub(crate) fn none() -> Instruments {
    let nowhere: Weak<Exchange> = Weak::new();
    Instruments::new(nowhere, Arc::new(SystemClock::new()), Duration::MAX)
}

impl Exchange {
    /// An exchange that lists these instruments, given as JSON objects. Requests are answered with those that match.
    pub(crate) fn listing(rows: &[&str]) -> Arc<Self> {
        let exchange = Arc::new(Self::default());
        exchange.list(rows);
        exchange
    }

    pub(crate) fn list(&self, rows: &[&str]) {
        *self.listed.lock().unwrap() = rows.iter().map(ToString::to_string).collect();
    }

    /// Sets the tick bands, given as JSON objects.
    pub(crate) fn set_bands(&self, rows: &[&str]) {
        *self.bands.lock().unwrap() = rows.iter().map(ToString::to_string).collect();
    }

    /// Sets the rows that all other calls list, given as JSON objects.
    pub(crate) fn set_others(&self, rows: &[&str]) {
        *self.other_products.lock().unwrap() = rows.iter().map(ToString::to_string).collect();
    }

    pub(crate) fn set_now(&self, millis: i64) {
        self.now.store(millis, Ordering::SeqCst);
    }

    pub(crate) fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }

    /// How many requests were made.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Its instruments, loaded when they are needed and refreshed after an hour.
    pub(crate) fn instruments(
        self: &Arc<Self>,
        clock: &(impl crate::system::clock::Clock + Clone + 'static),
    ) -> Instruments {
        let weak = Arc::downgrade(self);
        Instruments::new(weak, Arc::new(clock.clone()), Duration::from_secs(3_600))
    }

    /// The rows that answer a call: those that match it or cannot be read.
    fn answer(&self, operation: &Operation, wanted: &dyn Fields) -> Vec<String> {
        let rows = |rows: &Mutex<Vec<String>>| rows.lock().unwrap().clone();
        match operation.name {
            name if name == GetInstruments::OPERATION.name => {
                wanted_of::<InstrumentDetails>(rows(&self.listed), wanted)
            }
            name if name == GetInstrumentTickBands::OPERATION.name => {
                wanted_of::<InstrumentTickBands>(rows(&self.bands), wanted)
            }
            _ => rows(&self.other_products),
        }
    }
}

fn wanted_of<T: Fields + Default + 'static>(mut rows: Vec<String>, wanted: &dyn Fields) -> Vec<String> {
    let read = |row: &str| Rows::<T>::from_reply(&reply(row)).unwrap().one();
    rows.retain(|row| read(row).map_or(true, |row| is_wanted(&row, wanted)));
    rows
}

fn reply(rows: &str) -> String {
    format!(r#"{{"code":"0","msg":"","data":[{rows}]}}"#)
}

/// Whether a row matches the request.
fn is_wanted(row: &dyn Fields, wanted: &dyn Fields) -> bool {
    let asked = |place: usize| (wanted.shape().wire[place], wanted.value(place));
    (0..wanted.shape().wire.len()).map(asked).all(|(wire, value)| value == Value::Absent || field(row, wire) == value)
}

impl InstrumentSource for Exchange {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn fetch<'a>(&'a self, request: Request<'a>, rows: &'a mut dyn RowSink) -> Fetching<'a> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            if self.is_down.load(Ordering::SeqCst) {
                return Err(Error::unreachable("the line is dead"));
            }
            let wanted = request.items.each().next().expect("a GET is one item");
            let reply = reply(&self.answer(request.operation, wanted).join(","));
            envelope::read(reply.as_bytes(), rows, &DecodePolicy::default()).map(|_| ())
        })
    }
}
