//! The connections of a session.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::request_budget::RequestBudget;
use super::{LinkId, RequestId, SessionConfig, SubscriptionId};

/// One connection.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: LinkId,
    /// When it was opened; `None` while it is being opened.
    pub(super) opened: Option<Duration>,
    pub(super) login: Login,
    /// When the last frame arrived.
    pub(super) last_inbound: Duration,
    /// When a ping was sent that nothing has followed yet.
    pub(super) pinged: Option<Duration>,
    pub(super) budget: RequestBudget,
    /// The state of every topic on this link, by place.
    wires: Vec<Wire>,
    /// The subscriptions and unsubscriptions that OKX has not fully answered, by the number of the request.
    pub(super) asked: BTreeMap<u64, Asked>,
    /// The requests that were sent and not answered, by their number.
    pub(super) operations: BTreeMap<u64, SentOperation>,
    /// Whether OKX acknowledged any subscription.
    pub(super) has_acknowledged: bool,
    /// Whether another link must take its place, and by when.
    pub(super) must_go: Option<Duration>,
    /// Until when it may answer after it was replaced; `None` if it needs not, or has answered.
    pub(super) drains_until: Option<Duration>,
    /// When the last unreadable frames arrived.
    pub(super) unreadable: VecDeque<Duration>,
}

/// How far the login of a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    NotStarted,
    /// The shell signs it.
    Signing {
        resynced: bool,
    },
    /// It was sent, and must be answered by the deadline.
    Sent {
        resynced: bool,
        deadline: Duration,
    },
    Done,
}

impl Login {
    /// By when OKX must answer it.
    pub(super) fn deadline(self) -> Option<Duration> {
        match self {
            Self::Sent { deadline, .. } => Some(deadline),
            _ => None,
        }
    }
}

/// The state of a topic on one link.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire {
    pub(super) state: WireState,
    /// The earliest time for the next request.
    pub(super) not_before: Option<Duration>,
    /// How often OKX put it off since it was last acknowledged.
    pub(super) refusals: u32,
    /// Whether to unsubscribe and subscribe again.
    pub(super) renews: bool,
    /// Whether the link that this one replaces must go first, because the account has too many connections.
    pub(super) waits_for_old: bool,
}

impl Wire {
    /// OKX no longer believes in a subscription.
    pub(super) fn unsubscribed(&mut self) {
        *self = Self { waits_for_old: self.waits_for_old, ..Self::default() };
    }
}

/// What OKX believes about a topic on one link, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WireState {
    #[default]
    Absent,
    /// A subscription was sent for this consumer.
    Subscribing(Attempts, SubscriptionId),
    /// It was acknowledged for this consumer; `None` if nobody expected it.
    Active(Option<SubscriptionId>),
    /// An unsubscription was sent.
    Unsubscribing(Attempts),
}

/// The requests that were sent for one change, at most two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attempts {
    pub(super) first: u64,
    pub(super) last: u64,
    /// Whether the last one was not answered in time.
    pub(super) overdue: bool,
}

impl Attempts {
    pub(super) fn first(number: u64) -> Self {
        Self { first: number, last: number, overdue: false }
    }

    pub(super) fn again(self, number: u64) -> Self {
        Self { last: number, overdue: false, ..self }
    }

    pub(super) fn includes(self, number: u64) -> bool {
        self.first == number || self.last == number
    }
}

/// A subscription or unsubscription that OKX has not fully answered.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) subscribes: bool,
    /// The topics that were not answered.
    pub(super) topics: Vec<usize>,
    /// `None` once it has passed.
    pub(super) deadline: Option<Duration>,
    /// The refusals that name no topic.
    pub(super) refusals: Vec<Refusal>,
}

/// A refusal by OKX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) text: String,
}

/// A request that was sent.
#[derive(Debug)]
pub(super) struct SentOperation {
    /// `None` if nobody waits for the reply.
    pub(super) request: Option<RequestId>,
    pub(super) deadline: Duration,
}

