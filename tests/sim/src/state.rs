//! The state of a running simulator: the service with its clock, faults and journal, shared by all connections.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::{Clock, micros};
use crate::faults::{Ending, Faults, Plan};
use crate::journal::{Entry, Journal};
use crate::notices::Notices;
use crate::reply::Reply;
use crate::request::Request;
use crate::scenario::Scenario;
use crate::service::Service;
use crate::sockets::Hub;
use crate::validation::{RequestTime, given_signature};

/// Everything that the connections of a running simulator share.
#[derive(Debug)]
pub(crate) struct SimState {
    clock: Arc<dyn Clock>,
    offset_ms: AtomicI64,
    service: Mutex<Service>,
    /// Lock order: `service`, then `hub`, then this lock or the next.
    journal: Mutex<Journal>,
    hub: Mutex<Hub>,
    /// When the pump wakes by itself, in microseconds of the simulator's own clock.
    pump_wakes_at: AtomicI64,
    /// Wakes the pump because something is due earlier.
    pump: Notify,
    late: Mutex<Vec<LateRequest>>,
    /// The last reply with rows to each call, before any fault was applied.
    replies: Mutex<HashMap<String, Reply>>,
    pub(crate) faults: Faults,
    pub(crate) notices: Notices,
}

/// A request that has not arrived yet although its connection is already closed.
#[derive(Debug)]
struct LateRequest {
    arrives_micros: i64,
    request: Request,
    plan: Plan,
}

/// The result of processing a request.
struct ProcessedRequest {
    ending: Ending,
    acted: bool,
    counted: usize,
    done: usize,
}

/// The range of the exchange's clock, whatever its offset: the years 1970 to 9999, which are the years a timestamp
/// can represent. No computation with these times can overflow.
const EARLIEST_MS: i64 = 0;
const LATEST_MS: i64 = 253_402_300_799_999;

impl SimState {
    pub(crate) fn new(
        service: Service,
        hub: Hub,
        clock: Arc<dyn Clock>,
        offset_ms: i64,
        faults: Faults,
        notices: Notices,
    ) -> Self {
        let journal = Mutex::new(Journal::default());
        Self {
            clock,
            offset_ms: AtomicI64::new(offset_ms),
            service: Mutex::new(service),
            journal,
            hub: Mutex::new(hub),
            pump_wakes_at: AtomicI64::new(i64::MIN),
            pump: Notify::new(),
            late: Mutex::default(),
            replies: Mutex::default(),
            faults,
            notices,
        }
    }

