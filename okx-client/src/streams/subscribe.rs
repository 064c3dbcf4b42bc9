//! Subscribing to a channel.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use super::StreamSource;
use super::fill::wire_json;
use super::reader::{NewReader, Reader};
use super::subscription::Subscription;
use crate::api::Channel;
use crate::carriers::ws::{Feed, FeedPolicy, Sockets, WantedSubscription};
use crate::error::Error;
use crate::facts::{ChannelFacts, Fields, Socket, Value};
use crate::value::Json;

/// How many pushes wait for a program that reads slowly, by default.
pub(super) const DEFAULT_BOUND: usize = 1_024;

/// How long OKX may take to acknowledge a subscription, by default. It includes connecting and logging in.
pub(super) const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(30);

/// A subscription that is being made. `.await` it to get the stream; before that, its options can be set.
///
/// ```
/// use okx_client::ws::public::Trades;
/// # use okx_client::{Client, Environment, Region};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
/// let trades = okx.subscribe(&Trades::new("BTC-USDT")).bounded(10_000).fill_gaps().await?;
/// # drop(trades);
/// # Ok(())
/// # }
/// ```
#[must_use = "a subscription is made when it is awaited"]
pub struct Subscribe<C: Channel> {
    source: StreamSource,
    channel: C,
    policy: FeedPolicy,
    fills_gaps: bool,
    acknowledged_within: Duration,
}

impl<C: Channel> Subscribe<C> {
    pub(crate) fn new(source: StreamSource, channel: C) -> Self {
        Self {
            source,
            channel,
            policy: FeedPolicy::Bounded(DEFAULT_BOUND),
            fills_gaps: C::FACTS.login,
            acknowledged_within: ACKNOWLEDGED_WITHIN,
        }
    }

    /// If the program reads more slowly than OKX sends, it gets only the latest push. Suits channels in which every push replaces the one
    /// before, such as tickers. Nothing is reported as missing.
    pub fn latest(self) -> Self {
        Self { policy: FeedPolicy::Latest, ..self }
    }

    /// If the program reads more slowly than OKX sends, at most this many pushes wait for it; 1,024 by default. The oldest are dropped,
    /// counted, and reported as a [`Gap`](super::Gap).
    pub fn bounded(self, pushes: usize) -> Self {
        Self { policy: FeedPolicy::Bounded(pushes.max(1)), ..self }
    }

    /// If the program reads more slowly than OKX sends, all pushes wait for it in memory.
    pub fn unbounded(self) -> Self {
        Self { policy: FeedPolicy::Unbounded, ..self }
    }

    /// Fetches over the REST API what was missed in a gap. Orders, algo orders, fills and spread orders always do so; trades and candles can.
    /// Other channels have no list of what they pushed.
    ///
    /// Each fetched trade has a row of its own, while the channel `trades` combines some. A trade arrives once in either form.
    pub fn fill_gaps(self) -> Self {
        Self { fills_gaps: true, ..self }
    }

    /// How long OKX may take to acknowledge the subscription, including connecting and logging in; 30 s by default. An address that
    /// cannot be reached is tried again until then, and the error says what the connection did last.
    pub fn acknowledged_within(self, time: Duration) -> Self {
        Self { acknowledged_within: time, ..self }
    }

    async fn subscribe(self) -> Result<Subscription<C>, Error> {
        let Self { source, channel, policy, fills_gaps, acknowledged_within } = self;
        let facts = C::FACTS;
        let wanted = wanted(&channel, facts, policy).map_err(|error| error.in_call(facts.name))?;
        let sockets = source.sockets.clone();
        let reader = Reader::new(NewReader {
            source,
            wanted,
            facts,
            arguments: arguments(&channel),
            push_wire: C::Push::default().shape().wire,
            fills_gaps,
        });
        let reader = reader.map_err(|error| error.in_call(facts.name))?;
        let acknowledged = acknowledged(&sockets, reader.feed(), facts.socket, acknowledged_within).await;
        acknowledged.map_err(|error| error.in_call(facts.name))?;
        Ok(Subscription::new(reader))
    }
}

impl<C: Channel + Send> IntoFuture for Subscribe<C> {
    type Output = Result<Subscription<C>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.subscribe())
    }
}

impl<C: Channel> fmt::Debug for Subscribe<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscribe({})", C::FACTS.name)
    }
}

/// Waits until OKX has acknowledged a subscription. If it does not in time, the error says what the connections of the socket do instead.
pub(super) async fn acknowledged(
    sockets: &Sockets,
    feed: &Feed,
    socket: Socket,
    within: Duration,
) -> Result<(), Error> {
    tokio::select! {
        biased;
        active = poll_fn(|context| feed.poll_active(context)) => return active,
        () = sockets.clock().sleep(within) => {}
    }
    let states: Vec<String> = sockets
        .connections()
        .all()
        .into_iter()
        .filter(|connection| connection.socket == socket)
        .map(|connection| connection.state.to_string())
        .collect();
    let states = if states.is_empty() { "there is no connection".to_owned() } else { states.join("; ") };
    Err(Error::unreachable(format!(
        "OKX did not acknowledge the subscription within {} ms; state of the connection: {states}",
        within.as_millis()
    )))
}

/// The subscription for a channel with its arguments.
pub(super) fn wanted(
    channel: &dyn Fields,
    facts: &'static ChannelFacts,
    policy: FeedPolicy,
) -> Result<WantedSubscription, Error> {
    let name = match channel.value(0) {
        Value::Text(name) if !name.is_empty() => name,
        _ => return Err(Error::invalid("the channel is not set")),
    };
    let silence = facts.silence.filter(|silence| silence.unless.is_none_or(|place| channel.value(place).is_empty()));
    Ok(WantedSubscription {
        socket: facts.socket,
        channel: name.into(),
        arg: Json::of(channel).get().into(),
        facts: Some(facts),
        needs_login: facts.login || facts.socket == Socket::Private,
        silence: silence.map(|silence| tolerated(silence.at_most)),
        policy,
    })
}

/// How long a channel may be silent that pushes at least this often. OKX pushes about that often, and pushes travel differently long.
fn tolerated(at_most: Duration) -> Duration {
    at_most.saturating_add((at_most / 4).max(Duration::from_secs(2)))
}

/// The arguments of a channel by their places.
fn arguments(channel: &dyn Fields) -> Vec<Option<Json>> {
    (0..channel.shape().wire.len()).map(|place| wire_json(channel.value(place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ws::private::Account;
    use crate::api::ws::public::{OrderBook, OrderBookChannel};

    fn silence<C: Channel>(channel: &C) -> Option<u64> {
        let wanted = wanted(channel, C::FACTS, FeedPolicy::Unbounded).unwrap();
        wanted.silence.map(|silence| silence.as_secs())
    }

    #[test]
    fn a_channel_may_be_silent_a_little_longer_than_its_pushes_are_apart() {
        assert_eq!(silence(&Account::new()), Some(7));
        assert_eq!(silence(&OrderBook::new(OrderBookChannel::Books, "BTC-USDT")), Some(75));
        assert_eq!(silence(&Account::new().extra_params(r#"{"updateInterval":"0"}"#)), None);
    }
}
