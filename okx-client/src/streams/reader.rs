//! Reads a subscription: decodes pushes, drops what arrives twice, and fills gaps. Compiled once for all channels.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::StreamSource;
use super::duplicates::{Duplicates, Origin, number};
use super::fill::{self, FetchedRow, Missed};
use super::gap::{Gap, GapAction};
use super::pages::{ExpectedPages, Part};
use super::push;
use super::update::UpdateSource;
use crate::carriers::ws::{Delivery, Feed, FeedPolicy, FrameText, GapCause, LinkId, Reading, WantedSubscription};
use crate::error::Error;
use crate::facts::{ChannelFacts, Fields, Fill, Once, RowSink, Snapshot, Value};
use crate::value::{Json, Timestamp};

/// What a stream reads from. It is not generic.
pub(super) struct Reader {
    source: StreamSource,
    reading: Reading,
    facts: &'static ChannelFacts,
    missed: Option<Missed>,
    duplicates: Duplicates,
    filling: Option<Filling>,
    /// The pages of snapshots that are expected next.
    pages: ExpectedPages,
    /// Whether the next push is a snapshot, for channels that begin with one and do not mark it.
    begins: bool,
    /// Whether only the latest push is kept, so that any one may be missing.
    is_latest_only: bool,
}

/// A gap that is being filled.
struct Filling {
    gap: Gap,
    fetch: Pin<Box<dyn Future<Output = Result<Vec<FetchedRow>, Error>> + Send>>,
}

/// What was read besides the rows.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) gap: Option<Gap>,
    pub(super) received: Timestamp,
    pub(super) source: UpdateSource,
    pub(super) part: Part,
}

/// What a subscription needs to be read.
pub(super) struct NewReader {
    pub(super) source: StreamSource,
    pub(super) wanted: WantedSubscription,
    pub(super) facts: &'static ChannelFacts,
    /// The arguments of the channel by their places.
    pub(super) arguments: Vec<Option<Json>>,
    /// The wire names of the fields of a push.
    pub(super) push_wire: &'static [&'static str],
    /// Whether gaps are filled, if there is a list to fill them from.
    pub(super) fills_gaps: bool,
}

impl Reader {
    /// Subscribes, without waiting for the acknowledgement.
    pub(super) fn new(new: NewReader) -> Result<Self, Error> {
        let NewReader { source, wanted, facts, arguments, push_wire, fills_gaps } = new;
        let is_latest_only = wanted.policy == FeedPolicy::Latest;
        // A stream of only the latest pushes misses most of a sequence.
        let once = match facts.once {
            Once::Sequence { .. } if is_latest_only => Once::Unknown,
            once => once,
        };
        let fill: Option<&'static Fill> = facts.filled_by.filter(|_| fills_gaps);
        let channel = Arc::clone(&wanted.channel);
        let from = Timestamp::from_millis(0);
        let missed = fill.map(|fill| Missed { fill, arguments, channel, push_wire, from });
        Ok(Self {
            reading: source.sockets.subscribe(wanted)?,
            source,
            facts,
            missed,
            duplicates: Duplicates::new(once, fill),
            filling: None,
            pages: ExpectedPages::default(),
            begins: facts.snapshot == Snapshot::Full && !is_latest_only,
            is_latest_only,
        })
    }