    pub(crate) fn set_clock_offset(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::SeqCst);
        self.pump.notify_one();
    }

    /// The time of the exchange's clock, in milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        self.exchange_time(self.clock.now_micros(), 0)
    }

    /// The time of the exchange's clock at this time of the simulator's own clock, with an additional offset.
    fn exchange_time(&self, micros: i64, skew_ms: i64) -> i64 {
        let offset = self.offset_ms.load(Ordering::SeqCst).saturating_add(skew_ms);
        (micros / 1000).saturating_add(offset).clamp(EARLIEST_MS, LATEST_MS)
    }

    /// The current time of both clocks.
    pub(crate) fn time(&self) -> RequestTime {
        let arrived_micros = self.clock.now_micros();
        RequestTime { arrived_micros, clock_ms: self.exchange_time(arrived_micros, 0) }
    }

    /// Locks the service after processing the late requests that have arrived and the actions that are due. When the
    /// guard is dropped, the sockets push what has happened.
    pub(crate) fn service(&self) -> ServiceGuard<'_> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        for late in self.take_arrived() {
            self.process_at(&mut service, &late.request, &late.plan, late.arrives_micros);
        }
        service.exchange.advance_to(self.now());
        ServiceGuard { state: self, service }
    }

    /// Locks the journal. Release it before locking the service.
    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        drop(self.service());
        self.lock_journal()
    }

    /// Returns the faults that apply to a request.
    pub(crate) fn plan(&self, request: &Request) -> Plan {
        let call = self.service().call_name(request);
        self.faults.plan(&call, request.path())
    }

    /// Stores a request that arrives after this delay.
    pub(crate) fn schedule_late(&self, request: Request, plan: Plan, delay: Duration) {
        let arrives_micros = self.clock.now_micros().saturating_add(micros(delay));
        self.late().push(LateRequest { arrives_micros, request, plan });
    }

    /// Processes a request that arrives now: acts on it unless a fault prevents it, and records it in the journal.
    pub(crate) fn process(&self, request: &Request, plan: &Plan) -> Ending {
        let mut service = self.service();
        self.process_at(&mut service, request, plan, self.clock.now_micros())
    }

    fn process_at(&self, service: &mut Service, request: &Request, plan: &Plan, arrived_micros: i64) -> Ending {
        let clock_ms = self.exchange_time(arrived_micros, plan.skew_ms);
        let time = RequestTime { arrived_micros, clock_ms };
        let processed = if let Some(ending) = plan.instead_of_acting() {
            ProcessedRequest { ending, acted: false, counted: 0, done: 0 }
        } else {
            let answer = service.answer(request, time);
            if answer.reply.is_sample {
                self.notices.sample(&format!("{} {}", request.method, request.path()));
            }
            let previous = self.store_reply(service.call_name(request), &answer.reply);
            let endpoint = service.route(request).ok().map(|index| &service.model.endpoints[index]);
            let ending = plan.after_acting(answer.reply, previous, &service.model, endpoint);
            ProcessedRequest { ending, acted: true, counted: answer.counted, done: answer.done }
        };
        self.notices.fault(&format!("{} {}", request.method, request.path()), plan.names());
        self.lock_journal().write(entry(request, service.call_name(request), plan, time, &processed));
        processed.ending
    }

    /// Stores the reply to a call if it has rows, and returns the previous one.
    fn store_reply(&self, call: String, reply: &Reply) -> Option<Reply> {
        let mut replies = self.replies.lock().unwrap_or_else(PoisonError::into_inner);
        if reply.has_rows() { replies.insert(call, reply.clone()) } else { replies.get(&call).cloned() }
    }

    /// Removes and returns the late requests that have arrived, in order of arrival.
    fn take_arrived(&self) -> Vec<LateRequest> {
        let now = self.clock.now_micros();
        let mut late = self.late();
        let (mut arrived, in_transit): (Vec<_>, Vec<_>) =
            std::mem::take(&mut *late).into_iter().partition(|request| request.arrives_micros <= now);
        *late = in_transit;
        arrived.sort_by_key(|request| request.arrives_micros);
        arrived
    }

    /// Adds the order operations of sockets to the journal.
    pub(crate) fn record_operations(&self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            let mut journal = self.lock_journal();
            for entry in entries {
                journal.write(entry);
            }
        }
    }

    /// Does what is due on the sockets. Returns when something is due next, by the simulator's own clock.
    pub(crate) fn run_due(&self) -> i64 {
        let mut service = self.service();
        let time = self.time();
        let mut hub = self.hub();
        hub.tick(&mut service, time);
        self.record_operations(hub.take_operations());
        drop(hub);
        let next = self.next_due(&service);
        self.pump_wakes_at.store(next, Ordering::SeqCst);
        next
    }

    /// Begins what a scenario does.
    pub(crate) fn begin_scenario(&self, scenario: Scenario) {
        if let Some(every) = scenario.background_trading {
            let every_ms = i64::try_from(every.as_millis()).unwrap_or(i64::MAX);
            self.service().exchange.trade_in_background(Some(every_ms), self.now());
        }
        for fault in scenario.faults {
            self.begin_written_fault(fault);
        }
    }

    /// Waits until this time, or until something is due earlier.
    pub(crate) async fn wait_for_due(&self, micros: i64) {
        tokio::select! {
            () = self.pump.notified() => {}
            () = self.clock.wait_until(micros) => {}
        }
    }

    fn next_due(&self, service: &Service) -> i64 {
        let late = self.late().iter().map(|late| late.arrives_micros).min();
        let offset_ms = self.offset_ms.load(Ordering::SeqCst);
        let of_exchange = service.exchange.next_due().map(|due| due.saturating_sub(offset_ms).saturating_mul(1000));
        self.hub().next_due().into_iter().chain(late).chain(of_exchange).min().unwrap_or(i64::MAX)
    }

    /// Pushes what has happened on the exchange, and wakes the pump if something is due earlier than it knows.
    pub(crate) fn publish(&self, service: &mut Service) {
        let events = service.exchange.take_events();
        if !events.is_empty() {
            let time = self.time();
            self.hub().publish(service, &events, time);
        }
        if self.next_due(service) < self.pump_wakes_at.load(Ordering::SeqCst) {
            self.pump.notify_one();
        }
    }

    fn late(&self) -> MutexGuard<'_, Vec<LateRequest>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locks the connections of the sockets. The service must be locked before, if at all.
    pub(crate) fn hub(&self) -> MutexGuard<'_, Hub> {
        self.hub.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A guard for the locked service.
#[derive(Debug)]
pub(crate) struct ServiceGuard<'a> {
    state: &'a SimState,
    service: MutexGuard<'a, Service>,
}

impl Deref for ServiceGuard<'_> {
    type Target = Service;

    fn deref(&self) -> &Service {
        &self.service
    }
}

impl DerefMut for ServiceGuard<'_> {
    fn deref_mut(&mut self) -> &mut Service {
        &mut self.service
    }
}

impl Drop for ServiceGuard<'_> {
    fn drop(&mut self) {
        self.state.publish(&mut self.service);
    }
}

fn entry(request: &Request, call: String, plan: &Plan, time: RequestTime, processed: &ProcessedRequest) -> Entry {
    let (status, code) = match &processed.ending {
        Ending::Reply(reply) | Ending::HalfReply(reply) => (reply.status, reply.code.clone()),
        Ending::Reset => (0, String::new()),
    };
    Entry {
        arrived_micros: time.arrived_micros,
        method: request.method.clone(),
        target: request.target.clone(),
        call,
        body: String::from_utf8_lossy(&request.body).into_owned(),
        signature: given_signature(request).map(str::to_owned),
        acted: processed.acted,
        counted: processed.counted,
        done: processed.done,
        status,
        code,
        faults: plan.names(),
    }
}
