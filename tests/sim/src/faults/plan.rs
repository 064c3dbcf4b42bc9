//! The combined effect of all faults that apply to one request.

use std::time::Duration;

use okx_spec::model::{Endpoint, Model};
use serde_json::{Value, json};

use super::Fault;
use super::alter::{add_unknown_members, alter_rows};
use crate::random::Random;
use crate::refusal::{RATE_LIMIT, UNAVAILABLE};
use crate::reply::Reply;

/// The combined effect of all faults that apply to one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    faults: Vec<Fault>,
    /// How long the request takes to arrive.
    pub(crate) request_delay: Duration,
    /// How long after the reset of its connection the request arrives, if it is a late request.
    pub(crate) late_by: Option<Duration>,
    /// How long the reply takes.
    pub(crate) reply_delay: Duration,
    /// How far the exchange's clock is off.
    pub(crate) skew_ms: i64,
}

/// How the response to a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a reply.
    Reply(Reply),
    /// With a reply that is cut off in the middle.
    HalfReply(Reply),
    /// With a connection reset.
    Reset,
}

/// How fast a reply is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) piece: usize,
    pub(crate) pause: Duration,
}

fn add(sum: &mut Duration, delay: Duration) {
    *sum = sum.saturating_add(delay);
}

impl Plan {
    pub(crate) fn new(faults: Vec<Fault>, random: &mut Random) -> Self {
        let mut plan = Self::default();
        for fault in &faults {
            match fault {
                Fault::SlowRequest(delay) => add(&mut plan.request_delay, delay.draw(random)),
                Fault::LateRequest(delay) => add(plan.late_by.get_or_insert_default(), delay.draw(random)),
                Fault::SlowReply(delay) => add(&mut plan.reply_delay, delay.draw(random)),
                Fault::SkewedClock(millis) => plan.skew_ms = plan.skew_ms.saturating_add(*millis),
                _ => {}
            }
        }
        Self { faults, ..plan }
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.faults.iter().map(Fault::name).collect()
    }

    /// How fast the reply is sent, if a fault limits it.
    pub(crate) fn pace(&self) -> Option<Pace> {
        self.faults.iter().find_map(|fault| match fault {
            Fault::SlowBody { piece, pause } => Some(Pace { piece: *piece, pause: *pause }),
            _ => None,
        })
    }

    /// The response if a fault prevents the exchange from acting. The first such fault is used.
    pub(crate) fn instead_of_acting(&self) -> Option<Ending> {
        self.faults.iter().find_map(|fault| {
            Some(match fault {
                Fault::RateLimited => Ending::Reply(Reply::refused(&RATE_LIMIT.about("simulated fault"))),
                Fault::Maintenance => Ending::Reply(Reply::refused(&UNAVAILABLE.refusal())),
                Fault::Refused { status, code, acted: false } => Ending::Reply(refused(*status, code)),
                Fault::WebPage { status, acted: false } => Ending::Reply(web_page(*status)),
                Fault::Redirect { to } => Ending::Reply(redirect(to)),
                Fault::CutBeforeActing => Ending::Reset,
                _ => return None,
            })
        })
    }

    /// The response after the exchange has acted. `endpoint` is `None` if the request matches no call, and `previous`
    /// if the call had no reply before.
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
                Fault::TruncatedJson => reply.body.truncate(middle(&reply.body)),
                Fault::WrongContentType => reply.content_type = "text/plain",
                Fault::UnknownMembers => {
                    if let Some(endpoint) = endpoint {
                        reply.body = add_unknown_members(model, endpoint, &reply.body);
                    }
                }
                Fault::CutAfterActing | Fault::LateRequest(_) => cut = true,
                Fault::CutInReply => cut_half_way = true,
                other => reply = alter_rows(other, reply),
            }
        }
        match (cut, cut_half_way) {
            (true, _) => Ending::Reset,
            (false, true) => Ending::HalfReply(reply),
            (false, false) => Ending::Reply(reply),
        }
    }
}

fn refused(status: u16, code: &str) -> Reply {
    let body: Value = json!({"code": code, "msg": "Simulated fault.", "data": []});
    Reply::json(status, code, &body)
}

fn web_page(status: u16) -> Reply {
    let body =
        format!("<html>\r\n<head><title>{status}</title></head>\r\n<body><h1>{status}</h1></body>\r\n</html>\r\n");
    Reply { status, code: String::new(), content_type: "text/html", location: None, body, is_sample: false }
}

fn redirect(to: &str) -> Reply {
    Reply {
        status: 302,
        code: String::new(),
        content_type: "text/html",
        location: Some(to.to_owned()),
        body: String::new(),
        is_sample: false,
    }
}

/// The character boundary at or before the middle of a text.
fn middle(text: &str) -> usize {
    (0..=text.len() / 2).rfind(|&index| text.is_char_boundary(index)).unwrap_or(0)
}
