//! Chooses the route of a request, and prepares it for a socket.

use super::{Engine, SendOptions, SendRoute};
use crate::api::Request;
use crate::api::ws::operations;
use crate::carriers::ws::InstrumentCode;
use crate::check::instruments::ItemInstrument;
use crate::error::{Error, ErrorClass};
use crate::facts::{Fields, Operation, Route, RowSink, SocketRoute, Value};
use crate::fields::items::is_given;

/// A request with its route.
pub(super) struct RoutedRequest<'a> {
    pub(super) request: Request<'a>,
    /// The codes of the instruments of its items, if its route requires them.
    pub(super) codes: Vec<InstrumentCode>,
    /// The same request over the REST API, to be sent if nothing of it can be sent over the socket.
    pub(super) fallback: Option<Request<'a>>,
}

impl<'a> RoutedRequest<'a> {
    pub(super) fn unchanged(request: Request<'a>) -> Self {
        Self { request, codes: Vec::new(), fallback: None }
    }

    /// Switches to the REST API if that is allowed. Returns whether it was.
    pub(super) fn fall_back(&mut self) -> bool {
        match self.fallback.take() {
            Some(request) => {
                (self.request, self.codes) = (request, Vec::new());
                true
            }
            None => false,
        }
    }
}

impl Engine {
    /// The request with the route that the options, or else the client's settings, choose.
    ///
    /// # Errors
    ///
    /// The options choose a socket, but it does not accept the request, or the codes of its instruments could not be loaded.
    pub(super) async fn route<'a>(
        &self,
        request: Request<'a>,
        options: SendOptions,
    ) -> Result<RoutedRequest<'a>, Error> {
        let send_route = options.route.unwrap_or(self.send_route);
        if !send_route.prefers_socket() {
            return Ok(RoutedRequest::unchanged(request));
        }
        let Some(route) = socket_route(request.operation) else {
            return match options.route {
                Some(SendRoute::Socket) => Err(Error::invalid(
                    "OKX does not accept this operation over a socket; send it without `over_socket`",
                )),
                _ => Ok(RoutedRequest::unchanged(request)),
            };
        };
        // Boxed: requests over the REST API do not reach this point, and without the box their futures would reserve space for it.
        match Box::pin(self.over_socket(request, route)).await {
            Ok(codes) => Ok(RoutedRequest {
                request: Request { route: Route::Socket(route), ..request },
                codes,
                fallback: send_route.falls_back().then_some(request),
            }),
            Err(error) if send_route.falls_back() => {
                tracing::debug!(call = request.operation.name, %error, "sending over REST instead of a socket");
                Ok(RoutedRequest::unchanged(request))
            }
            Err(error) => Err(error),
        }
    }

    /// The codes of the instruments of a request, after checking that the socket accepts all its fields.
    async fn over_socket(&self, request: Request<'_>, route: &SocketRoute) -> Result<Vec<InstrumentCode>, Error> {
        let needs_code = InstrumentCode::is_required_by(route);
        let mut codes = Vec::new();
        for item in request.items.each() {
            let instrument = ItemInstrument::new(item, self.instruments());
            reject_other_fields(item, route, needs_code.then(|| instrument.inst_id()).flatten())?;
            if needs_code {
                codes.push(self.instrument_code(instrument.inst_id()).await?);
            }
        }
        Ok(codes)
    }

    async fn instrument_code(&self, inst_id: Option<&str>) -> Result<InstrumentCode, Error> {
        let inst_id = inst_id.ok_or_else(|| Error::invalid("an order over a socket must name its instrument"))?;
        let code = self.instruments().get(inst_id).await?.numeric_code();
        code.map(InstrumentCode::new).ok_or_else(|| {
            Error::invalid(format!("OKX lists no numeric code for {inst_id}, which sockets require; send it over REST"))
        })
    }

    /// Loads the codes of a request's instruments again. An instrument that is listed again has a new code. Returns whether a code changed,
    /// so that the request can be sent once more.
    pub(super) async fn renew_codes(&self, routed: &mut RoutedRequest<'_>) -> bool {
        let mut renewed = Vec::with_capacity(routed.codes.len());
        for item in routed.request.items.each() {
            let inst_id = ItemInstrument::new(item, self.instruments()).inst_id();
            let Some(inst_id) = inst_id else { return false };
            if self.instruments().refresh(inst_id).await.is_err() {
                return false;
            }
            match self.instrument_code(Some(inst_id)).await {
                Ok(code) => renewed.push(code),
                Err(_) => return false,
            }
        }
        let changed = renewed != routed.codes;
        routed.codes = renewed;
        changed
    }
}

/// The route of an operation over a socket; `None` if there is none.
pub(crate) fn socket_route(operation: &Operation) -> Option<&'static SocketRoute> {
    operations::ALL.iter().find(|route| route.operation.name == operation.name).copied()
}

/// Rejects an item with a field that the socket does not accept. The name of the instrument is replaced by its code.
fn reject_other_fields(item: &dyn Fields, route: &SocketRoute, inst_id: Option<&str>) -> Result<(), Error> {
    for place in route.without {
        let value = item.value(*place);
        let is_replaced = inst_id.is_some_and(|inst_id| matches!(value, Value::Text(text) if text == inst_id));
        if is_given(value) && !is_replaced {
            let name = item.shape().wire[*place];
            return Err(Error::invalid(
                "is not accepted over a socket; send this request over REST, or by `SendRoute::SocketOrRest`",
            )
            .in_field(name));
        }
    }
    Ok(())
}

/// Whether OKX rejected all items because of their instruments.
pub(super) fn all_are_refused_for_instrument(rows: &dyn RowSink) -> bool {
    let is_refused =
        |place| rows.row(place).is_err_and(|error| error.is_refused() && error.class() == Some(ErrorClass::Instrument));
    rows.len() > 0 && (0..rows.len()).all(is_refused)
}
