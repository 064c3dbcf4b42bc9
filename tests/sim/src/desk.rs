//! Where requests are taken in: the service with its clock, its faults and its journal, shared by all connections.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::faults::{Ending, Faults, Plan};
use crate::journal::{Entry, Journal};
use crate::judge::{Moment, given_signature};
use crate::request::Request;
use crate::service::Service;

/// Everything a running simulator shares.
#[derive(Debug)]
pub(crate) struct Desk {
    clock: Arc<dyn Clock>,
    offset_ms: AtomicI64,
    service: Mutex<Service>,
    /// Whoever holds both locks took the service's first.
    journal: Mutex<Journal>,
    pub(crate) faults: Faults,
}

/// What became of a request.
struct Settled {
    ending: Ending,
    acted: bool,
    counted: usize,
    done: usize,
}

impl Desk {
    pub(crate) fn new(service: Service, clock: Arc<dyn Clock>, offset_ms: i64, faults: Faults) -> Self {
        let journal = Mutex::new(Journal::default());
        Self { clock, offset_ms: AtomicI64::new(offset_ms), service: Mutex::new(service), journal, faults }
    }

    pub(crate) fn set_clock_offset(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::SeqCst);
    }

    /// What the exchange's clock shows, in milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_micros() / 1000 + self.offset_ms.load(Ordering::SeqCst)
    }

    pub(crate) fn service(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes wrong with a request.
    pub(crate) fn plan(&self, request: &Request) -> Plan {
        let call = self.service().call_name(request);
        self.faults.plan(&call, request.path())
    }

    /// Takes a request in: it arrives now, is acted on unless a fault comes first, and is written down.
    pub(crate) fn settle(&self, request: &Request, plan: &Plan) -> Ending {
        let mut service = self.service();
        let moment = Moment { arrived_micros: self.clock.now_micros(), clock_ms: self.now() + plan.skew_ms };
        let settled = if let Some(ending) = plan.instead_of_acting() {
            Settled { ending, acted: false, counted: 0, done: 0 }
        } else {
            let answer = service.answer(request, moment);
            let endpoint = service.route(request).ok().map(|place| &service.model.endpoints[place]);
            let ending = plan.after_acting(answer.reply, &service.model, endpoint);
            Settled { ending, acted: true, counted: answer.counted, done: answer.done }
        };
        self.journal().write(entry(request, service.call_name(request), plan, moment, &settled));
        settled.ending
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
