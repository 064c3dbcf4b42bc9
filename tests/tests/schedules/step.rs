//! One step: a request is sent and possibly dropped, and then all its outcomes are determined.

use std::time::Duration;

use okx_client::endpoint::{Endpoint, ErrorClass, Resolvable};
use okx_client::enums::{OrdType, Side, TdMode, TgtCcy};
use okx_client::trade::{AmendOrder, AmendOrders, CancelOrder, CancelOrders, PlaceOrder, PlaceOrders};
use okx_client::{Decimal, Error, Resolved, Rows, SendOptions, SendRoute, Unresolved, dec};

use super::environment::{Claim, ClaimKind, Environment, order};
use super::schedule::{Action, Step};
use super::statistics::Statistics;

/// Longer than it can take until an outcome is certain: a request signed with a clock that jumped ahead by an hour
/// can arrive for an hour.
const LONG: Duration = Duration::from_secs(90 * 60);

/// The reported outcome of one item.
#[derive(Debug, PartialEq, Eq)]
enum Reported {
    Done,
    Refused,
    Unknown,
    /// None, because the future was dropped.
    Nothing,
}

pub(crate) async fn run(environment: &mut Environment, step: &Step, statistics: &mut Statistics) {
    statistics.sent += step.orders as u64;
    match step.action {
        Action::PlaceResting | Action::PlaceFilled => Box::pin(place(environment, step, statistics)).await,
        Action::Amend => Box::pin(amend(environment, step, statistics)).await,
        Action::Cancel => Box::pin(cancel(environment, step, statistics)).await,
    }
}

async fn place(environment: &mut Environment, step: &Step, statistics: &mut Statistics) {
    let template = if step.action == Action::PlaceResting { order("") } else { filled() };
    let mut orders = vec![template; step.orders];
    if step.named {
        for order in &mut orders {
            order.cl_ord_id = Some(environment.new_name().as_str().into());
        }
    } else {
        for order in &mut orders {
            order.cl_ord_id = None;
        }
    }
    let own: Vec<_> = orders.iter().map(|order| order.cl_ord_id.as_ref().map(ToString::to_string)).collect();
    if let [order] = &orders[..] {
        let reported = send(environment, step, order, |ack| vec![ack.map(drop)], statistics).await;
        resolve_orders(environment, step, order, own, reported, statistics).await;
    } else {
        let batch = PlaceOrders::new(orders);
        let reported = send(environment, step, &batch, |rows| each(rows, step.orders), statistics).await;
        resolve_orders(environment, step, &batch, own, reported, statistics).await;
    }
}

/// An order that is filled immediately.
fn filled() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Market, dec!(0.001)).tgt_ccy(TgtCcy::BaseCcy)
}

/// The outcomes of the rows of a batch, or the error of the whole batch for each of them.
fn each<T>(reply: Result<Rows<T>, Error>, orders: usize) -> Vec<Result<(), Error>> {
    match reply {
        Ok(rows) => rows.into_iter().map(|row| row.map(drop)).collect(),
        Err(error) => vec![Err(error); orders],
    }
}

/// Sends a request with its faults, and returns the reported outcome of each item with the client order IDs that were
/// sent.
async fn send<E: Endpoint>(
    environment: &Environment,
    step: &Step,
    request: &E,
    outcomes: impl Fn(Result<E::Reply, Error>) -> Vec<Result<(), Error>>,
    statistics: &mut Statistics,
) -> (Vec<Reported>, Vec<Vec<String>>) {
    let call = E::OPERATION.name;
    environment.activate_faults(step, call);
    let options = step
        .within
        .filter(|_| E::OPERATION.deadline)
        .map_or(SendOptions::default(), |within| SendOptions::default().within(within));
    let before = environment.arrived(call);
    let Some(reply) = environment.until_dropped(environment.okx.send_with(request, options), step.drop, call).await
    else {
        statistics.dropped += step.orders as u64;
        return ((0..step.orders).map(|_| Reported::Nothing).collect(), environment.names_sent(call, before));
    };
    let outcomes = outcomes(reply);
    assert_eq!(outcomes.len(), step.orders, "{}", environment.description);
    let reported = outcomes.iter().map(|outcome| match outcome {
        Ok(()) => Reported::Done,
        Err(error) if error.outcome_unknown() => Reported::Unknown,
        Err(_) => Reported::Refused,
    });
    (reported.collect(), environment.names_sent(call, before))
}

