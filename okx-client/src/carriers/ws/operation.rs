//! Sends operations over a socket: encodes them, and passes them to the connection.

use std::pin::Pin;
use std::sync::Arc;

use okx_macros::OkxRow;

use super::{FrameText, SocketRequest, Sockets};
use crate::api::ids::InstIdCode;
use crate::carriers::rest::audit::Audit;
use crate::carriers::{Attempt, Carrier, DeliverFuture, ReadReply};
use crate::facts::{Fields, Route, Socket, SocketRoute};
use crate::fields::{self, Edits, Items};
use crate::judge::TransportError;
use crate::judge::outcome::AttemptOutcome;
use crate::judge::reading::Reply;
use crate::system::clock::Clock;
use crate::value::{Extra, Timestamp};

/// A reply that has not arrived yet.
pub(crate) type ReplyFuture<'a> = Pin<Box<dyn Future<Output = Result<FrameText, TransportError>> + Send + 'a>>;

/// Connections that operations are sent over.
pub(crate) trait OperationSender: Send + Sync {
    /// The scheme and host of the sockets.
    fn origin(&self) -> &str;

    /// Sends an operation, and returns the text of its reply. The error says whether the operation may have arrived.
    fn send(&self, socket: Socket, request: SocketRequest) -> ReplyFuture<'_>;
}

impl OperationSender for Sockets {
    fn origin(&self) -> &str {
        self.origin()
    }

    fn send(&self, socket: Socket, request: SocketRequest) -> ReplyFuture<'_> {
        Box::pin(self.request(socket, request))
    }
}

/// Sends requests over a socket.
pub(crate) struct SocketCarrier {
    sender: Arc<dyn OperationSender>,
    audit: Option<Audit>,
    clock: Arc<dyn Clock>,
}

impl SocketCarrier {
    pub(crate) fn new(sender: Arc<dyn OperationSender>, audit: Option<Audit>, clock: Arc<dyn Clock>) -> Self {
        Self { sender, audit, clock }
    }

    async fn send(&self, attempt: Attempt<'_>, read: &mut ReadReply<'_>) -> AttemptOutcome {
        let (socket, message) = match message(&attempt) {
            Ok(message) => message,
            Err(error) => return AttemptOutcome::Lost(error),
        };
        let (name, op) = (attempt.request.operation.name, message.op);
        let start = |audit: &Audit| audit.start_operation(name, attempt.number, self.origin(), op, &*self.clock);
        let audit = self.audit.as_ref().map(start);
        let outcome = match self.sender.send(socket, message).await {
            Ok(text) => read(Reply { body: text.as_str().into(), status: 200, date: None }),
            Err(error) => AttemptOutcome::Lost(error),
        };
        if let Some(audit) = audit {
            audit.ended(&outcome);
        }
        outcome
    }
}

impl Carrier for SocketCarrier {
    fn origin(&self) -> &str {
        self.sender.origin()
    }

    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> DeliverFuture<'a> {
        Box::pin(self.send(attempt, read))
    }
}

/// The code of an item's instrument, which sockets require instead of its name.
#[derive(Clone, Debug, Default, PartialEq, OkxRow)]
pub(crate) struct InstrumentCode {
    #[okx(bare)]
    inst_id_code: Option<InstIdCode>,
    #[okx(extra)]
    extra: Extra,
}

impl InstrumentCode {
    pub(crate) fn new(code: InstIdCode) -> Self {
        Self { inst_id_code: Some(code), extra: Extra::default() }
    }

    /// Whether a route requires the code with each item.
    pub(crate) fn is_required_by(route: &SocketRoute) -> bool {
        !route.adds.wire.is_empty()
    }
}

/// The message of an attempt, and the socket that it is sent to.
fn message(attempt: &Attempt<'_>) -> Result<(Socket, SocketRequest), TransportError> {
    let Route::Socket(route) = attempt.request.route else {
        return Err(TransportError::unsendable("this request can only be sent over the REST API"));
    };
    let args = args(route, attempt)?;
    let exp_time = attempt.expires.map(Timestamp::as_millis);
    Ok((
        route.socket,
        SocketRequest { op: route.op, args, exp_time, send_within: attempt.send_within, timeout: attempt.timeout },
    ))
}

fn args(route: &SocketRoute, attempt: &Attempt<'_>) -> Result<String, TransportError> {
    let items = attempt.request.items;
    if InstrumentCode::is_required_by(route) && attempt.codes.len() != items.len() {
        return Err(TransportError::unsendable("the codes of the request's instruments are not known"));
    }
    let body = fields::edited_body(items, |index| Edits {
        made: attempt.ids.and_then(|ids| ids.made(index)),
        without: route.without,
        adds: attempt.codes.get(index).map(|code| code as &dyn Fields),
    });
    let body = String::from_utf8(body).map_err(|_| TransportError::unsendable("the request is not valid UTF-8"))?;
    Ok(match items {
        Items::One(_) => ["[", &body, "]"].concat(),
        Items::Many(_) => body,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::api::Endpoint;
    use crate::api::Request;
    use crate::api::enums::{OrdType, Side, TdMode};
    use crate::api::trade::{CancelOrder, PlaceOrder, PlaceOrders};
    use crate::api::ws::operations;
    use crate::dec;

    fn route(name: &str) -> &'static SocketRoute {
        operations::ALL.iter().find(|route| route.operation.name == name).unwrap()
    }

    fn sent<E: Endpoint>(request: &E, codes: &[InstrumentCode]) -> Result<SocketRequest, TransportError> {
        let request = Request { route: Route::Socket(route(E::OPERATION.name)), ..Request::rest(request) };
        let attempt = Attempt { codes, ..Attempt::unsigned(request, Duration::from_secs(1)) };
        message(&attempt).map(|(_, message)| message)
    }

    #[test]
    fn the_code_of_the_instrument_replaces_its_name() {
        let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.5)).px(dec!(60000));
        let code = InstrumentCode::new(InstIdCode::from(5_000_000_001));
        let message = sent(&order, &[code]).unwrap();
        assert_eq!(message.op, "order");
        assert_eq!(
            message.args,
            r#"[{"tdMode":"cash","side":"buy","ordType":"limit","sz":"0.5","px":"60000","instIdCode":5000000001}]"#
        );
    }

    #[test]
    fn every_item_of_a_batch_has_a_code() {
        let order = |sz| PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Sell, OrdType::Market, sz);
        let orders = PlaceOrders::new([order(dec!(1)), order(dec!(2))]);
        let codes = [1, 2].map(|code| InstrumentCode::new(InstIdCode::from(code)));
        let message = sent(&orders, &codes).unwrap();
        assert_eq!(message.args.matches("instIdCode").count(), 2);
        let error = sent(&orders, &codes[..1]).unwrap_err();
        assert!(error.is_unsendable());
    }

    #[test]
    fn only_the_code_of_the_instrument_is_ever_added() {
        for route in operations::ALL {
            assert!(matches!(route.adds.wire, [] | ["instIdCode"]), "{}: {:?}", route.name, route.adds.wire);
        }
        let message = sent(&CancelOrder::new("BTC-USDT").ord_id("7"), &[InstrumentCode::new(3.into())]).unwrap();
        assert_eq!(message.args, r#"[{"ordId":"7","instIdCode":3}]"#);
    }
}
