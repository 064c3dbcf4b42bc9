//! What goes wrong with one request, all faults that met it taken together.

use std::time::Duration;

use okx_spec::model::{Endpoint, Model};
use serde_json::{Value, json};

use super::Fault;
use super::garbled::garble;
use super::strange::add_unknown;
use crate::chance::Chance;
use crate::refusal::{RATE_LIMIT, UNAVAILABLE};
use crate::reply::Reply;

/// What goes wrong with one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    faults: Vec<Fault>,
    /// How long the request is on its way.
    pub(crate) request_delay: Duration,
    /// How much later than its connection ends the request arrives, when it is to.
    pub(crate) late_by: Option<Duration>,
    /// How long the reply is on its way.
    pub(crate) reply_delay: Duration,
    /// How far the exchange's clock is off.
    pub(crate) skew_ms: i64,
}

/// How a request ends on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a reply.
    Reply(Reply),
    /// With a reply that is closed half-way.
    HalfReply(Reply),
    /// With a reset connection.
    Cut,
}

/// How fast a reply goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) piece: usize,
    pub(crate) pause: Duration,
}

fn add(sum: &mut Duration, delay: Duration) {
    *sum = sum.saturating_add(delay);
}

impl Plan {
    pub(crate) fn new(faults: Vec<Fault>, chance: &mut Chance) -> Self {
        let mut plan = Self::default();
        for fault in &faults {
            match fault {
                Fault::SlowRequest(delay) => add(&mut plan.request_delay, delay.draw(chance)),
                Fault::LateRequest(delay) => add(plan.late_by.get_or_insert_default(), delay.draw(chance)),
                Fault::SlowReply(delay) => add(&mut plan.reply_delay, delay.draw(chance)),
                Fault::SkewedClock(millis) => plan.skew_ms = plan.skew_ms.saturating_add(*millis),
                _ => {}
            }
        }
        Self { faults, ..plan }
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.faults.iter().map(Fault::name).collect()
    }

    /// How fast the reply goes out, where a fault says so.
    pub(crate) fn pace(&self) -> Option<Pace> {
        self.faults.iter().find_map(|fault| match fault {
            Fault::SlowBody { piece, pause } => Some(Pace { piece: *piece, pause: *pause }),
            _ => None,
        })
    }

    /// How the request ends without the exchange having acted, where a fault says so; the first fault decides.
    pub(crate) fn instead_of_acting(&self) -> Option<Ending> {
        self.faults.iter().find_map(|fault| {
            Some(match fault {
                Fault::RateLimited => Ending::Reply(Reply::refused(&RATE_LIMIT.about("as the test told"))),
                Fault::Maintenance => Ending::Reply(Reply::refused(&UNAVAILABLE.refusal())),
                Fault::Refused { status, code, acted: false } => Ending::Reply(refused(*status, code)),
                Fault::WebPage { status, acted: false } => Ending::Reply(web_page(*status)),
                Fault::Redirect { to } => Ending::Reply(redirect(to)),
                Fault::CutBeforeActing => Ending::Cut,
                _ => return None,
            })
        })
    }

    /// How the request ends after the exchange has acted. `endpoint` is `None` where the request had no call, `previous` where
    /// the call had no reply before.
    pub(crate) fn after_acting(
        &self,
        reply: Reply,
        previous: Option<Reply>,
        model: &Model,
        endpoint: Option<&Endpoint>,
    ) -> Ending {
        let is_repeated = self.faults.contains(&Fault::PreviousReply);
        let mut reply = previous.filter(|_| is_repeated).unwrap_or(reply);
        let mut cut = false;
        let mut cut_half_way = false;
        for fault in &self.faults {
            match fault {
                Fault::Refused { status, code, acted: true } => reply = refused(*status, code),
                Fault::WebPage { status, acted: true } => reply = web_page(*status),
                Fault::TruncatedJson => reply.body.truncate(half(&reply.body)),
                Fault::WrongContentType => reply.content_type = "text/plain",
                Fault::UnknownMembers => {
                    if let Some(endpoint) = endpoint {
                        reply.body = add_unknown(model, endpoint, &reply.body);
                    }
                }
                Fault::CutAfterActing | Fault::LateRequest(_) => cut = true,
                Fault::CutInReply => cut_half_way = true,
                other => reply = garble(other, reply),
            }
        }
        match (cut, cut_half_way) {
            (true, _) => Ending::Cut,
            (false, true) => Ending::HalfReply(reply),
            (false, false) => Ending::Reply(reply),
        }
    }
}

fn refused(status: u16, code: &str) -> Reply {
    let body: Value = json!({"code": code, "msg": "Refused as the test told.", "data": []});
    Reply::json(status, code, &body)
}

fn web_page(status: u16) -> Reply {
    let body =
        format!("<html>\r\n<head><title>{status}</title></head>\r\n<body><h1>{status}</h1></body>\r\n</html>\r\n");
    Reply { status, code: String::new(), content_type: "text/html", location: None, body }
}

fn redirect(to: &str) -> Reply {
    Reply {
        status: 302,
        code: String::new(),
        content_type: "text/html",
        location: Some(to.to_owned()),
        body: String::new(),
    }
}

/// The middle of a text, where a character ends.
fn half(text: &str) -> usize {
    (0..=text.len() / 2).rfind(|&place| text.is_char_boundary(place)).unwrap_or(0)
}
