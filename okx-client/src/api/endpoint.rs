//! The traits that generated requests and channels implement.

use okx_macros::OkxRow;

use super::rows::{FromRows, Rows};
use crate::facts::{ChannelFacts, Fields, ListedBy, Lookup, Operation, Pages, RestRoute, Route, RowSink, SocketRoute};
use crate::fields::Items;
use crate::fields::unknown_values::{self, UnknownValue};
use crate::value::Extra;

/// A request that can be sent. Implemented by generated requests, by types that derive `OkxRequest`, and by references to both, so that a request
/// can be passed by value or by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "not a request",
    note = "requests are types such as `market::GetTicker`, or references to them; types of your own derive `OkxRequest`"
)]
pub trait Endpoint: Send + Sync {
    /// One row of the reply.
    type Row: Fields + Default + 'static;

    /// What `send` returns: one row, or [`crate::Rows`].
    type Reply: FromRows<Self::Row>;

    /// What is constant about the operation.
    const OPERATION: &'static Operation;

    /// Its route over the REST API.
    const ROUTE: &'static RestRoute;

    /// The items of the request: the request itself, or the entries of a batch.
    fn items(&self) -> Items<'_>;

    /// The enum values in the request that are not known, with the most similar known ones. They may be new values of OKX, or misspelled.
    /// They are sent unchanged, and OKX decides.
    ///
    /// ```
    /// use okx_client::endpoint::Endpoint;
    /// use okx_client::market::GetCandles;
    ///
    /// let unknown = GetCandles::new("BTC-USDT").bar("1d").unknown_values();
    /// assert_eq!(unknown[0].to_string(), r#"`bar`: "1d" is not a known value; did you mean "1D"?"#);
    /// ```
    fn unknown_values(&self) -> Vec<UnknownValue> {
        unknown_values::of(self.items())
    }
}

#[diagnostic::do_not_recommend]
impl<E: Endpoint> Endpoint for &E {
    type Row = E::Row;
    type Reply = E::Reply;
    const OPERATION: &'static Operation = E::OPERATION;
    const ROUTE: &'static RestRoute = E::ROUTE;

    fn items(&self) -> Items<'_> {
        (**self).items()
    }
}

/// A request whose outcome can be looked up at OKX. Implemented by generated requests whose description says how.
pub trait Resolvable: Endpoint {
    /// The request that looks it up.
    type Lookup: Endpoint + Fields + Default;
}

impl<R: Resolvable> Resolvable for &R {
    type Lookup = R::Lookup;
}

/// A request for a list that is read page by page. Implemented by generated requests.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request for a list in pages",
    label = "not read page by page",
    note = "send it with `send`, which returns all that OKX returns for it"
)]
pub trait Paged: Endpoint + Fields + Clone + 'static {
    /// One entry of the list: a row of the reply, or an entry of a list within it.
    type Entry: Fields + Default + 'static;

    /// How the list is paged.
    const PAGES: &'static Pages;

    /// The entries of the list in the rows of a reply.
    fn entries(rows: Rows<Self::Row>) -> Rows<Self::Entry>;
}

/// A request for a paged list, by value or by reference. Implemented by such requests, and by references to them.
pub trait IntoPaged {
    /// The request.
    type Request: Paged;

    /// Converts it into the request.
    fn into_paged(self) -> Self::Request;
}

impl<R: Paged> IntoPaged for R {
    type Request = R;

    fn into_paged(self) -> R {
        self
    }
}

/// A request that OKX also accepts over a socket. Implemented by generated requests.
pub trait SocketEndpoint: Endpoint {
    /// Its route over a socket.
    const SOCKET_ROUTE: &'static SocketRoute;
}

impl<E: SocketEndpoint> SocketEndpoint for &E {
    const SOCKET_ROUTE: &'static SocketRoute = E::SOCKET_ROUTE;
}

/// A channel that can be subscribed to. Implemented by generated types. A value holds the arguments of a subscription.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a channel",
    label = "not a channel",
    note = "channels are types such as `ws::public::Tickers`, or references to them; a request is sent with `send`"
)]
pub trait Channel: Fields + Default + Clone + 'static {
    /// A row of a push.
    type Push: Fields + Default + 'static;

    /// The members of a push in addition to its rows; [`Nothing`] if there are none.
    type Beside: Fields + Default + 'static;

    /// What is constant about the channel.
    const FACTS: &'static ChannelFacts;
}

/// A channel by value or by reference. Implemented by channels, and by references to them.
pub trait IntoChannel {
    /// The channel.
    type Channel: Channel;

    /// Converts it into the channel.
    fn into_channel(self) -> Self::Channel;
}

impl<C: Channel> IntoChannel for C {
    type Channel = C;

    fn into_channel(self) -> C {
        self
    }
}

/// The additional members of a push that has only rows: none that is described.
#[derive(Clone, Debug, Default, PartialEq, OkxRow)]
#[non_exhaustive]
pub struct Nothing {
    /// Members that this version does not describe, as OKX sent them.
    #[okx(extra)]
    pub extra: Extra,
}

impl Lookup {
    /// The lookup that sends this request.
    pub const fn of<E: Endpoint + Fields + Default + 'static>() -> Self {
        Self { operation: E::OPERATION, route: E::ROUTE, request: new_fields::<E>, rows: new_rows::<E> }
    }
}

impl ListedBy {
    /// The products that this request lists. `what` is the noun for one of them, `name` the wire name of the field of a row that holds its
    /// name.
    pub const fn of<E: Endpoint + Fields + Default + 'static>(what: &'static str, name: &'static str) -> Self {
        Self { list: Lookup::of::<E>(), what, name }
    }
}

/// A request of any type: its operation, its route and its items.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) route: Route,
    pub(crate) items: Items<'a>,
}

impl<'a> Request<'a> {
    /// A request over the REST API.
    pub(crate) fn rest<E: Endpoint>(request: &'a E) -> Self {
        Self { operation: E::OPERATION, route: Route::Rest(E::ROUTE), items: request.items() }
    }

    /// The request of a lookup, over the REST API.
    pub(crate) fn of(lookup: &Lookup, request: &'a dyn Fields) -> Self {
        Self { operation: lookup.operation, route: Route::Rest(lookup.route), items: Items::of(request) }
    }
}

/// Creates a default value of a type.
pub(crate) fn new_fields<T: Fields + Default + 'static>() -> Box<dyn Fields> {
    Box::new(T::default())
}

/// Creates an empty collection for the rows of the reply to a request.
pub(crate) fn new_rows<E: Endpoint>() -> Box<dyn RowSink> {
    Box::new(Rows::<E::Row>::default())
}
