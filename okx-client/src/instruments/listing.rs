//! One group of instruments, loaded or not.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::sync::Mutex;

use super::group::Group;
use super::listed::Listed;
use super::source::InstrumentSource;
use crate::envelope::Rows;
use crate::error::Error;
use crate::objects::{InstrumentTickBands, TickBand};
use crate::precision::Band;
use crate::value::Text;

/// One group of instruments, loaded or not.
#[derive(Debug)]
pub(super) struct Listing {
    group: Group,
    loaded: RwLock<Loaded>,
    /// Held while they are loaded, so that many who wait make one request; it keeps how that ended for them.
    loading: Mutex<Option<Error>>,
    attempts: AtomicU64,
}

#[derive(Debug, Default)]
struct Loaded {
    instruments: HashMap<Text, Arc<Listed>>,
    /// When they were loaded; `None` before the first time.
    at: Option<Duration>,
    /// When they are to be loaded again.
    due: Duration,
}

impl Listing {
    pub(super) fn new(group: Group) -> Self {
        Self { group, loaded: RwLock::default(), loading: Mutex::default(), attempts: AtomicU64::new(0) }
    }

    pub(super) fn group(&self) -> &Group {
        &self.group
    }

    /// How often loading has ended, well or not.
    pub(super) fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Acquire)
    }

    /// An instrument, if it is loaded.
    pub(super) fn get(&self, inst_id: &str) -> Option<Arc<Listed>> {
        self.read(|loaded| loaded.instruments.get(inst_id).map(Arc::clone))
    }

    /// Whether they were loaded less than this long ago.
    pub(super) fn is_younger_than(&self, age: Duration, now: Duration) -> bool {
        self.read(|loaded| loaded.at.is_some_and(|at| now.saturating_sub(at) < age))
    }

    /// Whether they are to be loaded again. Whoever is told so is expected to do it; others are told so only after a while.
    pub(super) fn take_due(&self, now: Duration, again_in: Duration) -> bool {
        if self.read(|loaded| loaded.at.is_none() || now < loaded.due) {
            return false;
        }
        self.write(|loaded| {
            let is_due = now >= loaded.due;
            loaded.due = loaded.due.max(now.saturating_add(again_in));
            is_due
        })
    }

    /// Loads them. If somebody else ends loading them after the count of attempts was read, that counts.
    pub(super) async fn load(
        &self,
        seen: u64,
        source: &dyn InstrumentSource,
        now: Duration,
        max_age: Duration,
    ) -> Result<(), Error> {
        let mut failure = self.loading.lock().await;
        if self.attempts() == seen {
            let fetched = self.fetch(source).await;
            *failure = fetched.as_ref().err().cloned();
            if let Ok(instruments) = fetched {
                self.write(|loaded| *loaded = Loaded { instruments, at: Some(now), due: now.saturating_add(max_age) });
            }
            self.attempts.fetch_add(1, Ordering::Release);
        }
        failure.clone().map_or(Ok(()), Err)
    }

    async fn fetch(&self, source: &dyn InstrumentSource) -> Result<HashMap<Text, Arc<Listed>>, Error> {
        let rows = source.instruments(self.group.request()).await?;
        let bands = match self.group.bands_request() {
            Some(request) => bands(&source.tick_bands(request).await?),
            None => Arc::from([]),
        };
        let readable = rows.into_iter().filter_map(|row| match row {
            Ok(row) => Listed::new(&row, &bands),
            Err(error) => {
                tracing::warn!(group = %self.group, %error, "an instrument was left out");
                None
            }
        });
        Ok(readable.map(|listed| (Text::from(listed.inst_id.as_str()), Arc::new(listed))).collect())
    }

    fn read<T>(&self, look: impl FnOnce(&Loaded) -> T) -> T {
        // What is in the lock is replaced as a whole, so a panic of another holder has not broken it.
        look(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Loaded) -> T) -> T {
        change(&mut self.loaded.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The bands of a reply that is about one group, upwards.
fn bands(rows: &Rows<InstrumentTickBands>) -> Arc<[Band]> {
    let band = |band: &TickBand| Band { from: band.min_px, to: band.max_px, step: band.tick_sz };
    let mut bands: Vec<Band> = rows.done().flat_map(|row| row.tick_band.iter().map(band)).collect();
    bands.retain(|band| band.step > Decimal::ZERO);
    bands.sort_by_key(|band| band.from);
    bands.into()
}
