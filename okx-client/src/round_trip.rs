//! The life of one request, for all requests alike: checked, limited, signed, sent, judged, and sent again where that is safe.

mod admit;
mod attribution;
mod check;
mod client_order_ids;
mod clock_sync;
mod contradiction;
mod credentials;
mod listing;
mod prepare;
mod reading;
mod send_once;
mod wire;

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::{Mutex, OnceCell};
use tracing::field::Empty;
use tracing::{Instrument, Span};

pub(crate) use self::attribution::Identity;
use self::client_order_ids::ClientOrderIds;
use crate::api::ids::InstId;
use crate::audit::Audit;
use crate::breaker::{Breaker, CircuitBreaker, Health};
use crate::chance::Chance;
use crate::client::SendOptions;
use crate::clock::{Clock, ServerTime};
use crate::credentials::Keys;
use crate::endpoint::{Call, ErrorClass, Items, Method};
use crate::envelope::RowSink;
use crate::environment::Environment;
use crate::error::Error;
use crate::exchange::{Exchange, Record};
use crate::fields::Lenient;
use crate::instruments::Instruments;
use crate::limiter::{Account, LimitPolicy, Limits, Outgoing, Permit};
use crate::outcome::{self, Doubt, Sent};
use crate::printable::Printable;
use crate::retry::{Next, RetryPolicy, Tries};
use crate::rules::Safeguards;
use crate::transport::{Address, HttpRequest, Transport};
use crate::unresolved::{Sending, UnresolvedList};
use crate::value::Text;

/// What a client is made of.
pub(crate) struct Parts {
    pub(crate) environment: Environment,
    pub(crate) address: Address,
    pub(crate) keys: Option<Keys>,
    pub(crate) account: Option<String>,
    pub(crate) master_account: Option<String>,
    pub(crate) lead_instruments: Vec<InstId>,
    pub(crate) instruments_max_age: Duration,
    pub(crate) user_agent: Arc<str>,
    pub(crate) request_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) circuit_breaker: CircuitBreaker,
    pub(crate) limits: Limits,
    pub(crate) audit: Option<Audit>,
    pub(crate) strict_replies: bool,
    pub(crate) limit_policy: LimitPolicy,
    pub(crate) safeguards: Safeguards,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}

/// What all clones of a client share. Nothing in it is generic over the request, so it is compiled once.
pub(crate) struct Core {
    parts: Parts,
    address: Arc<Address>,
    account: Account,
    time: ServerTime,
    /// Held while OKX's clock is measured, so that it is measured once however many requests wait for it.
    measuring: Mutex<()>,
    measured_first: OnceCell<()>,
    instruments: Instruments,
    breaker: Breaker,
    lenient: Lenient,
    unresolved: UnresolvedList,
}

