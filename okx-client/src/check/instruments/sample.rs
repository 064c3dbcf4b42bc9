//! A source of instruments for tests.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use super::{Asking, InstrumentSource, Instruments};
use crate::api::objects::{Instrument, InstrumentTickBands};
use crate::api::public::{GetInstrumentTickBands, GetInstruments};
use crate::api::{Endpoint, Request, Rows};
use crate::error::Error;
use crate::facts::{Fields, Operation, RowSink, Value};
use crate::fields::Lenient;
use crate::fields::items::field;
use crate::judge::envelope;
use crate::system::clock::SystemClock;
use crate::value::Timestamp;

/// An exchange that lists what it is told to.
#[derive(Default)]
pub(crate) struct Exchange {
    listed: Mutex<Vec<String>>,
    bands: Mutex<Vec<String>>,
    others: Mutex<Vec<String>>,
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

    /// What every other call lists, as JSON objects.
    pub(crate) fn set_others(&self, rows: &[&str]) {
        *self.others.lock().unwrap() = rows.iter().map(ToString::to_string).collect();
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
    pub(crate) fn instruments(
        self: &Arc<Self>,
        clock: &(impl crate::system::clock::Clock + Clone + 'static),
    ) -> Instruments {
        let weak = Arc::downgrade(self);
        Instruments::new(weak, Arc::new(clock.clone()), Duration::from_secs(3_600))
    }

    /// The rows that answer a call, but those that can be read and say something else than is asked for.
    fn answer(&self, operation: &Operation, wanted: &dyn Fields) -> Vec<String> {
        let rows = |rows: &Mutex<Vec<String>>| rows.lock().unwrap().clone();
        match operation.name {
            name if name == GetInstruments::OPERATION.name => wanted_of::<Instrument>(rows(&self.listed), wanted),
            name if name == GetInstrumentTickBands::OPERATION.name => {
                wanted_of::<InstrumentTickBands>(rows(&self.bands), wanted)
            }
            _ => rows(&self.others),
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

/// Whether a row says what the request asks for.
fn is_wanted(row: &dyn Fields, wanted: &dyn Fields) -> bool {
    let asked = |place: usize| (wanted.shape().wire[place], wanted.value(place));
    (0..wanted.shape().wire.len()).map(asked).all(|(wire, value)| value == Value::Absent || field(row, wire) == value)
}

impl InstrumentSource for Exchange {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn ask<'a>(&'a self, request: Request<'a>, rows: &'a mut dyn RowSink) -> Asking<'a> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            if self.is_down.load(Ordering::SeqCst) {
                return Err(Error::unreachable("the line is dead"));
            }
            let wanted = request.items.each().next().expect("a GET is one item");
            let reply = reply(&self.answer(request.operation, wanted).join(","));
            envelope::read(reply.as_bytes(), rows, &Lenient::default()).map(|_| ())
        })
    }
}
