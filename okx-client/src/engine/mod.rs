//! The life of one request, for all requests alike and over any carrier. Three steps, each of which can be read alone, take turns until
//! the request is answered or given up: [`admission`] decides whether and when it may go out, [`delivery`] sends it once, and
//! [`judge`](crate::judge) says what became of it and what to do next.

mod admission;
mod clock_sync;
mod delivery;
pub(crate) mod exchange;
mod lifecycle;
mod prepare;
mod send_options;
mod sources;
pub(crate) mod unresolved;

use std::sync::{Arc, Weak};
use std::time::Duration;

pub use self::send_options::SendOptions;

use self::admission::Admission;
use self::clock_sync::ClockSync;
use self::delivery::Delivery;
use self::unresolved::UnresolvedList;
use crate::api::Environment;
use crate::api::ids::InstId;
use crate::auth::credentials::Keys;
use crate::auth::server_time::ServerTime;
use crate::carriers::Carrier;
use crate::check::instruments::Instruments;
use crate::check::rules::Safeguards;
use crate::error::{Error, ErrorClass};
use crate::facts::Operation;
use crate::fields::DecodePolicy;
use crate::judge::breaker::{CircuitBreaker, CircuitBreakers};
use crate::judge::client_order_ids;
use crate::judge::retry::RetryPolicy;
use crate::limits::{Account, LimitPolicy, Limits};
use crate::system::clock::Clock;
use crate::system::random::RandomSource;
use crate::value::Text;

/// What an engine is made of.
pub(crate) struct Parts {
    pub(crate) environment: Environment,
    pub(crate) keys: Option<Keys>,
    pub(crate) account: Option<String>,
    pub(crate) master_account: Option<String>,
    pub(crate) lead_instruments: Vec<InstId>,
    pub(crate) instruments_max_age: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) circuit_breaker: CircuitBreaker,
    pub(crate) limits: Limits,
    pub(crate) strict_replies: bool,
    pub(crate) limit_policy: LimitPolicy,
    pub(crate) safeguards: Safeguards,
    pub(crate) carrier: Arc<dyn Carrier>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn RandomSource>,
}

/// What all clones of a client share. Nothing in it is generic over the request, so it is compiled once.
pub(crate) struct Engine {
    environment: Environment,
    keys: Option<Keys>,
    lead_instruments: Vec<InstId>,
    request_timeout: Duration,
    retry: RetryPolicy,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
    admission: Admission,
    delivery: Delivery,
    clock_sync: ClockSync,
    unresolved: UnresolvedList,
}

impl Engine {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        let carrier = Arc::clone(&parts.carrier);
        let origin = carrier.origin();
        let account = account(&parts, origin);
        parts.limits.set_lead_instruments(&account, parts.lead_instruments.iter().map(InstId::as_str));
        // The instruments are loaded through the engine that owns them.
        Arc::new_cyclic(|engine: &Weak<Self>| Self {
            admission: Admission {
                instruments: Instruments::new(engine.clone(), Arc::clone(&parts.clock), parts.instruments_max_age),
                breakers: CircuitBreakers::new(parts.circuit_breaker, origin),
                safeguards: parts.safeguards,
                limit_policy: parts.limit_policy,
                limits: parts.limits,
                account,
                clock: Arc::clone(&parts.clock),
            },
            delivery: Delivery {
                carrier: parts.carrier,
                time: ServerTime::new(Arc::clone(&parts.clock)),
                decode_policy: DecodePolicy::new(parts.strict_replies),
                clock: Arc::clone(&parts.clock),
            },
            clock_sync: ClockSync::new(Arc::clone(&parts.clock)),
            unresolved: UnresolvedList::default(),
            environment: parts.environment,
            keys: parts.keys,
            lead_instruments: parts.lead_instruments,
            request_timeout: parts.request_timeout,
            retry: parts.retry,
            clock: parts.clock,
            random: parts.random,
        })
    }

    fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// An error as the user sees it: with the name of the call, and where the key may belong to another environment, with the client's
    /// setting. A reply that could not be read leaves the outcome unknown, unless the call only reads.
    pub(crate) fn located(&self, operation: &Operation, error: Error) -> Error {
        let unknown = error.is_unreadable() && !operation.only_reads;
        let error = if unknown { error.into_unknown() } else { error }.in_call(operation.name);
        match error.class() {
            Some(ErrorClass::Authentication | ErrorClass::Region) => error.in_environment(&self.environment),
            _ => error,
        }
    }

    pub(crate) fn environment(&self) -> Environment {
        self.environment
    }

    pub(crate) fn instruments(&self) -> &Instruments {
        &self.admission.instruments
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.admission.limits
    }

    pub(crate) fn account(&self) -> &Account {
        &self.admission.account
    }

    /// Whether the client has credentials.
    pub(crate) fn has_keys(&self) -> bool {
        self.keys.is_some()
    }

    /// Scheme and host that requests are sent to.
    pub(crate) fn origin(&self) -> &str {
        self.delivery.carrier.origin()
    }

    /// Whether the account is configured as a lead trader of this instrument in copy trading.
    pub(crate) fn leads(&self, inst_id: &str) -> bool {
        self.lead_instruments.iter().any(|own| *own == inst_id)
    }

    /// The number of new and amended orders within two seconds that the client keeps to.
    pub(crate) fn order_limit(&self) -> u32 {
        self.limits().figure(self.account())
    }

    /// A client order ID that nothing else has.
    pub(crate) fn new_name(&self) -> Text {
        client_order_ids::make(&*self.random)
    }

    /// How values of replies that their fields cannot hold are treated.
    pub(crate) fn decode_policy(&self) -> &DecodePolicy {
        &self.delivery.decode_policy
    }

    /// Requests that were sent and whose outcome is not certain yet.
    pub(crate) fn unresolved(&self) -> &UnresolvedList {
        &self.unresolved
    }

    pub(crate) fn time(&self) -> &ServerTime {
        &self.delivery.time
    }
}

/// Whom the limits of an engine are counted for.
fn account(parts: &Parts, origin: &str) -> Account {
    let account = Account::new(origin, parts.keys.as_ref().map_or("", Keys::user));
    let name = parts.account.as_deref().or_else(|| parts.keys.as_ref().and_then(Keys::account));
    let account = name.into_iter().fold(account, Account::named);
    parts.master_account.iter().fold(account, |account, master| account.of_master(master))
}