    pub(super) fn facts(&self) -> &'static ChannelFacts {
        self.facts
    }

    /// The queue that it reads from.
    pub(super) fn feed(&self) -> &Arc<Feed> {
        self.reading.feed()
    }

    /// Reads the next update into `rows` and `beside`, which are empty. `None` once the stream has ended.
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        rows: &mut dyn RowSink,
        beside: &mut dyn Fields,
    ) -> Poll<Option<Result<Head, Error>>> {
        loop {
            if let Some(filling) = &mut self.filling {
                let fetched = ready!(filling.fetch.as_mut().poll(context));
                return Poll::Ready(self.filled(fetched, rows).map(Ok));
            }
            let Some(delivery) = ready!(self.reading.feed().poll_next(context)) else { return Poll::Ready(None) };
            let head = match delivery {
                Delivery::Ended(error) => return Poll::Ready(Some(Err(error))),
                Delivery::Push { link, text, received } => self.push(link, &text, received, rows, beside),
                Delivery::Gap { cause, from, until } => self.gap(cause, from, until, 0),
                Delivery::Dropped { frames, from, until } => self.dropped(frames, from, until),
                Delivery::Overlap { new } => {
                    self.duplicates.overlap(new);
                    None
                }
                Delivery::OverlapEnded => {
                    self.duplicates.overlap_ended();
                    None
                }
            };
            if let Some(head) = head {
                return Poll::Ready(Some(Ok(head)));
            }
        }
    }

    /// Decodes a push. `None` if all of it has arrived before, or is of no use.
    fn push(
        &mut self,
        link: LinkId,
        text: &FrameText,
        received: Duration,
        rows: &mut dyn RowSink,
        beside: &mut dyn Fields,
    ) -> Option<Head> {
        push::read(text.as_str(), rows, beside, self.source.engine.decode_policy(), self.facts.name);
        let was_broken = self.duplicates.is_broken();
        let found = self.duplicates.remove(rows, Origin::Link(link));
        let mut head =
            Head { gap: None, received: self.source.time(received), source: UpdateSource::Pushed, part: Part::Change };
        if found.is_broken {
            self.reading.resubscribe();
            if !was_broken {
                head.gap = Some(self.new_gap(GapCause::Sequence, received, received, 0, GapAction::SnapshotFollows));
                return Some(head);
            }
        }
        if found.dropped > 0 && rows.len() == 0 {
            return None;
        }
        head.part = self.part(link, beside, found.is_snapshot);
        Some(head)
    }

    /// Determines whether a push is a snapshot or a page of one.
    fn part(&mut self, link: LinkId, beside: &dyn Fields, is_whole_book: bool) -> Part {
        let begins = std::mem::take(&mut self.begins);
        let is_snapshot = match self.facts.snapshot {
            Snapshot::None => false,
            Snapshot::Full if matches!(self.facts.once, Once::Sequence { .. }) => is_whole_book,
            Snapshot::Full => begins,
            Snapshot::Paged { page, last, .. } => match number(beside, page) {
                Some(page) => return self.pages.part(link, page, is_true(beside.value(last))),
                None => false,
            },
        };
        if is_snapshot { Part::Snapshot } else { Part::Change }
    }

    /// The program read too slowly.
    fn dropped(&mut self, frames: u64, from: Duration, until: Duration) -> Option<Head> {
        // The oldest pushes are dropped first, so the snapshot is among them.
        self.begins = false;
        self.pages.forget();
        self.duplicates.lost();
        if self.duplicates.is_broken() {
            self.reading.resubscribe();
        }
        self.gap(GapCause::SlowReader, from, until, frames)
    }

    /// Reports a gap, or begins to fill it.
    fn gap(&mut self, cause: GapCause, from: Duration, until: Duration, dropped: u64) -> Option<Head> {
        let starts_again = !matches!(cause, GapCause::SlowReader);
        self.begins |= starts_again && self.facts.snapshot == Snapshot::Full && !self.is_latest_only;
        self.pages.forget();
        if starts_again {
            self.duplicates.begins_anew();
        }
        let has_snapshot = match self.facts.snapshot {
            Snapshot::None => false,
            Snapshot::Full => starts_again || self.duplicates.is_broken(),
            Snapshot::Paged { repeats, .. } => starts_again || repeats,
        };
        let action = match &self.missed {
            _ if has_snapshot => GapAction::SnapshotFollows,
            Some(_) => GapAction::Filled { rows: 0 },
            None if self.facts.filled_by.is_some() => {
                GapAction::NotFilled { why: "filling was not asked for; use `fill_gaps`".to_owned() }
            }
            None => GapAction::NotFilled { why: "OKX has no list of what this channel pushes".to_owned() },
        };
        let gap = self.new_gap(cause, from, until, dropped, action);
        match (&self.missed, has_snapshot) {
            (Some(missed), false) => {
                let missed = Missed { from: gap.from, ..missed.clone() };
                let fetch = Box::pin(fill::fetch(Arc::clone(&self.source.engine), missed));
                self.filling = Some(Filling { gap, fetch });
                None
            }
            _ => Some(Head { received: gap.until, gap: Some(gap), source: UpdateSource::Pushed, part: Part::Change }),
        }
    }

    /// Adds the rows that fill a gap.
    fn filled(&mut self, fetched: Result<Vec<FetchedRow>, Error>, rows: &mut dyn RowSink) -> Option<Head> {
        let Filling { mut gap, .. } = self.filling.take()?;
        let mut source = UpdateSource::Pushed;
        match fetched {
            Ok(fetched) => {
                let (policy, name) = (self.source.engine.decode_policy(), self.facts.name);
                for row in &fetched {
                    fill::add_row(rows, row, policy, name);
                }
                self.duplicates.remove(rows, Origin::Rest);
                gap.action = GapAction::Filled { rows: rows.len() };
                source = UpdateSource::Fetched;
            }
            Err(error) => gap.action = GapAction::NotFilled { why: error.to_string() },
        }
        let received = self.source.sockets.time().now();
        Some(Head { gap: Some(gap), received, source, part: Part::Change })
    }

    fn new_gap(&self, cause: GapCause, from: Duration, until: Duration, dropped: u64, action: GapAction) -> Gap {
        Gap { cause, from: self.source.time(from), until: self.source.time(until), action, dropped }
    }
}

fn is_true(value: Value<'_>) -> bool {
    matches!(value, Value::Bool(true) | Value::Text("true"))
}
