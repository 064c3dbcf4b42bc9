//! Where requests are taken in: the service with its clock, its faults and its journal, shared by all connections.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock, micros};
use crate::faults::{Ending, Faults, Plan};
use crate::journal::{Entry, Journal};
use crate::judge::{Moment, given_signature};
use crate::reply::Reply;
use crate::request::Request;
use crate::service::Service;

/// Everything a running simulator shares.
#[derive(Debug)]
pub(crate) struct Desk {
    clock: Arc<dyn Clock>,
    offset_ms: AtomicI64,
    service: Mutex<Service>,
    /// Whoever holds this lock or the next, and the service's, took the service's first.
    journal: Mutex<Journal>,
    late: Mutex<Vec<LateRequest>>,
    /// The last reply with rows to each call, as it was before anything happened to it.
    replies: Mutex<HashMap<String, Reply>>,
    pub(crate) faults: Faults,
}

/// A request whose connection has ended and that is still on its way.
#[derive(Debug)]
struct LateRequest {
    arrives_micros: i64,
    request: Request,
    plan: Plan,
}

/// What became of a request.
struct Settled {
    ending: Ending,
    acted: bool,
    counted: usize,
    done: usize,
}

/// What the exchange's clock can show, whatever its offset: the years 1970 to 9999, which is all that can be written in a signature. All
/// that is computed with its time stays far within an integer.
const EARLIEST_MS: i64 = 0;
const LATEST_MS: i64 = 253_402_300_799_999;

impl Desk {
    pub(crate) fn new(service: Service, clock: Arc<dyn Clock>, offset_ms: i64, faults: Faults) -> Self {
        let journal = Mutex::new(Journal::default());
        Self {
            clock,
            offset_ms: AtomicI64::new(offset_ms),
            service: Mutex::new(service),
            journal,
            late: Mutex::default(),
            replies: Mutex::default(),
            faults,
        }
    }

    pub(crate) fn set_clock_offset(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::SeqCst);
    }

    /// What the exchange's clock shows, in milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        self.shown(self.clock.now_micros(), 0)
    }

    /// What the exchange's clock shows at this time of the simulator's own clock, with a further offset.
    fn shown(&self, micros: i64, skew_ms: i64) -> i64 {
        let offset = self.offset_ms.load(Ordering::SeqCst).saturating_add(skew_ms);
        (micros / 1000).saturating_add(offset).clamp(EARLIEST_MS, LATEST_MS)
    }

    /// The service as it is now: late requests that have arrived since are settled, and what is due is done.
    pub(crate) fn service(&self) -> MutexGuard<'_, Service> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        for late in self.take_arrived() {
            self.settle_at(&mut service, &late.request, &late.plan, late.arrives_micros);
        }
        service.exchange.pass_time(self.now());
        service
    }

    /// The journal as it is now. It is to be let go before the service is asked for.
    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        drop(self.service());
        self.lock_journal()
    }

    /// What goes wrong with a request.
    pub(crate) fn plan(&self, request: &Request) -> Plan {
        let call = self.service().call_name(request);
        self.faults.plan(&call, request.path())
    }

    /// Keeps a request that is to arrive so much later.
    pub(crate) fn keep_for_later(&self, request: Request, plan: Plan, delay: Duration) {
        let arrives_micros = self.clock.now_micros().saturating_add(micros(delay));
        self.late().push(LateRequest { arrives_micros, request, plan });
    }

    /// Takes a request in: it arrives now, is acted on unless a fault comes first, and is written down.
    pub(crate) fn settle(&self, request: &Request, plan: &Plan) -> Ending {
        let mut service = self.service();
        self.settle_at(&mut service, request, plan, self.clock.now_micros())
    }

    fn settle_at(&self, service: &mut Service, request: &Request, plan: &Plan, arrived_micros: i64) -> Ending {
        let clock_ms = self.shown(arrived_micros, plan.skew_ms);
        let moment = Moment { arrived_micros, clock_ms };
        let settled = if let Some(ending) = plan.instead_of_acting() {
            Settled { ending, acted: false, counted: 0, done: 0 }
        } else {
            let answer = service.answer(request, moment);
            let previous = self.keep_reply(service.call_name(request), &answer.reply);
            let endpoint = service.route(request).ok().map(|place| &service.model.endpoints[place]);
            let ending = plan.after_acting(answer.reply, previous, &service.model, endpoint);
            Settled { ending, acted: true, counted: answer.counted, done: answer.done }
        };
        self.lock_journal().write(entry(request, service.call_name(request), plan, moment, &settled));
        settled.ending
    }

    /// Keeps the reply to a call, if it has rows; gives the one before.
    fn keep_reply(&self, call: String, reply: &Reply) -> Option<Reply> {
        let mut replies = self.replies.lock().unwrap_or_else(PoisonError::into_inner);
        if reply.has_rows() { replies.insert(call, reply.clone()) } else { replies.get(&call).cloned() }
    }

    /// Takes out the late requests that have arrived, in the order of their arrival.
    fn take_arrived(&self) -> Vec<LateRequest> {
        let now = self.clock.now_micros();
        let mut late = self.late();
        let (mut arrived, on_their_way): (Vec<_>, Vec<_>) =
            std::mem::take(&mut *late).into_iter().partition(|request| request.arrives_micros <= now);
        *late = on_their_way;
        arrived.sort_by_key(|request| request.arrives_micros);
        arrived
    }

    fn late(&self) -> MutexGuard<'_, Vec<LateRequest>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn entry(request: &Request, call: String, plan: &Plan, moment: Moment, settled: &Settled) -> Entry {
    let (status, code) = match &settled.ending {
        Ending::Reply(reply) | Ending::HalfReply(reply) => (reply.status, reply.code.clone()),
        Ending::Cut => (0, String::new()),
    };
    Entry {
        arrived_micros: moment.arrived_micros,
        method: request.method.clone(),
        target: request.target.clone(),
        call,
        body: String::from_utf8_lossy(&request.body).into_owned(),
        signature: given_signature(request).map(str::to_owned),
        acted: settled.acted,
        counted: settled.counted,
        done: settled.done,
        status,
        code,
        faults: plan.names(),
    }
}