/// Determines the outcomes of placed orders and records them as claims.
async fn resolve_orders<R: Resolvable>(
    environment: &mut Environment,
    step: &Step,
    request: &R,
    own: Vec<Option<String>>,
    (reported, sent): (Vec<Reported>, Vec<Vec<String>>),
    statistics: &mut Statistics,
) {
    let listed = environment.okx.unresolved();
    let resolved = if step.named
        && !step.by_list
        && reported.iter().any(|reported| matches!(reported, Reported::Unknown | Reported::Nothing))
        && !listed.is_empty()
    {
        environment
            .okx
            .resolve(request)
            .each_within(LONG)
            .await
            .into_iter()
            .map(|found| verdict(environment, found))
            .collect()
    } else {
        Vec::new()
    };
    let names = names_of(environment, step.orders, own, &sent, &listed);
    for (place, reported) in reported.iter().enumerate() {
        let name = names.get(place).cloned().flatten();
        let entry = listed.iter().find(|entry| name.is_some() && entry.name() == name.as_deref());
        let done = match (reported, entry) {
            (Reported::Done, entry) => {
                assert!(entry.is_none(), "{entry:?} is done but listed as unresolved in {}", environment.description);
                statistics.done += 1;
                true
            }
            (Reported::Refused, entry) => {
                assert!(
                    entry.is_none(),
                    "{entry:?} is refused but listed as unresolved in {}",
                    environment.description
                );
                statistics.refused += 1;
                false
            }
            (Reported::Unknown | Reported::Nothing, Some(entry)) => {
                statistics.unresolved += 1;
                let done = match resolved.get(place) {
                    Some(done) => *done,
                    None => verdict(environment, environment.okx.resolve_unresolved(entry, LONG).await),
                };
                *if done { &mut statistics.resolved_done } else { &mut statistics.resolved_not_done } += 1;
                done
            }
            (Reported::Unknown, None) => {
                panic!("order {place} is unknown but not listed as unresolved in {}", environment.description)
            }
            (Reported::Nothing, None) => {
                statistics.not_sent += 1;
                false
            }
        };
        if let Some(name) = name {
            environment.claims.push(Claim { name, what: ClaimKind::Placed, done });
        }
    }
}

fn verdict<T>(environment: &Environment, found: Resolved<T>) -> bool {
    match found {
        Resolved::Done(_) => true,
        Resolved::NotDone => false,
        Resolved::Unknown(error) => {
            panic!("not resolved after an hour and a half: {error} in {}", environment.description)
        }
    }
}

/// The client order ID of each order: its own, or the one the client generated and sent; `None` if nothing was sent.
fn names_of(
    environment: &Environment,
    orders: usize,
    own: Vec<Option<String>>,
    sent: &[Vec<String>],
    listed: &[Unresolved],
) -> Vec<Option<String>> {
    if own.iter().all(Option::is_some) {
        return own;
    }
    match (sent.last(), listed.len()) {
        (Some(names), _) if names.len() == orders => names.iter().cloned().map(Some).collect(),
        // The request is still in transit or never arrived: only the list has the generated IDs.
        (_, listed_orders) if listed_orders == orders => {
            listed.iter().map(|entry| entry.name().map(str::to_owned)).collect()
        }
        (_, 0) => vec![None; orders],
        _ => panic!("{listed:?} of {orders} orders are listed in {}", environment.description),
    }
}

