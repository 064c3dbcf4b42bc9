//! Up to which time the state of an account is known.

use crate::value::Timestamp;

/// A source of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::trading::account_view) enum Source {
    /// The open orders.
    Orders,
    /// The positions.
    Positions,
    /// The balances.
    Balances,
}

/// When each source was last complete.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    /// When the last message arrived. The sources share a connection whose messages arrive in order, so everything before it has arrived too.
    heard: Option<Timestamp>,
    /// Since when changes of a source may have been missed.
    stale: [Option<Timestamp>; 3],
    /// Whether there is no connection.
    is_disconnected: bool,
}

impl Freshness {
    /// A message arrived.
    pub(super) fn hear(&mut self, at: Timestamp) {
        self.heard = self.heard.max(Some(at));
    }

    /// Changes of a source may have been missed since this time.
    pub(super) fn lose(&mut self, source: Source, since: Timestamp) {
        let stale = &mut self.stale[source as usize];
        *stale = Some(stale.map_or(since, |earlier| earlier.min(since)));
    }

    /// Changes of all sources may be missed from now on, because the connection is lost.
    pub(super) fn lose_connection(&mut self, at: Timestamp) {
        self.is_disconnected = true;
        let since = self.heard.map_or(at, |heard| heard.min(at));
        for source in [Source::Orders, Source::Positions, Source::Balances] {
            self.lose(source, since);
        }
    }

    /// There is a connection again. What was missed is still missing.
    pub(super) fn reconnect(&mut self) {
        self.is_disconnected = false;
    }

    pub(super) fn is_disconnected(&self) -> bool {
        self.is_disconnected
    }

    /// A source is complete again. What arrives while there is no connection was sent before it was lost, so it restores nothing.
    pub(super) fn restore(&mut self, source: Source) {
        if !self.is_disconnected {
            self.stale[source as usize] = None;
        }
    }

    #[cfg(test)]
    pub(super) fn is_stale(&self, source: Source) -> bool {
        self.stale[source as usize].is_some()
    }

    /// Since when changes may have been missed; `None` if none were.
    pub(super) fn stale_since(&self) -> Option<Timestamp> {
        self.stale.iter().flatten().min().copied()
    }

    /// The time up to which everything is known; `None` before the first message.
    pub(super) fn as_of(&self) -> Option<Timestamp> {
        self.stale_since().or(self.heard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn the_state_is_known_up_to_the_last_message() {
        let mut freshness = Freshness::default();
        assert_eq!(freshness.as_of(), None);
        freshness.hear(at(5));
        freshness.hear(at(3));
        assert_eq!((freshness.as_of(), freshness.stale_since()), (Some(at(5)), None));
    }

    #[test]
    fn a_lost_connection_makes_everything_stale_since_its_last_message() {
        let mut freshness = Freshness::default();
        freshness.hear(at(5));
        freshness.lose_connection(at(30));
        freshness.hear(at(40));
        freshness.restore(Source::Positions);
        assert!(freshness.is_stale(Source::Positions), "the snapshot was sent before the connection was lost");
        freshness.reconnect();
        assert_eq!(freshness.as_of(), Some(at(5)));
        freshness.restore(Source::Orders);
        freshness.restore(Source::Positions);
        assert_eq!(freshness.as_of(), Some(at(5)));
        freshness.restore(Source::Balances);
        assert_eq!((freshness.as_of(), freshness.stale_since()), (Some(at(40)), None));
    }

    #[test]
    fn the_earliest_loss_counts() {
        let mut freshness = Freshness::default();
        freshness.lose(Source::Orders, at(7));
        freshness.lose(Source::Orders, at(9));
        freshness.lose(Source::Balances, at(8));
        assert_eq!(freshness.stale_since(), Some(at(7)));
        assert!(!freshness.is_stale(Source::Positions));
    }
}
