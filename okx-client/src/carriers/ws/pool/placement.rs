//! Decides which connection gets a subscription. Pure functions, independent of connections.

use std::fmt;

/// What a subscription needs of its connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needs {
    /// OKX's name of the channel.
    pub(super) channel: Box<str>,
    /// The arguments besides the channel.
    pub(super) arguments: Box<str>,
    /// The channels that must not be on the same connection with the same arguments.
    pub(super) excludes: &'static [&'static str],
    /// Whether it pushes so much that only so many are put on one connection.
    pub(super) is_heavy: bool,
    /// Whether OKX limits the number of connections that subscribe to the channel.
    pub(super) is_counted: bool,
}

/// OKX's limits for connections.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConnectionLimits {
    /// How many heavy subscriptions are put on one connection.
    pub(super) heavy: usize,
    /// How many connections may subscribe to a counted channel.
    pub(super) counted: usize,
}

/// Where a subscription goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To the connection at this index.
    Existing(usize),
    /// To a new connection.
    New,
}

/// Why a subscription has no place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoPlace {
    channel: Box<str>,
    counted: usize,
}

impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { channel, counted } = self;
        write!(
            f,
            "`{channel}` is already subscribed to on {counted} connections, and OKX accepts no more for one account; drop a subscription, or \
             use the same arguments, which share one"
        )
    }
}

/// Chooses among connections of one socket, each given by the needs of its subscriptions. A counted channel goes where it already is.
/// Others go to the connection with the fewest heavy subscriptions, because all pushes of a connection are read one after the other.
pub(super) fn place(connections: &[&[Needs]], wanted: &Needs, limits: ConnectionLimits) -> Result<Place, NoPlace> {
    let has_channel = |connection: &[Needs]| connection.iter().any(|own| own.channel == wanted.channel);
    let heavies = |connection: &[Needs]| connection.iter().filter(|own| own.is_heavy).count();
    let suitable = connections.iter().enumerate().filter(|(_, connection)| {
        !connection.iter().any(|own| exclude_each_other(own, wanted))
            && (!wanted.is_heavy || heavies(connection) < limits.heavy)
    });
    // The first one wins among equals.
    let best = suitable.min_by_key(|(_, connection)| {
        let is_elsewhere = wanted.is_counted && !has_channel(connection);
        (is_elsewhere, heavies(connection))
    });
    let used = || connections.iter().filter(|connection| has_channel(connection)).count();
    let adds_connection = best.is_none_or(|(_, connection)| !has_channel(connection));
    if wanted.is_counted && adds_connection && used() >= limits.counted {
        return Err(NoPlace { channel: wanted.channel.clone(), counted: limits.counted });
    }
    Ok(best.map_or(Place::New, |(index, _)| Place::Existing(index)))
}

fn exclude_each_other(one: &Needs, other: &Needs) -> bool {
    let excludes = |one: &Needs, other: &Needs| one.excludes.contains(&&*other.channel);
    one.arguments == other.arguments && (excludes(one, other) || excludes(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: ConnectionLimits = ConnectionLimits { heavy: 2, counted: 2 };

    fn light(channel: &str) -> Needs {
        Needs {
            channel: channel.into(),
            arguments: r#""instId":"BTC-USDT"}"#.into(),
            excludes: &[],
            is_heavy: false,
            is_counted: false,
        }
    }

    fn heavy(channel: &str) -> Needs {
        Needs { is_heavy: true, ..light(channel) }
    }

    fn counted(channel: &str) -> Needs {
        Needs { is_counted: true, ..light(channel) }
    }

    #[track_caller]
    fn goes(connections: &[Vec<Needs>], wanted: &Needs, expected: Place) {
        let connections: Vec<&[Needs]> = connections.iter().map(Vec::as_slice).collect();
        assert_eq!(place(&connections, wanted, LIMITS), Ok(expected));
    }

    #[test]
    fn the_first_subscription_opens_a_connection_and_others_share_it() {
        goes(&[], &light("tickers"), Place::New);
        goes(&[vec![light("tickers")]], &light("trades"), Place::Existing(0));
    }

    #[test]
    fn heavy_channels_are_spread() {
        let connections = [vec![heavy("books")], vec![light("tickers")]];
        goes(&connections, &heavy("books"), Place::Existing(1));
        goes(&connections, &light("trades"), Place::Existing(1));
        let full = [vec![heavy("books"), heavy("books")]];
        goes(&full, &heavy("books"), Place::New);
        goes(&full, &light("tickers"), Place::Existing(0));
    }

    #[test]
    fn channels_that_exclude_each_other_are_kept_apart() {
        let books = light("books");
        let deep = Needs { excludes: &["books"], ..light("books-l2-tbt") };
        goes(&[vec![books.clone()]], &deep, Place::New);
        goes(&[vec![deep.clone()]], &books, Place::New);
        goes(&[vec![Needs { arguments: "".into(), ..books }]], &deep, Place::Existing(0));
    }

    #[test]
    fn a_counted_channel_stays_on_its_connections() {
        let orders = counted("orders");
        goes(&[vec![heavy("x")], vec![]], &orders, Place::Existing(1));
        goes(&[vec![heavy("x"), orders.clone()], vec![]], &orders, Place::Existing(0));
    }

    #[test]
    fn a_counted_channel_is_refused_on_one_connection_too_many() {
        let orders = counted("orders");
        let apart = Needs { excludes: &["orders"], ..orders.clone() };
        let used = [vec![orders.clone()], vec![orders.clone()]];
        goes(&used, &orders, Place::Existing(0));
        let connections: Vec<&[Needs]> = used.iter().map(Vec::as_slice).collect();
        let refused = place(&connections, &apart, LIMITS).unwrap_err().to_string();
        assert!(refused.starts_with("`orders` is already subscribed to on 2 connections"), "{refused}");
    }
}