/// Amends resting orders, each to a different price.
async fn amend(environment: &mut Environment, step: &Step, statistics: &mut Statistics) {
    let targets = environment.targets.split_off(environment.targets.len() - step.orders);
    let price = |place: usize| Decimal::from(1_001 + place);
    let one = |(place, name): (usize, &String)| {
        AmendOrder::new("BTC-USDT").cl_ord_id(name.as_str()).req_id(format!("amend{name}")).new_px(price(place))
    };
    let mut items: Vec<_> = targets.iter().enumerate().map(one).collect();
    let reported = if items.len() == 1 {
        send(environment, step, &items.remove(0), |ack| vec![ack.map(drop)], statistics).await.0
    } else {
        send(environment, step, &AmendOrders::new(items), |rows| each(rows, step.orders), statistics).await.0
    };
    for (place, (name, reported)) in targets.into_iter().zip(reported).enumerate() {
        let entry = listed(environment, &name);
        let done = match (reported, entry) {
            (Reported::Done, None) => {
                statistics.done += 1;
                true
            }
            (Reported::Refused, None) => {
                statistics.refused += 1;
                false
            }
            (Reported::Nothing, None) => {
                statistics.not_sent += 1;
                false
            }
            (Reported::Unknown | Reported::Nothing, Some(entry)) => {
                statistics.unresolved += 1;
                statistics.cannot_be_asked += 1;
                assert!(
                    environment.okx.resolve_unresolved(&entry, LONG).await.is_unknown(),
                    "{}",
                    environment.description
                );
                assert!(environment.okx.forget(&entry), "{}", environment.description);
                continue;
            }
            (reported, entry) => panic!("{reported:?} with {entry:?} in {}", environment.description),
        };
        environment.claims.push(Claim { name, what: ClaimKind::Amended(price(place)), done });
    }
}

/// Cancels resting orders. Unresolved ones are canceled again, because canceling is idempotent.
async fn cancel(environment: &mut Environment, step: &Step, statistics: &mut Statistics) {
    let targets = environment.targets.split_off(environment.targets.len() - step.orders);
    let one = |name: &String| CancelOrder::new("BTC-USDT").cl_ord_id(name.as_str());
    let mut items: Vec<_> = targets.iter().map(one).collect();
    let reported = if items.len() == 1 {
        send(environment, step, &items.remove(0), |ack| vec![ack.map(drop)], statistics).await.0
    } else {
        send(environment, step, &CancelOrders::new(items), |rows| each(rows, step.orders), statistics).await.0
    };
    for (name, reported) in targets.into_iter().zip(reported) {
        let done = match (reported, listed(environment, &name)) {
            (Reported::Done, None) => {
                statistics.done += 1;
                true
            }
            (Reported::Refused, None) => {
                statistics.refused += 1;
                false
            }
            (Reported::Nothing, None) => {
                statistics.not_sent += 1;
                false
            }
            (Reported::Unknown | Reported::Nothing, Some(entry)) => {
                statistics.unresolved += 1;
                environment.sim.faults().clear();
                loop {
                    let over_rest = SendOptions::default().route(SendRoute::Rest);
                    match environment.okx.send_with(&one(&name), over_rest).await {
                        // The request was rejected: the clock is still wrong, and measuring it waits for a rate
                        // limit.
                        Err(error) if error.class() == Some(ErrorClass::Clock) => {
                            environment.clock.advance(Duration::from_secs(60));
                        }
                        // OKX rejects the request if the order is already canceled.
                        Err(error) => break assert!(error.is_refused(), "{error} in {}", environment.description),
                        Ok(_) => break,
                    }
                }
                environment.okx.forget(&entry);
                statistics.resolved_done += 1;
                true
            }
            (reported, entry) => panic!("{reported:?} with {entry:?} in {}", environment.description),
        };
        environment.claims.push(Claim { name, what: ClaimKind::Cancelled, done });
    }
}

/// The entry of an order in the list of unresolved orders.
fn listed(environment: &Environment, name: &str) -> Option<Unresolved> {
    environment
        .okx
        .unresolved()
        .into_iter()
        .find(|entry| entry.identities().any(|(wire, own)| wire == "clOrdId" && own == name))
}
