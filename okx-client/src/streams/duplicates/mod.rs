//! Drops rows that arrive twice: over two connections while one replaces the other, or over the REST API and a connection.

mod numbered;

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use self::numbered::Numbered;
use crate::carriers::ws::LinkId;
use crate::facts::{Fields, Fill, Once, RowKey, RowPlacement, RowSink, Value};

/// How many rows are remembered. While two connections push the same rows, one can be behind the other by more than usual.
const REMEMBERED: usize = 1_024;
const REMEMBERED_IN_OVERLAP: usize = 65_536;

/// For how many orders, trades or others the time of the last update is remembered, so that older states of them are recognized.
const REMEMBERED_SUBJECTS: usize = 16_384;

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A connection.
    Link(LinkId),
    /// The REST API.
    Rest,
}

/// How many messages a new connection may be behind the one that it replaced. The number is limited so that a reset of the sequence at that
/// moment does not silence the stream.
const MOST_BEHIND: u32 = 1_000;

/// The rows of one subscription that have arrived.
#[derive(Debug)]
pub(super) struct Duplicates {
    once: Once,
    fill: Option<&'static Fill>,
    /// The connection that takes over, while two of them push.
    overlap: Option<LinkId>,
    keys: Remembered<Origin>,
    subjects: Remembered<State>,
    numbered: Option<Numbered>,
    sequence: Sequence,
}

/// The newest known state of an order, a trade or something else.
#[derive(Clone, Debug)]
struct State {
    time: i64,
    origin: Origin,
    /// Hashes of the fields that distinguish two states; `None` for a field without a value.
    fields: Box<[Option<u64>]>,
}

/// Where an order book is in its sequence of messages.
#[derive(Debug, Default)]
struct Sequence {
    last: Option<i64>,
    /// Whether the sequence is broken, so that only a snapshot can follow.
    is_broken: bool,
    /// How many messages the connection that took over may still repeat of the one that is gone.
    behind: u32,
}

/// What to do with a row of an order book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SequenceStep {
    /// It is the whole book.
    Snapshot,
    /// It continues the sequence, or there is no sequence.
    Continues,
    /// It arrived before.
    Duplicate,
    /// Messages are missing before it.
    Broken,
}

/// What was found among the rows of a push.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// How many rows were dropped.
    pub(super) dropped: usize,
    /// Whether a row of an order book does not continue the sequence.
    pub(super) is_broken: bool,
    /// Whether a row is the whole order book.
    pub(super) is_snapshot: bool,
}

impl Duplicates {
    pub(super) fn new(once: Once, fill: Option<&'static Fill>) -> Self {
        Self {
            once,
            fill,
            overlap: None,
            keys: Remembered::new(REMEMBERED),
            subjects: Remembered::new(REMEMBERED_SUBJECTS),
            numbered: Numbered::new(once, fill),
            sequence: Sequence::default(),
        }
    }

    /// From now on, this connection pushes the same as the one before.
    pub(super) fn overlap(&mut self, new: LinkId) {
        self.overlap = Some(new);
        self.keys.most = REMEMBERED_IN_OVERLAP;
    }

    /// Only one connection pushes again.
    pub(super) fn overlap_ended(&mut self) {
        self.sequence.behind = if self.overlap.is_some() { MOST_BEHIND } else { 0 };
        self.overlap = None;
        self.keys.most = REMEMBERED;
        self.keys.shrink();
    }

    /// Whether an order book lacks messages, so that a snapshot is needed.
    pub(super) fn is_broken(&self) -> bool {
        self.sequence.is_broken
    }

    /// The connection was lost, and what follows begins anew.
    pub(super) fn begins_anew(&mut self) {
        self.sequence.behind = 0;
    }

    /// Messages are missing: an order book is complete again after the next snapshot only.
    pub(super) fn lost(&mut self) {
        if let Once::Sequence { .. } = self.once {
            self.sequence.is_broken = true;
        }
    }

