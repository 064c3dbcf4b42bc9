//! Assigns names to requests before they are sent.

use crate::api::Endpoint;
use crate::client::Client;
use crate::facts::{Fields, Form, Operation, Repeat, Slot};
use crate::fields::Items;
use crate::fields::items::{is_given, set_text};

impl Client {
    /// Assigns a generated name to a request, or to each item of a batch, unless it has one: a `clOrdId` to an order, a `clientId` to a
    /// transfer. With this name OKX can look it up whatever happens to the future that sends it and, if you store the request, even after a
    /// restart. Requests without such a field are returned unchanged.
    ///
    /// [`send`](Self::send) generates names for orders that have none, but they are only available from [`unresolved`](Self::unresolved)
    /// and from errors.
    ///
    /// ```
    /// # use okx_client::enums::{OrdType, Side, TdMode};
    /// # use okx_client::trade::PlaceOrder;
    /// # use okx_client::{Client, Decimal, Environment, Region};
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).build()?;
    /// let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Market, Decimal::ONE);
    /// let order = okx.named(order);
    /// assert!(order.cl_ord_id.is_some());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn named<E: Endpoint + Fields>(&self, request: E) -> E {
        let mut request = request;
        let Some(wire) = name_of(E::OPERATION, request.items()) else { return request };
        if request.shape().form != Form::Bare {
            self.name(&mut request, wire);
        } else if let Slot::List(items) = request.slot(0) {
            for index in 0..items.len() {
                if let Slot::Object(item) = items.get_mut(index) {
                    self.name(item, wire);
                }
            }
        }
        request
    }

    fn name(&self, item: &mut dyn Fields, wire: &str) {
        if let Some(place) = item.shape().place(wire)
            && !is_given(item.value(place))
        {
            set_text(item.slot(place), &self.engine().new_name());
        }
    }
}

/// The field that names what an item creates, by wire name.
fn name_of(operation: &Operation, items: Items<'_>) -> Option<&'static str> {
    match operation.repeat {
        Repeat::By(place) => items.each().next().map(|item| item.shape().wire[place]),
        Repeat::Always | Repeat::Never => operation.asked_by.map(|asked_by| asked_by.name),
    }
}