impl Core {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        let account = Account::new(parts.address.origin(), parts.keys.as_ref().map_or("", Keys::user));
        let name = parts.account.as_deref().or_else(|| parts.keys.as_ref().and_then(Keys::account));
        let account = name.into_iter().fold(account, Account::named);
        let account = parts.master_account.iter().fold(account, |account, master| account.of_master(master));
        parts.limits.set_lead_instruments(&account, parts.lead_instruments.iter().map(InstId::as_str));
        // The instruments are loaded through the core that owns them.
        Arc::new_cyclic(|core: &Weak<Self>| Self {
            address: Arc::new(parts.address.clone()),
            account,
            time: ServerTime::new(Arc::clone(&parts.clock)),
            measuring: Mutex::new(()),
            measured_first: OnceCell::new(),
            breaker: Breaker::new(parts.circuit_breaker, parts.address.origin()),
            lenient: Lenient::new(parts.strict_replies),
            unresolved: UnresolvedList::default(),
            instruments: Instruments::new(core.clone(), Arc::clone(&parts.clock), parts.instruments_max_age),
            parts,
        })
    }

    /// Sends a request until `rows` hold an answer to it, or nothing more can be done.
    pub(crate) async fn round_trip(
        &self,
        call: &'static Call,
        items: Items<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
    ) -> Result<(), Error> {
        self.exchange(call, items, options, rows).await.reply
    }

    /// [`round_trip`](Self::round_trip), with what is known of the sendings.
    pub(crate) async fn exchange(
        &self,
        call: &'static Call,
        items: Items<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
    ) -> Exchange<()> {
        // This is all that is ever logged of a request: no header, no parameter, no body.
        let span = tracing::debug_span!(
            "okx",
            call = call.name,
            attempts = Empty,
            micros = Empty,
            status = Empty,
            code = Empty
        );
        let mut record = Record::default();
        let ended = self.life(call, items, options, rows, &mut record).instrument(span).await;
        Exchange::new(ended.map_err(|error| self.located(call, error)), record)
    }

    /// A request as it would go out now.
    pub(crate) async fn preview(
        &self,
        call: &'static Call,
        items: Items<'_>,
        options: SendOptions,
    ) -> Result<HttpRequest, Error> {
        let ids = ClientOrderIds::of(call, items, &*self.parts.chance);
        let prepared = self.prepare(call, items, options, &ids, self.now()).await?;
        Ok(self.written(&prepared, &mut Record::default()).await)
    }

    async fn life(
        &self,
        call: &'static Call,
        items: Items<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
        record: &mut Record,
    ) -> Result<(), Error> {
        let begun = self.now();
        self.check(call, items, options).await?;
        let ids = ClientOrderIds::of(call, items, &*self.parts.chance);
        let mut prepared = self.prepare(call, items, options, &ids, begun).await?;
        let mut sending = Sending::new(&self.unresolved, call, items, Identity::of_items(call, items, Some(&ids)));
        let mut tries = Tries::new(options.retry.unwrap_or(self.parts.retry), call, options.within, begun);
        let mut doubt = None;
        loop {
            let Some(admitted) = self.in_time(&tries, self.admit(&prepared, options, &tries)).await else {
                return Err(tries.out_of_time().with_client_order_ids(ids.all()).with_doubt(doubt));
            };
            let (mut permit, passage) = admitted.map_err(|error| tries.in_doubt(error))?;
            let (measurement, sent_at) = (self.time.measurement(), self.now());
            tries.goes_out(sent_at);
            let sent = self.send_once(&prepared, &mut permit, &mut sending, rows, record).await;
            settle(permit, &sent);
            let now = self.now();
            passage.ended(Health::of(&sent, prepared.timeout < self.parts.request_timeout), now);
            record.took = Some(now.saturating_sub(sent_at));
            trace(&sent, record);
            doubt = Doubt::of(record, prepared.expires);
            let next = tries.next(outcome::judge(call, sent), now, &*self.parts.chance);
            if !matches!(next, Next::Answer) && !tries.may_be_done() {
                sending.not_done();
            }
            match next {
                Next::Answer => {
                    reading::complete(&prepared, &ids, tries.may_be_done(), doubt, rows);
                    break sending.answered(rows);
                }
                Next::Pause(pause) => self.parts.clock.sleep(pause).await,
                // Where its time runs out meanwhile, it is over before it is admitted again.
                Next::Resync => {
                    self.in_time(&tries, Box::pin(self.measure_again(measurement, prepared.timeout))).await;
                }
                Next::GiveUp(error) => match self.sign_otherwise(&mut prepared, error).await {
                    Ok(()) => {}
                    Err(error) => return Err(error.with_client_order_ids(ids.all()).with_doubt(doubt)),
                },
            }
        }
        Ok(())
    }

    /// Waits for what comes before a sending; nothing when the time for another sending is over first.
    async fn in_time<T>(&self, tries: &Tries, wait: impl Future<Output = T>) -> Option<T> {
        match tries.time_left(self.now()) {
            None => Some(wait.await),
            Some(Duration::ZERO) => None,
            // On the heap, because only second sendings come here and every request would carry the room for it.
            Some(time) => self.at_most(time, Box::pin(wait)).await,
        }
    }

    /// Waits for something, but no longer than this.
    async fn at_most<T>(&self, time: Duration, wait: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.parts.clock.sleep(time) => None,
            ended = wait => Some(ended),
        }
    }

    /// A request as the limits look at it.
    fn outgoing<'a>(&'a self, call: &'static Call, items: Items<'a>, policy: LimitPolicy) -> Outgoing<'a> {
        Outgoing { call, items, account: &self.account, instruments: &self.instruments, policy }
    }

    fn now(&self) -> Duration {
        self.parts.clock.monotonic()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.parts.clock
    }

    /// An error as the user sees it: with the call, and where a key may belong elsewhere, with the setting that says where we are. What
    /// could not be read is unknown, unless the call only reads.
    pub(crate) fn located(&self, call: &Call, error: Error) -> Error {
        let unknown = error.is_unreadable() && call.method != Method::Get;
        let error = if unknown { error.may_have_been_done() } else { error }.in_call(call);
        match error.class() {
            Some(ErrorClass::Authentication | ErrorClass::Region) => error.in_environment(self.parts.environment),
            _ => error,
        }
    }

    pub(crate) fn environment(&self) -> Environment {
        self.parts.environment
    }

    pub(crate) fn instruments(&self) -> &Instruments {
        &self.instruments
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.parts.limits
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    /// Whether it can sign.
    pub(crate) fn has_keys(&self) -> bool {
        self.parts.keys.is_some()
    }

    /// Scheme and host of its requests.
    pub(crate) fn origin(&self) -> &str {
        self.address.origin()
    }

    /// Whether it was told that the account leads with this instrument in copy trading.
    pub(crate) fn leads(&self, inst_id: &str) -> bool {
        self.parts.lead_instruments.iter().any(|own| *own == inst_id)
    }

    /// How many new and amended orders in two seconds it keeps to.
    pub(crate) fn order_limit(&self) -> u32 {
        self.parts.limits.figure(&self.account)
    }

    /// A name that nothing else has.
    pub(crate) fn new_name(&self) -> Text {
        client_order_ids::make(&*self.parts.chance)
    }

    /// How values of replies are treated that their fields cannot hold.
    pub(crate) fn lenient(&self) -> &Lenient {
        &self.lenient
    }

    /// What was sent and has no certain outcome yet.
    pub(crate) fn unresolved(&self) -> &UnresolvedList {
        &self.unresolved
    }

    pub(crate) fn time(&self) -> &ServerTime {
        &self.time
    }
}

/// Tells the limits what became of a sending. Dropping the permit says that the reply was lost, since it was sent.
fn settle(permit: Permit, sent: &Sent) {
    match sent {
        Sent::Lost(error) if error.may_have_arrived() => drop(permit),
        Sent::Lost(_) => permit.not_sent(),
        Sent::Replied { .. } => match sent.rate_code() {
            Some(code) => permit.refused_for_rate(code),
            None => permit.replied(),
        },
    }
}

/// Writes into the span of the call how its last sending went.
fn trace(sent: &Sent, record: &Record) {
    let span = Span::current();
    let attempts = record.attempts;
    span.record("attempts", attempts);
    span.record("micros", u64::try_from(record.took.unwrap_or_default().as_micros()).unwrap_or(u64::MAX));
    match sent {
        Sent::Lost(error) => tracing::debug!(attempts, %error, "no reply came"),
        Sent::Replied { status, read } => {
            let code = read.as_ref().map_or("", |summary| &summary.code);
            span.record("status", status);
            span.record("code", tracing::field::display(Printable(code)));
            tracing::debug!(attempts, status, code = %Printable(code), "a reply came");
        }
    }
}