    /// Removes the rows that arrived before.
    pub(super) fn remove(&mut self, rows: &mut dyn RowSink, origin: Origin) -> Found {
        let mut found = Found::default();
        if matches!(self.once, Once::Unknown) && self.fill.is_none() {
            return found;
        }
        let mut kept = Vec::new();
        for index in 0..rows.len() {
            let is_new = match rows.row(index) {
                // A row that cannot be read cannot be recognized.
                Err(_) => true,
                Ok(row) => self.is_new(row, origin, &mut found),
            };
            if is_new {
                kept.push(index);
            }
        }
        found.dropped = rows.len() - kept.len();
        if found.dropped > 0 {
            rows.reorder(kept.into_iter().map(RowPlacement::Row).collect());
        }
        found
    }

    fn is_new(&mut self, row: &dyn Fields, origin: Origin, found: &mut Found) -> bool {
        match self.once {
            Once::Sequence { id, previous } => {
                let (id, previous) = (number(row, id), number(row, previous));
                let step = self.sequence.step(id, previous, self.overlap, origin);
                found.is_broken |= step == SequenceStep::Broken;
                found.is_snapshot |= step == SequenceStep::Snapshot;
                matches!(step, SequenceStep::Snapshot | SequenceStep::Continues)
            }
            Once::Keys(keys) => {
                // Only pushes have keys: a row of the REST API repeats what happened to its order before, such as its last trade.
                let key = key_of(row, keys).filter(|_| origin != Origin::Rest);
                let arrived = key.and_then(|key| self.keys.insert(key, origin));
                let is_repeated = arrived.is_some_and(|earlier| earlier != origin);
                !(is_repeated || self.is_known_number(row, origin) || self.is_known_state(row, origin))
            }
            Once::Unknown => !self.is_known_state(row, origin),
        }
    }

    fn is_known_number(&mut self, row: &dyn Fields, origin: Origin) -> bool {
        self.numbered.as_mut().is_some_and(|numbered| numbered.is_known(row, origin))
    }

    /// Whether the same or a later state of what a row is about is known: from the REST API, or for a row from there, from anywhere. An
    /// order has more fields in a push than over the REST API, so such rows have different keys.
    fn is_known_state(&mut self, row: &dyn Fields, origin: Origin) -> bool {
        // The time of a candle is its beginning, which says nothing about how new its values are.
        let Some(fill) = self.fill.filter(|fill| !fill.is_identified_by_time()) else { return false };
        let Some(time) = number(row, fill.time) else { return false };
        let subject = hash_of(row, fill.id);
        let state = State { time, origin, fields: self.state_fields(row) };
        let known = self.subjects.get(subject);
        let is_known = known.is_some_and(|known| match (known.origin, origin) {
            (_, Origin::Rest) => time < known.time || known.is_same(&state),
            (Origin::Rest, Origin::Link(_)) => known.is_same(&state),
            _ => false,
        });
        // An older push may follow a newer row of the REST API, whose own push is still to come.
        if !is_known && known.is_none_or(|known| known.time <= time) {
            self.subjects.insert(subject, state);
        }
        is_known
    }

    /// The fields that distinguish two states: those of the key that applies to all rows.
    fn state_fields(&self, row: &dyn Fields) -> Box<[Option<u64>]> {
        let Once::Keys(keys) = self.once else { return Box::default() };
        let by = keys.iter().find(|key| key.when.is_empty()).map_or(&[][..], |key| key.by);
        by.iter().map(|place| (!row.value(*place).is_empty()).then(|| hash_of(row, &[*place]))).collect()
    }
}

impl State {
    /// Whether both are the same state. Two changes can have the same time. A field that one of them lacks says nothing, because a row of
    /// the REST API has fewer fields than a push.
    fn is_same(&self, other: &Self) -> bool {
        let differs = |(own, other): (&Option<u64>, &Option<u64>)| own.is_some() && other.is_some() && own != other;
        self.time == other.time && !self.fields.iter().zip(&other.fields).any(differs)
    }
}

