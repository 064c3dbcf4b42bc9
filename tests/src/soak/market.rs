//! Subscriptions to market data, and what is counted of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use okx_client::dynamic;
use okx_client::ws::Channel;
use okx_client::ws::business::{AllTrades, Candles};
use okx_client::ws::public::{OrderBook, Tickers, Trades};
use okx_client::{Client, Error, Rows, Update};
use tokio::task::JoinHandle;

use super::Run;

/// What the subscriptions have received.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) updates: AtomicU64,
    pub(super) gaps: AtomicU64,
    /// Changes of order books that did not continue the sequence. There must be none.
    pub(super) broken_books: AtomicU64,
    /// Rows that could not be read, because of faults of their messages.
    pub(super) unreadable: AtomicU64,
}

/// The subscriptions to market data.
pub(super) struct Market {
    readers: Vec<JoinHandle<Result<(), Error>>>,
    received: Arc<Received>,
    client: Client,
}

impl Market {
    /// Subscribes to channels of all instruments.
    pub(super) async fn subscribe(run: &Run, count: usize) -> Result<Self, Error> {
        let mut market = Self { readers: Vec::new(), received: Arc::default(), client: run.okx.clone() };
        let instruments: Vec<String> =
            run.sim.core().markets().iter().map(|market| market.instrument.id.clone()).collect();
        for instrument in &instruments {
            let instrument = instrument.as_str();
            for name in ["books", "books5", "bbo-tbt"] {
                market.read_book(OrderBook::new(name, instrument)).await?;
            }
            market.read(Tickers::new(instrument)).await?;
            market.read(Trades::new(instrument)).await?;
            market.read(AllTrades::new(instrument)).await?;
        }
        let candles = dynamic::channels().find(|facts| facts.name == "ws.business.candles");
        for name in candles.map_or(&[][..], |facts| facts.names) {
            for instrument in &instruments {
                if market.readers.len() < count {
                    market.read(Candles::new(*name, instrument.as_str())).await?;
                }
            }
        }
        Ok(market)
    }

    /// The number of subscriptions.
    pub(super) fn len(&self) -> usize {
        self.readers.len()
    }

    async fn read<C: Channel + Send + Sync>(&mut self, channel: C) -> Result<(), Error>
    where
        Rows<C::Push>: Send,
        C::Beside: Send,
    {
        let mut stream = self.client.subscribe(channel.clone()).await?;
        let received = Arc::clone(&self.received);
        self.readers.push(tokio::spawn(async move {
            while let Some(update) = stream.try_next().await? {
                count(&received, &update);
            }
            Ok(())
        }));
        Ok(())
    }

    async fn read_book(&mut self, channel: OrderBook) -> Result<(), Error> {
        let mut stream = self.client.subscribe(&channel).await?;
        let received = Arc::clone(&self.received);
        self.readers.push(tokio::spawn(async move {
            let mut last = None;
            while let Some(update) = stream.try_next().await? {
                count(&received, &update);
                for row in update.rows.iter().flatten() {
                    let continues = update.is_snapshot || row.prev_seq_id.is_none() || row.prev_seq_id == last;
                    if !continues {
                        received.broken_books.fetch_add(1, Ordering::Relaxed);
                    }
                    last = row.seq_id;
                }
            }
            Ok(())
        }));
        Ok(())
    }

    /// Ends all subscriptions, and returns their number and what they received.
    ///
    /// # Errors
    ///
    /// A subscription has ended before, or an order book was passed on with a hole.
    pub(super) fn finish(self) -> Result<(usize, Arc<Received>), String> {
        let count = self.len();
        let ended = self.readers.iter().filter(|reader| reader.is_finished()).count();
        self.readers.iter().for_each(JoinHandle::abort);
        match (ended, self.received.broken_books.load(Ordering::Relaxed)) {
            (0, 0) => Ok((count, self.received)),
            (ended, broken) => Err(format!(
                "{ended} of {count} subscriptions ended, and {broken} changes of books do not continue them"
            )),
        }
    }
}

fn count<C: Channel>(received: &Received, update: &Update<C>) {
    received.updates.fetch_add(1, Ordering::Relaxed);
    received.gaps.fetch_add(u64::from(update.gap.is_some()), Ordering::Relaxed);
    received.unreadable.fetch_add(update.rows.errors().count() as u64, Ordering::Relaxed);
}