impl Link {
    pub(super) fn new(id: LinkId, config: &SessionConfig, now: Duration) -> Self {
        Self {
            id,
            opened: None,
            login: Login::NotStarted,
            last_inbound: now,
            pinged: None,
            budget: RequestBudget::new(config),
            wires: Vec::new(),
            asked: BTreeMap::new(),
            operations: BTreeMap::new(),
            has_acknowledged: false,
            must_go: None,
            drains_until: None,
            unreadable: VecDeque::new(),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    pub(super) fn is_logging_in(&self) -> bool {
        matches!(self.login, Login::Signing { .. } | Login::Sent { .. })
    }

    /// What OKX believes about a topic.
    pub(super) fn state(&self, place: usize) -> WireState {
        self.wires.get(place).map_or(WireState::Absent, |wire| wire.state)
    }

    pub(super) fn wire(&self, place: usize) -> Option<&Wire> {
        self.wires.get(place)
    }

    pub(super) fn wire_mut(&mut self, place: usize) -> &mut Wire {
        if place >= self.wires.len() {
            self.wires.resize_with(place + 1, Wire::default);
        }
        &mut self.wires[place]
    }

    /// Whether pushes of a topic are for this subscription.
    pub(super) fn serves(&self, place: usize, id: SubscriptionId) -> bool {
        match self.state(place) {
            WireState::Subscribing(_, consumer) | WireState::Active(Some(consumer)) => consumer == id,
            _ => false,
        }
    }

    /// Whether a topic is acknowledged for this subscription.
    pub(super) fn is_active(&self, place: usize, id: SubscriptionId) -> bool {
        self.state(place) == WireState::Active(Some(id))
    }

    /// Removes a topic from a request that was answered for it.
    pub(super) fn answered(&mut self, number: u64, place: usize) {
        if let Some(asked) = self.asked.get_mut(&number) {
            asked.topics.retain(|topic| *topic != place);
            if asked.topics.is_empty() {
                self.asked.remove(&number);
            }
        }
    }

    /// Removes the requests that no topic waits for any more, because a later one was answered.
    pub(super) fn prune_asked(&mut self) {
        let wires = &self.wires;
        self.asked.retain(|number, asked| asked.topics.iter().any(|place| waits_for(wires, *place, *number)));
    }

    /// Whether a subscription to a topic was sent and not answered, even if an earlier one was.
    pub(super) fn is_asked_for(&self, place: usize) -> bool {
        self.asked.values().any(|asked| asked.subscribes && asked.topics.contains(&place))
    }

    /// Whether a topic waits for the answer to a request.
    pub(super) fn waits_for(&self, place: usize, number: u64) -> bool {
        waits_for(&self.wires, place, number)
    }
}

fn waits_for(wires: &[Wire], place: usize, number: u64) -> bool {
    match wires.get(place).map(|wire| wire.state) {
        Some(WireState::Subscribing(attempts, _) | WireState::Unsubscribing(attempts)) => attempts.includes(number),
        _ => false,
    }
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It takes requests and subscriptions.
    Serving,
    /// It is prepared to take the place of the serving one.
    Next,
    /// It was replaced, and waits for the last replies.
    Retiring,
}

/// The links of a session.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) serving: Option<Link>,
    pub(super) next: Option<Link>,
    pub(super) retiring: Option<Link>,
}

impl Links {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Link> {
        [&self.serving, &self.next, &self.retiring].into_iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Link> {
        [&mut self.serving, &mut self.next, &mut self.retiring].into_iter().flatten()
    }

    /// The link with this number.
    pub(super) fn get_mut(&mut self, id: LinkId) -> Option<&mut Link> {
        self.iter_mut().find(|link| link.id == id)
    }

    pub(super) fn in_role_mut(&mut self, role: Role) -> Option<&mut Link> {
        self.slot(role).as_mut()
    }

    /// What a link is for; `Retiring` if it is neither of the others.
    pub(super) fn role(&self, id: LinkId) -> Role {
        let is = |link: &Option<Link>| link.as_ref().is_some_and(|link| link.id == id);
        if is(&self.serving) {
            Role::Serving
        } else if is(&self.next) {
            Role::Next
        } else {
            Role::Retiring
        }
    }

    /// Removes a link.
    pub(super) fn take(&mut self, id: LinkId) -> Option<(Role, Link)> {
        [Role::Serving, Role::Next, Role::Retiring].into_iter().find_map(|role| {
            let slot = self.slot(role);
            if slot.as_ref().is_some_and(|link| link.id == id) { Some((role, slot.take()?)) } else { None }
        })
    }

    fn slot(&mut self, role: Role) -> &mut Option<Link> {
        match role {
            Role::Serving => &mut self.serving,
            Role::Next => &mut self.next,
            Role::Retiring => &mut self.retiring,
        }
    }
}