impl Sequence {
    /// Determines where a message belongs. All connections have the same sequence. Outside of an overlap there is one connection, and a
    /// snapshot begins a new sequence.
    fn step(
        &mut self,
        id: Option<i64>,
        previous: Option<i64>,
        overlap: Option<LinkId>,
        origin: Origin,
    ) -> SequenceStep {
        let Some(id) = id else { return SequenceStep::Continues };
        // Channels that only push snapshots have no previous id.
        let is_snapshot = previous.is_none_or(|previous| previous < 0);
        let step = match (self.last.filter(|_| !self.is_broken), overlap) {
            (Some(last), Some(_)) if is_snapshot && id <= last => SequenceStep::Duplicate,
            // It repeats what the connection that is gone pushed last.
            (Some(last), None) if self.behind > 0 && id <= last && previous != Some(last) => SequenceStep::Duplicate,
            _ if is_snapshot => SequenceStep::Snapshot,
            (Some(last), _) if previous == Some(last) => SequenceStep::Continues,
            // One of the two connections is behind the other. Whatever it pushes has arrived, or is in the snapshot.
            (Some(_), Some(_)) => SequenceStep::Duplicate,
            (Some(_), None) => SequenceStep::Broken,
            (None, _) if self.is_broken => SequenceStep::Broken,
            // The beginning of the sequence was not seen, for example because only the latest pushes are read.
            (None, _) => SequenceStep::Continues,
        };
        debug_assert!(origin != Origin::Rest, "order books are not filled");
        match step {
            SequenceStep::Snapshot | SequenceStep::Continues => {
                self.last = Some(id);
                self.is_broken = false;
                // While both push, the one that is ahead continues the sequence.
                if overlap.is_none() {
                    self.behind = 0;
                }
            }
            SequenceStep::Broken => self.is_broken = true,
            SequenceStep::Duplicate => self.behind = self.behind.saturating_sub(1),
        }
        step
    }
}

/// The newest entries of a map.
#[derive(Debug)]
struct Remembered<T> {
    entries: HashMap<u64, T>,
    order: VecDeque<u64>,
    most: usize,
}

impl<T> Remembered<T> {
    fn new(most: usize) -> Self {
        Self { entries: HashMap::new(), order: VecDeque::new(), most }
    }

    fn get(&self, key: u64) -> Option<&T> {
        self.entries.get(&key)
    }

    /// Adds an entry, and returns the one that was there.
    fn insert(&mut self, key: u64, value: T) -> Option<T> {
        let earlier = self.entries.insert(key, value);
        if earlier.is_none() {
            self.order.push_back(key);
            self.shrink();
        }
        earlier
    }

    fn shrink(&mut self) {
        while self.order.len() > self.most {
            if let Some(oldest) = self.order.pop_front() {
                self.entries.remove(&oldest);
            }
        }
    }
}

/// A hash of what tells a row apart; `None` if nothing does.
fn key_of(row: &dyn Fields, keys: &[RowKey]) -> Option<u64> {
    let applies = |key: &&RowKey| {
        key.when.iter().all(|(place, texts)| match row.value(*place) {
            value if texts.is_empty() => !value.is_empty(),
            Value::Text(text) => texts.contains(&text),
            _ => false,
        })
    };
    let index = keys.iter().position(|key| applies(&key))?;
    Some(hash_of(row, keys[index].by).wrapping_add(index as u64))
}

fn hash_of(row: &dyn Fields, places: &[usize]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for place in places {
        match row.value(*place) {
            Value::Absent | Value::Cleared => 0_u8.hash(&mut hasher),
            Value::Text(text) => text.hash(&mut hasher),
            Value::Decimal(decimal) => decimal.hash(&mut hasher),
            Value::Integer(number) => number.hash(&mut hasher),
            Value::Bool(value) => value.hash(&mut hasher),
            Value::Timestamp(time) => time.as_millis().hash(&mut hasher),
            Value::Json(json) => json.get().hash(&mut hasher),
            // No key has such fields.
            Value::Object(_) | Value::List(_) | Value::Extra(_) => 1_u8.hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// The value of a whole number or a time.
pub(super) fn number(row: &dyn Fields, place: usize) -> Option<i64> {
    match row.value(place) {
        Value::Integer(number) => Some(number),
        Value::Timestamp(time) => Some(time.as_millis()),
        Value::Text(text) => text.parse().ok(),
        Value::Decimal(decimal) => i64::try_from(decimal).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
