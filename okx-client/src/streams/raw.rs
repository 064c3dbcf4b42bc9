//! Streams of channels as JSON text.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::StreamSource;
use super::gap::{Gap, GapAction};
#[cfg(feature = "dynamic")]
use super::subscribe::wanted;
use super::subscribe::{ACKNOWLEDGED_WITHIN, DEFAULT_BOUND, acknowledged};
use crate::carriers::ws::{Delivery, FeedPolicy, FrameText, GapCause, Reading, WantedSubscription};
use crate::error::Error;
use crate::facts::Socket;
#[cfg(feature = "dynamic")]
use crate::facts::{ChannelFacts, Fields};
use crate::fields::reader::Reader;
use crate::value::{Json, Timestamp};

/// A raw subscription that is being made. `.await` it to get the stream; before that, its options can be set.
#[must_use = "a subscription is made when it is awaited"]
pub struct SubscribeRaw {
    source: StreamSource,
    wanted: Result<WantedSubscription, Error>,
    acknowledged_within: Duration,
}

/// A stream of the pushes of one channel as text. Created by [`Client::subscribe_raw`](crate::Client::subscribe_raw).
#[must_use = "dropping a subscription ends it"]
pub struct RawSubscription {
    source: StreamSource,
    reading: Reading,
}

/// What a raw stream yields: a push, or a gap.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawUpdate {
    /// The gap that this update reports. Then it has no push.
    pub gap: Option<Gap>,
    /// When it was received, in OKX's time as far as it is known.
    pub received: Timestamp,
    text: FrameText,
}

impl RawUpdate {
    /// The text of the push, as OKX sent it; empty if this update reports a gap.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }
}

impl SubscribeRaw {
    pub(crate) fn new(source: StreamSource, socket: Socket, arg: &Json) -> Self {
        let wanted = argument(arg).map(|(channel, arg)| WantedSubscription {
            socket,
            channel: channel.as_str().into(),
            arg: arg.into(),
            facts: None,
            needs_login: socket == Socket::Private,
            silence: None,
            policy: FeedPolicy::Bounded(DEFAULT_BOUND),
        });
        Self { source, wanted, acknowledged_within: ACKNOWLEDGED_WITHIN }
    }

    /// The same for a channel that is described.
    #[cfg(feature = "dynamic")]
    pub(crate) fn described(source: StreamSource, facts: &'static ChannelFacts, channel: &dyn Fields) -> Self {
        let wanted = wanted(channel, facts, FeedPolicy::Bounded(DEFAULT_BOUND));
        let wanted = wanted.map_err(|error| error.in_call(facts.name));
        Self { source, wanted, acknowledged_within: ACKNOWLEDGED_WITHIN }
    }

    /// Logs in before the subscription. The private socket always does.
    pub fn with_login(self) -> Self {
        self.changed(|wanted| wanted.needs_login = true)
    }

    /// As for [`Subscribe::latest`](super::Subscribe::latest).
    pub fn latest(self) -> Self {
        self.changed(|wanted| wanted.policy = FeedPolicy::Latest)
    }

    /// As for [`Subscribe::bounded`](super::Subscribe::bounded).
    pub fn bounded(self, pushes: usize) -> Self {
        self.changed(|wanted| wanted.policy = FeedPolicy::Bounded(pushes.max(1)))
    }

    /// As for [`Subscribe::unbounded`](super::Subscribe::unbounded).
    pub fn unbounded(self) -> Self {
        self.changed(|wanted| wanted.policy = FeedPolicy::Unbounded)
    }

    /// As for [`Subscribe::acknowledged_within`](super::Subscribe::acknowledged_within).
    pub fn acknowledged_within(self, time: Duration) -> Self {
        Self { acknowledged_within: time, ..self }
    }

    fn changed(mut self, change: impl FnOnce(&mut WantedSubscription)) -> Self {
        if let Ok(wanted) = &mut self.wanted {
            change(wanted);
        }
        self
    }

    async fn subscribe(self) -> Result<RawSubscription, Error> {
        let Self { source, wanted, acknowledged_within } = self;
        let wanted = wanted?;
        let socket = wanted.socket;
        let reading = source.sockets.subscribe(wanted)?;
        acknowledged(&source.sockets, reading.feed(), socket, acknowledged_within).await?;
        Ok(RawSubscription { source, reading })
    }
}

