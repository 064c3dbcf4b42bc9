//! Channels by name.

use std::fmt;

use super::channels::ALL;
use super::reread;
use crate::api::{Channel, new_fields};
use crate::error::Error;
use crate::facts::{ChannelFacts, Fields};
use crate::fields::decode;
use crate::fields::reader::Reader;
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
    let described = find(name)?;
    let mut fields = (described.arg)();
    // The name of the channel is the first field of every such type.
    let channel = fields.shape().wire[0];
    let members = || reread::members(&mut Reader::new(arguments.get()));
    let mut members = members().map_err(|fault| Error::invalid(format!("channel arguments: {fault}")))?;
    let named = Json::from(name);
    members.insert(0, (channel.into(), named.get()));
    let read = decode::decode(reread::object(&members).get(), &mut *fields);
    read.map_err(|fault| Error::from(fault).in_call(described.facts.name))?;
    Ok(Json::of(&*fields))
}

pub(super) fn find(name: &str) -> Result<&'static DescribedChannel, Error> {
    ALL.iter().find(|described| described.facts.names.contains(&name)).ok_or_else(|| {
        Error::invalid(format!("unknown channel `{name}`; use OKX's name, such as `tickers` or `candle1m`"))
    })
}
