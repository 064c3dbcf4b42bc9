//! The arguments of subscriptions, which name a channel.

use crate::fields::reader::Reader;

use super::message::scalar;

/// The members of an argument by name, without regard to their order. OKX adds members to those it was sent, such as `uid`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Argument {
    members: Vec<(Box<str>, Box<str>)>,
}

impl Argument {
    /// Reads the JSON text of an argument; `None` if it is not an object that names a channel.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader::new(text);
        if reader.peek() != b'{' {
            return None;
        }
        let mut object = reader.open().ok()?;
        let mut members = Vec::new();
        while let Some(name) = reader.member(&mut object).ok()? {
            members.push((name.into(), scalar(&mut reader).ok()?.into()));
        }
        reader.end().ok()?;
        members.sort_unstable();
        let argument = Self { members };
        argument.get("channel").is_some().then_some(argument)
    }

    /// OKX's name of the channel.
    pub(super) fn channel(&self) -> &str {
        self.get("channel").unwrap_or_default()
    }

    /// How many members the argument of a message repeats; `None` if it belongs to another subscription. The greatest number fits best.
    ///
    /// The message must repeat every member, except one that is JSON itself: OKX does not repeat `extraParams`.
    pub(super) fn fit(&self, message: &Self) -> Option<usize> {
        let mut repeated = 0;
        for (name, value) in &self.members {
            match message.get(name) {
                Some(same) if *same == **value => repeated += 1,
                None if value.starts_with('{') => {}
                _ => return None,
            }
        }
        Some(repeated)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(own, _)| **own == *name).map(|(_, value)| &**value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Argument {
        Argument::read(text).unwrap()
    }

    #[test]
    fn order_and_white_space_do_not_matter() {
        let one = read(r#"{"channel":"tickers","instId":"BTC-USDT"}"#);
        assert_eq!(one, read(r#" { "instId" : "BTC\u002dUSDT", "channel":"tickers" } "#));
        assert_eq!(one.channel(), "tickers");
    }

    #[test]
    fn members_that_okx_adds_fit_and_others_do_not() {
        let orders = read(r#"{"channel":"orders","instType":"SWAP"}"#);
        assert!(orders.fit(&read(r#"{"channel":"orders","instType":"SWAP","uid":"7"}"#)).is_some());
        assert!(orders.fit(&read(r#"{"channel":"orders","instType":"SPOT","uid":"7"}"#)).is_none());
        assert!(orders.fit(&read(r#"{"channel":"orders","uid":"7"}"#)).is_none());
        let account = read(r#"{"channel":"account","extraParams":"{\"updateInterval\":\"0\"}"}"#);
        assert!(account.fit(&read(r#"{"channel":"account","uid":"7"}"#)).is_some());
    }

    #[test]
    fn the_most_exact_argument_fits_best() {
        let push = read(r#"{"channel":"account","ccy":"BTC","uid":"7"}"#);
        let (all, one) = (read(r#"{"channel":"account"}"#), read(r#"{"channel":"account","ccy":"BTC"}"#));
        assert!(one.fit(&push) > all.fit(&push));
        assert!(one.fit(&read(r#"{"channel":"account","uid":"7"}"#)).is_none());
    }

    #[test]
    fn what_names_no_channel_is_refused() {
        for text in ["", "[]", "{}", r#"{"instId":"A"}"#, r#"{"channel":"a""#, r#"{"channel":"a"} x"#] {
            assert!(Argument::read(text).is_none(), "{text}");
        }
    }
}
