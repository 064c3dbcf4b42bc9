//! The lifecycle of one request, the same for all requests and over any carrier. Three steps repeat until the request succeeds or is given
//! up, and each can be read on its own: [`admission`] decides whether and when it may be sent, [`delivery`] sends it once, and
//! [`judge`](crate::judge) determines the outcome and what to do next.

mod admission;
mod clock_sync;
mod delivery;
pub(crate) mod exchange;
mod in_flight;
mod lifecycle;
mod misspelled_values;
mod prepare;
mod routing;
mod send_options;
mod send_route;
mod sources;
#[cfg(test)]
mod tests;
pub(crate) mod unresolved;

use std::sync::{Arc, Weak};
use std::time::Duration;

pub use self::send_options::SendOptions;
pub use self::send_route::SendRoute;

use self::admission::Admission;
use self::clock_sync::ClockSync;
use self::delivery::Delivery;
use self::in_flight::InFlightRequests;
use self::misspelled_values::MisspelledValues;
use self::unresolved::UnresolvedList;
use crate::api::ids::InstId;
use crate::api::{Environment, Request};
use crate::auth::credentials::CredentialsProvider;
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

/// The configuration of an engine.
pub(crate) struct EngineConfig {
    pub(crate) environment: Environment,
    pub(crate) keys: Option<Arc<CredentialsProvider>>,
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
    pub(crate) rest: Arc<dyn Carrier>,
    /// Sends over sockets.
    pub(crate) socket: Arc<dyn Carrier>,
    pub(crate) send_route: SendRoute,
    pub(crate) time: Arc<ServerTime>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn RandomSource>,
}

/// What all clones of a client share. Nothing in it is generic over the request type, so it is compiled once.
pub(crate) struct Engine {
    environment: Environment,
    keys: Option<Arc<CredentialsProvider>>,
    lead_instruments: Vec<InstId>,
    request_timeout: Duration,
    retry: RetryPolicy,
    send_route: SendRoute,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
    admission: Admission,
    delivery: Delivery,
    clock_sync: ClockSync,
    unresolved: UnresolvedList,
}

impl Engine {
    pub(crate) fn new(config: EngineConfig) -> Arc<Self> {
        let (rest, socket) = (Arc::clone(&config.rest), Arc::clone(&config.socket));
        let origin = rest.origin();
        let account = account(&config, origin);
        config.limits.set_lead_instruments(&account, config.lead_instruments.iter().map(InstId::as_str));
        // The instruments are loaded through the engine that owns them.
        Arc::new_cyclic(|engine: &Weak<Self>| Self {
            admission: Admission {
                instruments: Instruments::new(engine.clone(), Arc::clone(&config.clock), config.instruments_max_age),
                rest_breakers: CircuitBreakers::new(config.circuit_breaker, origin),
                socket_breakers: CircuitBreakers::new(config.circuit_breaker, socket.origin()),
                in_flight: InFlightRequests::new(Arc::clone(&config.clock)),
                safeguards: config.safeguards,
                limit_policy: config.limit_policy,
                limits: config.limits,
                misspelled_values: MisspelledValues::default(),
                account,
                clock: Arc::clone(&config.clock),
            },
            delivery: Delivery {
                rest: config.rest,
                socket: config.socket,
                time: config.time,
                decode_policy: DecodePolicy::new(config.strict_replies),
                clock: Arc::clone(&config.clock),
            },
            clock_sync: ClockSync::new(Arc::clone(&config.clock)),
            unresolved: UnresolvedList::default(),
            environment: config.environment,
            keys: config.keys,
            lead_instruments: config.lead_instruments,
            request_timeout: config.request_timeout,
            retry: config.retry,
            send_route: config.send_route,
            clock: config.clock,
            random: config.random,
        })
    }

    fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Completes an error for the user: adds the name of the operation and, where the API key may belong to another environment, the
    /// client's environment. If the reply to a request that changes something cannot be read, its outcome is unknown.
    pub(crate) fn add_context(&self, operation: &Operation, error: Error) -> Error {
        let unknown = error.is_unreadable() && !operation.only_reads;
        let error = if unknown { error.into_unknown() } else { error }.in_call(operation.name);
        match error.class() {
            Some(ErrorClass::Authentication | ErrorClass::Region) => error.in_environment(&self.environment),
            _ => error,
        }
    }

    /// Completes the error of a request: as [`add_context`](Self::add_context), and with a value that may be misspelled.
    pub(crate) fn explain(&self, request: Request<'_>, error: Error) -> Error {
        misspelled_values::explain(request, self.add_context(request.operation, error))
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

    /// The scheme and host that requests are sent to.
    pub(crate) fn origin(&self) -> &str {
        self.delivery.rest.origin()
    }

    /// Whether the account is configured as a lead trader of this instrument in copy trading.
    pub(crate) fn leads(&self, inst_id: &str) -> bool {
        self.lead_instruments.iter().any(|own| *own == inst_id)
    }

    /// The number of new and amended orders per two seconds that the client stays within.
    pub(crate) fn order_limit(&self) -> u32 {
        self.limits().account_count(self.account())
    }

    /// A new client order ID that is unique.
    pub(crate) fn new_name(&self) -> Text {
        client_order_ids::generate(&*self.random)
    }

    /// How reply values that their fields cannot hold are handled.
    pub(crate) fn decode_policy(&self) -> &DecodePolicy {
        &self.delivery.decode_policy
    }

    /// Requests that were sent and whose outcome is not known yet.
    pub(crate) fn unresolved(&self) -> &UnresolvedList {
        &self.unresolved
    }

    pub(crate) fn time(&self) -> &ServerTime {
        &self.delivery.time
    }
}

/// The account that the engine's rate limits are counted for.
fn account(config: &EngineConfig, origin: &str) -> Account {
    let account = Account::new(origin, config.keys.as_deref().map_or("", CredentialsProvider::key));
    let name = config.account.as_deref().or_else(|| config.keys.as_deref().and_then(CredentialsProvider::account));
    let account = name.into_iter().fold(account, Account::named);
    config.master_account.iter().fold(account, |account, master| account.of_master(master))
}