impl IntoFuture for SubscribeRaw {
    type Output = Result<RawSubscription, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.subscribe())
    }
}

impl RawSubscription {
    /// The next update; `None` once the stream has ended.
    ///
    /// # Errors
    ///
    /// The subscription ended with an error. After that, the stream returns `None`.
    pub async fn next(&mut self) -> Option<Result<RawUpdate, Error>> {
        poll_fn(|context| self.poll_update(context)).await
    }

    /// The next update, in the form that suits `while let Some(update) = stream.try_next().await?`.
    ///
    /// # Errors
    ///
    /// As for [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<RawUpdate>, Error> {
        self.next().await.transpose()
    }

    fn poll_update(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawUpdate, Error>>> {
        loop {
            let Some(delivery) = ready!(self.reading.feed().poll_next(context)) else { return Poll::Ready(None) };
            let update = match delivery {
                Delivery::Push { text, received, .. } => {
                    RawUpdate { gap: None, received: self.source.time(received), text }
                }
                Delivery::Gap { cause, from, until } => self.gap(cause, from, until, 0),
                Delivery::Dropped { frames, from, until } => self.gap(GapCause::SlowReader, from, until, frames),
                Delivery::Overlap { .. } | Delivery::OverlapEnded => continue,
                Delivery::Ended(error) => return Poll::Ready(Some(Err(error))),
            };
            return Poll::Ready(Some(Ok(update)));
        }
    }

    fn gap(&self, cause: GapCause, from: Duration, until: Duration, dropped: u64) -> RawUpdate {
        let (from, until) = (self.source.time(from), self.source.time(until));
        let action = GapAction::NotFilled { why: "the subscription is read as raw text".to_owned() };
        let gap = Gap { cause, from, until, action, dropped };
        RawUpdate { gap: Some(gap), received: until, text: FrameText::from("") }
    }
}

impl Stream for RawSubscription {
    type Item = Result<RawUpdate, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_update(context)
    }
}

impl fmt::Debug for SubscribeRaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.wanted {
            Ok(wanted) => write!(f, "SubscribeRaw({:?} {})", wanted.socket, wanted.arg),
            Err(error) => write!(f, "SubscribeRaw({error})"),
        }
    }
}

impl fmt::Debug for RawSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawSubscription")
    }
}

/// The name of the channel, and the argument without white space.
fn argument(arg: &Json) -> Result<(String, String), Error> {
    const FORM: &str = r#"the argument of a channel must be an object with its name, such as {"channel":"tickers","instId":"BTC-USDT"}"#;
    let mut reader = Reader::new(arg.get());
    let mut members = Vec::new();
    let mut channel = None;
    let mut read = || -> Result<(), crate::fields::DecodeError> {
        crate::fields::decode::expect_start(&mut reader, b'{', "an object")?;
        let mut object = reader.open()?;
        while let Some(name) = reader.member(&mut object)? {
            let value = Json::parse(reader.any()?).unwrap_or_default();
            if name == "channel" {
                channel = serde_json::from_str::<String>(value.get()).ok();
            }
            members.push(format!("{}:{}", Json::from(&*name).get(), value.get()));
        }
        reader.end()
    };
    read().map_err(|_| Error::invalid(FORM))?;
    let channel = channel.filter(|name| !name.is_empty()).ok_or_else(|| Error::invalid(FORM))?;
    Ok((channel, format!("{{{}}}", members.join(","))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_names_its_channel_and_is_sent_without_white_space() {
        let arg = Json::parse("{ \"channel\": \"new-channel\",\n \"instId\": \"BTC-USDT\" }").unwrap();
        let (channel, text) = argument(&arg).unwrap();
        assert_eq!((&*channel, &*text), ("new-channel", r#"{"channel":"new-channel","instId":"BTC-USDT"}"#));
        for wrong in ["[]", "{}", r#"{"channel":5}"#, r#"{"channel":""}"#] {
            assert!(argument(&Json::parse(wrong).unwrap()).unwrap_err().is_invalid());
        }
    }
}
