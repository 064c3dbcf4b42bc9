//! Validation of order operations that arrive over a socket. They have the parameters, rules and limits of a call,
//! but name instruments by their codes.

use std::net::IpAddr;
use std::sync::Arc;

use okx_spec::model::{Access, Field, Operation};
use serde_json::{Map, Value, json};

use super::condition::INSTRUMENT;
use super::limits::{self, CountedFor};
use super::parameters::{self, Writing};
use super::{Admitted, Item, RequestTime, Validator, headers};
use crate::calls::{Parameters, is_absent};
use crate::core::Exchange;
use crate::keys::Key;
use crate::refusal::{MISSING_PARAMETER, NO_RIGHT, PARAMETER, Refusal, TOO_MANY_ORDERS, UNKNOWN_INSTRUMENT};

/// The code that names an instrument over a socket.
const INSTRUMENT_CODE: &str = "instIdCode";

/// Who sends an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sender<'a> {
    /// The key that the connection is logged in with.
    pub(crate) key: &'a Key,
    pub(crate) ip: IpAddr,
}

impl Validator {
    /// Accepts or rejects an operation: checks permissions, rate limits, deadline and parameters.
    pub(crate) fn admit_operation(
        &mut self,
        operation: &Operation,
        sender: &Sender<'_>,
        items: Vec<Map<String, Value>>,
        deadline: Option<&str>,
        exchange: &Exchange,
        time: RequestTime,
    ) -> Result<Admitted, Refusal> {
        let model = Arc::clone(&self.model);
        let (endpoint, key) = (&model[operation.of], sender.key);
        if endpoint.access == Access::Trade && !key.rights.trade {
            return Err(NO_RIGHT.about("trade"));
        }
        if let Some(batch) = endpoint.batch.as_ref().filter(|batch| items.len() > batch.up_to) {
            return Err(TOO_MANY_ORDERS.about(batch.up_to));
        }
        let takes_code = model[operation.adds].field(INSTRUMENT_CODE).is_some();
        let (mut translated, mut validities) = (Vec::new(), Vec::new());
        for mut item in items {
            let named = if takes_code { name_instrument(&mut item, exchange) } else { Ok(()) };
            validities.push(refuse_others(&model[endpoint.request].fields, operation, &item).and(named));
            translated.push(item);
        }
        let draws = if operation.draws == endpoint.draws {
            limits::draws(&model, endpoint, &translated)
        } else {
            &operation.draws
        };
        let counted_for = CountedFor { account: Some((key.account, exchange.account(key.account))), ip: sender.ip };
        self.limits.count(&model, draws, &translated, counted_for, exchange, time.arrived_micros)?;
        if endpoint.deadline {
            headers::check_deadline(deadline, time.clock_ms)?;
        }
        let check = |item: &Map<String, Value>| parameters::check(&model, endpoint, Writing::Json, item, exchange);
        let items = translated.into_iter().zip(validities).map(|(item, validity)| {
            let validity = validity.and_then(|()| check(&item));
            Item { parameters: Parameters::from(item), validity }
        });
        Ok(Admitted { key: Some(key.clone()), items: items.collect() })
    }
}

/// Replaces the code of the instrument with its name. A name in the request is ignored, as OKX does.
fn name_instrument(item: &mut Map<String, Value>, exchange: &Exchange) -> Result<(), Refusal> {
    item.remove(INSTRUMENT);
    let code = item.remove(INSTRUMENT_CODE).filter(|code| !is_absent(code));
    let code = code.ok_or_else(|| MISSING_PARAMETER.about(INSTRUMENT_CODE))?;
    let number = code
        .as_i64()
        .ok_or_else(|| PARAMETER.about(INSTRUMENT_CODE).because("it must be a whole number, not a text"))?;
    let index = exchange.index_of_code(number).ok_or_else(|| UNKNOWN_INSTRUMENT.about(number))?;
    item.insert(INSTRUMENT.to_owned(), json!(exchange.markets()[index].instrument.id));
    Ok(())
}

/// Refuses the parameters that the call has and the operation does not.
fn refuse_others(fields: &[Field], operation: &Operation, item: &Map<String, Value>) -> Result<(), Refusal> {
    let mut others = operation.without.iter().filter_map(|place| fields.get(*place)).map(|field| field.wire.as_str());
    let given = others.find(|name| *name != INSTRUMENT && item.get(*name).is_some_and(|value| !is_absent(value)));
    given.map_or(Ok(()), |name| Err(PARAMETER.about(name).because("it is not accepted over a socket")))
}
