//! Pushes: decoding and dispatching, beside a loop with serde derives, and beside a published client.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use okx_client::enums::SubscribedInstType;
use okx_client::fields::Fields;
use okx_client::ws::Channel;
use okx_client::ws::private::Orders;
use okx_client::ws::public::{OrderBook, OrderBookChannel, Tickers, Trades};
use okx_client::{Client, Credentials, Environment, Region, Rows};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::memory::{Exchange, InMemory, Socket, socket};
use crate::canned::Canned;
use crate::decode::twin_types;
use crate::replies;
use crate::stopwatch::now;

/// How often everything is measured. The best turn counts.
const TURNS: usize = 15;

/// A push with serde derives, as a program without a library would read it.
#[derive(Deserialize)]
struct PushMessage<'a, T> {
    #[serde(borrow)]
    arg: Arg<'a>,
    data: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Arg<'a> {
    channel: &'a str,
    inst_id: Option<&'a str>,
}

/// A kind of push to measure.
pub(super) struct Sample {
    pub(super) name: &'static str,
    /// Its rows as JSON.
    pub(super) rows: String,
    /// The argument that it names.
    pub(super) arg: &'static str,
    pub(super) action: &'static str,
    /// How many are pushed in a turn.
    pub(super) count: usize,
}

impl Sample {
    pub(super) fn push(&self) -> String {
        format!(r#"{{"arg":{},{}"data":{}}}"#, self.arg, self.action, self.rows)
    }

    fn reply(&self) -> String {
        format!(r#"{{"code":"0","msg":"","data":{}}}"#, self.rows)
    }
}

/// Measures four kinds of pushes, and prints a line for each.
pub(super) async fn run() -> Result<(), Box<dyn Error>> {
    let [ticker, trade, book, order] = samples();
    let ours = [
        compare::<_, twin_types::Ticker>(&ticker, Tickers::new("BTC-USDT")).await?,
        compare::<_, twin_types::AggregatedTrade>(&trade, Trades::new("BTC-USDT")).await?,
        compare::<_, twin_types::BookUpdate>(&book, OrderBook::new(OrderBookChannel::Books, "BTC-USDT")).await?,
        compare::<_, twin_types::OrderUpdate>(&order, Orders::new(SubscribedInstType::Any)).await?,
    ];
    super::rival::pushes([ticker, trade, book, order], ours, TURNS).await
}

fn samples() -> [Sample; 4] {
    let rows = |envelope: String| envelope[envelope.find('[').unwrap_or(0)..envelope.len() - 1].to_owned();
    // The sequence of a book that does not change, so that the same message can follow itself.
    let book = rows(replies::book(400)).replace(r#""seqId":3235851742"#, r#""seqId":7,"prevSeqId":7,"checksum":0"#);
    let trade = r#"[{"instId":"BTC-USDT","tradeId":"130639474","px":"42219.9","sz":"0.12060306","side":"buy","ts":"1630048897897","count":"3","source":"0","seqId":1234}]"#;
    [
        Sample {
            name: "ticker",
            rows: rows(replies::tickers(1)),
            arg: r#"{"channel":"tickers","instId":"BTC-USDT"}"#,
            action: "",
            count: 2_000,
        },
        Sample {
            name: "trade",
            rows: trade.to_owned(),
            arg: r#"{"channel":"trades","instId":"BTC-USDT"}"#,
            action: "",
            count: 2_000,
        },
        Sample {
            name: "book of 400 levels",
            rows: book,
            arg: r#"{"channel":"books","instId":"BTC-USDT"}"#,
            action: r#""action":"update","#,
            count: 200,
        },
        Sample {
            name: "order",
            rows: rows(replies::orders(1)),
            arg: r#"{"channel":"orders","instType":"ANY","uid":"44705892343619584"}"#,
            action: "",
            count: 2_000,
        },
    ]
}

/// Measures one kind, and returns the time of okx-client for a turn.
async fn compare<C, Theirs>(sample: &Sample, channel: C) -> Result<Duration, Box<dyn Error>>
where
    C: Channel + Send + Sync,
    C::Push: Fields + Default + 'static,
    Theirs: DeserializeOwned,
{
    let (mut ours, mut theirs, mut alone) = (Duration::MAX, Duration::MAX, Duration::MAX);
    let (mut stream, mut exchange) = subscribed(channel).await?;
    let (mut baseline, mut baseline_exchange) = socket().await;
    let reply = sample.reply();
    for _ in 0..TURNS {
        exchange.push(&sample.push(), sample.count).await?;
        let start = now();
        for _ in 0..sample.count {
            let rows = stream.next_rows().await?.ok_or("the stream ended")?;
            assert_eq!(rows.iter().flatten().count(), 1, "the push `{}` is read", sample.name);
        }
        ours = ours.min(start.elapsed());
        baseline_exchange.push(&sample.push(), sample.count).await?;
        let start = now();
        for _ in 0..sample.count {
            read_with_derives::<Theirs>(&mut baseline, sample).await?;
        }
        theirs = theirs.min(start.elapsed());
        let start = now();
        for _ in 0..sample.count {
            assert_eq!(Rows::<C::Push>::from_reply(&reply)?.len(), 1, "the row is read");
        }
        alone = alone.min(start.elapsed());
    }
    let each = |time: Duration| nanoseconds_each(time, sample.count);
    println!(
        "push: {:<24} {:>7.0} ns a message, {:>3.0} % of it decoding alone; {:>7.0} ns with serde derives: {:.2} x",
        sample.name,
        each(ours),
        alone.as_secs_f64() / ours.as_secs_f64() * 100.0,
        each(theirs),
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
    Ok(ours)
}

/// The time of one of `count` messages.
pub(super) fn nanoseconds_each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e9 / f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

async fn read_with_derives<T: DeserializeOwned>(socket: &mut Socket, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let message = socket.next().await.ok_or("the connection ended")??;
    let push: PushMessage<'_, T> = serde_json::from_str(message.to_text()?)?;
    let is_own = !push.arg.channel.is_empty() && push.arg.inst_id != Some("");
    assert!(is_own && push.data.len() == 1, "the push `{}` is read", sample.name);
    Ok(())
}

/// A subscription over a connection in memory, and the exchange at its other end.
async fn subscribed<C: Channel + Send + Sync>(
    channel: C,
) -> Result<(okx_client::Subscription<C>, Exchange), Box<dyn Error>> {
    let (connector, mut exchanges) = InMemory::new();
    let okx = Client::builder()
        .environment(Environment::live(Region::Global))
        .credentials(Credentials::new("key", "secret", "passphrase")?)
        .transport(Arc::new(Canned))
        .socket_connector(Arc::new(connector))
        .build()?;
    let subscribing = tokio::spawn(okx.subscribe(channel).unbounded().into_future());
    let mut exchange = exchanges.recv().await.ok_or("the client is gone")?;
    exchange.answer_until("subscribe").await?;
    Ok((subscribing.await??, exchange))
}
