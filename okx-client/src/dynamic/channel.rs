//! Channels by name.

use std::fmt;

use super::channels::ALL;
use super::reread;
use crate::api::{Channel, new_fields};
use crate::client::Client;
use crate::error::Error;
use crate::facts::{ChannelFacts, Fields};
use crate::fields::decode;
use crate::fields::reader::Reader;
use crate::streams::SubscribeRaw;
use crate::value::Json;

/// A channel, or several similar ones, that can be looked up by name.
pub struct DescribedChannel {
    pub(super) facts: &'static ChannelFacts,
    pub(super) arg: fn() -> Box<dyn Fields>,
    pub(super) beside: fn() -> Box<dyn Fields>,
    pub(super) row: fn() -> Box<dyn Fields>,
}

impl DescribedChannel {
    /// The channel of a type.
    pub const fn of<C: Channel>() -> Self {
        Self { facts: C::FACTS, arg: new_fields::<C>, beside: new_fields::<C::Beside>, row: new_fields::<C::Push> }
    }

    /// The description of the channel.
    pub fn facts(&self) -> &'static ChannelFacts {
        self.facts
    }
}

impl fmt::Debug for DescribedChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DescribedChannel({})", self.facts.name)
    }
}

/// All described channels, grouped by WebSocket endpoint. Similar channels share one entry.
pub fn channels() -> impl Iterator<Item = &'static ChannelFacts> {
    ALL.iter().map(|described| described.facts)
}

/// Converts the arguments of a channel, a JSON object, into the `arg` of a subscription: the channel and its arguments, validated against
/// their types.
///
/// ```
/// use okx_client::dynamic::subscription;
/// use okx_client::value::Json;
///
/// let arg = subscription("candle1m", &Json::parse(r#"{"instId":"BTC-USDT"}"#)?)?;
/// assert_eq!(arg.get(), r#"{"channel":"candle1m","instId":"BTC-USDT"}"#);
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// There is no such channel, or the arguments are invalid.
pub fn subscription(name: &str, arguments: &Json) -> Result<Json, Error> {
    let (_, fields) = read(name, arguments)?;
    Ok(Json::of(&*fields))
}

impl Client {
    /// Subscribes to a channel by OKX's name. The stream yields the text of each push. It is kept alive like that of
    /// [`subscribe`](Self::subscribe), but gaps are only reported, and pushes may arrive twice while a connection is replaced.
    ///
    /// ```
    /// use okx_client::value::Json;
    /// # use okx_client::{Client, Environment, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let arguments = Json::parse(r#"{"instId":"BTC-USDT"}"#)?;
    /// let mut tickers = okx.subscribe_channel("tickers", &arguments)?.await?;
    /// if let Some(update) = tickers.try_next().await? {
    ///     println!("{}", update.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such channel, or the arguments are invalid. Awaiting the subscription fails as for [`subscribe`](Self::subscribe).
    pub fn subscribe_channel(&self, name: &str, arguments: &Json) -> Result<SubscribeRaw, Error> {
        let (described, fields) = read(name, arguments)?;
        Ok(SubscribeRaw::described(self.stream_source(), described.facts, &*fields))
    }
}

/// A channel and its arguments.
fn read(name: &str, arguments: &Json) -> Result<(&'static DescribedChannel, Box<dyn Fields>), Error> {
    let described = find(name)?;
    let mut fields = (described.arg)();
    // The name of the channel is the first field of every such type.
    let channel = fields.shape().wire[0];
    let members = || reread::members(&mut Reader::new(arguments.get()));
    let mut members = members().map_err(|fault| Error::invalid(format!("channel arguments: {fault}")))?;
    let named = Json::from(name);
    members.insert(0, (channel.into(), named.get()));
    let read = decode::decode(reread::object(&members).get(), &mut *fields);
    read.map_err(|fault| Error::from(fault).into_invalid().in_call(described.facts.name))?;
    Ok((described, fields))
}

pub(super) fn find(name: &str) -> Result<&'static DescribedChannel, Error> {
    ALL.iter().find(|described| described.facts.names.contains(&name)).ok_or_else(|| {
        Error::invalid(format!("unknown channel `{name}`; use OKX's name, such as `tickers` or `candle1m`"))
    })
}
