//! One step: a request is sent, perhaps dropped, and everything it was about becomes known.

use std::time::Duration;

use okx_client::endpoint::{Endpoint, ErrorClass, Resolvable};
use okx_client::enums::{OrdType, Side, TdMode, TgtCcy};
use okx_client::trade::{AmendOrder, AmendOrders, CancelOrder, CancelOrders, PlaceOrder, PlaceOrders};
use okx_client::{Decimal, Error, Resolved, Rows, SendOptions, Unresolved, dec};

use super::figures::Figures;
use super::schedule::{Action, Step};
use super::world::{Claim, What, World, order};

/// Longer than anything takes to become certain: a request that was signed by a clock that had jumped an hour ahead can arrive for an hour.
const LONG: Duration = Duration::from_secs(90 * 60);

/// What sending said of one item.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Done,
    Refused,
    Unknown,
    /// Nothing: the future was dropped.
    Nothing,
}

pub(crate) async fn run(world: &mut World, step: &Step, figures: &mut Figures) {
    figures.sent += step.orders as u64;
    match step.action {
        Action::PlaceResting | Action::PlaceFilled => place(world, step, figures).await,
        Action::Amend => amend(world, step, figures).await,
        Action::Cancel => cancel(world, step, figures).await,
    }
}

async fn place(world: &mut World, step: &Step, figures: &mut Figures) {
    let template = if step.action == Action::PlaceResting { order("") } else { filled() };
    let mut orders = vec![template; step.orders];
    if step.named {
        for order in &mut orders {
            order.cl_ord_id = Some(world.new_name().as_str().into());
        }
    } else {
        for order in &mut orders {
            order.cl_ord_id = None;
        }
    }
    let own: Vec<_> = orders.iter().map(|order| order.cl_ord_id.as_ref().map(ToString::to_string)).collect();
    if let [order] = &orders[..] {
        let said = send(world, step, order, |ack| vec![ack.map(drop)], figures).await;
        conclude(world, step, order, own, said, figures).await;
    } else {
        let batch = PlaceOrders::new(orders);
        let said = send(world, step, &batch, |rows| each(rows, step.orders), figures).await;
        conclude(world, step, &batch, own, said, figures).await;
    }
}

/// An order that is filled at once.
fn filled() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Market, dec!(0.001)).tgt_ccy(TgtCcy::BaseCcy)
}

/// What the rows of a batch say, or the error of the whole.
fn each<T>(reply: Result<Rows<T>, Error>, orders: usize) -> Vec<Result<(), Error>> {
    match reply {
        Ok(rows) => rows.into_iter().map(|row| row.map(drop)).collect(),
        Err(error) => vec![Err(error); orders],
    }
}

/// Sends a request while things go wrong, and gives what is said of each item, with the names that went out.
async fn send<E: Endpoint>(
    world: &World,
    step: &Step,
    request: &E,
    outcomes: impl Fn(Result<E::Reply, Error>) -> Vec<Result<(), Error>>,
    figures: &mut Figures,
) -> (Vec<Said>, Vec<Vec<String>>) {
    let call = E::OPERATION.name;
    world.go_wrong(step, call);
    let options = step
        .within
        .filter(|_| E::OPERATION.deadline)
        .map_or(SendOptions::default(), |within| SendOptions::default().within(within));
    let before = world.arrived(call);
    let Some(reply) = world.until_dropped(world.okx.send_with(request, options), step.drop, call).await else {
        figures.dropped += step.orders as u64;
        return ((0..step.orders).map(|_| Said::Nothing).collect(), world.names_sent(call, before));
    };
    let outcomes = outcomes(reply);
    assert_eq!(outcomes.len(), step.orders, "{}", world.told);
    let said = outcomes.iter().map(|outcome| match outcome {
        Ok(()) => Said::Done,
        Err(error) if error.outcome_unknown() => Said::Unknown,
        Err(_) => Said::Refused,
    });
    (said.collect(), world.names_sent(call, before))
}

/// Finds out what became of the orders that were to be placed, and claims it.
async fn conclude<R: Resolvable>(
    world: &mut World,
    step: &Step,
    request: &R,
    own: Vec<Option<String>>,
    (said, sent): (Vec<Said>, Vec<Vec<String>>),
    figures: &mut Figures,
) {
    let listed = world.okx.unresolved();
    let resolved = if step.named
        && !step.by_list
        && said.iter().any(|said| matches!(said, Said::Unknown | Said::Nothing))
        && !listed.is_empty()
    {
        world.okx.resolve(request).each_within(LONG).await.into_iter().map(|found| verdict(world, found)).collect()
    } else {
        Vec::new()
    };
    let names = names_of(world, step.orders, own, &sent, &listed);
    for (place, said) in said.iter().enumerate() {
        let name = names.get(place).cloned().flatten();
        let entry = listed.iter().find(|entry| name.is_some() && entry.name() == name.as_deref());
        let done = match (said, entry) {
            (Said::Done, entry) => {
                assert!(entry.is_none(), "{entry:?} is done and listed in {}", world.told);
                figures.done += 1;
                true
            }
            (Said::Refused, entry) => {
                assert!(entry.is_none(), "{entry:?} is refused and listed in {}", world.told);
                figures.refused += 1;
                false
            }
            (Said::Unknown | Said::Nothing, Some(entry)) => {
                figures.unresolved += 1;
                let done = match resolved.get(place) {
                    Some(done) => *done,
                    None => verdict(world, world.okx.resolve_unresolved(entry, LONG).await),
                };
                *if done { &mut figures.resolved_done } else { &mut figures.resolved_not_done } += 1;
                done
            }
            (Said::Unknown, None) => panic!("order {place} is unknown and not listed in {}", world.told),
            (Said::Nothing, None) => {
                figures.not_sent += 1;
                false
            }
        };
        if let Some(name) = name {
            world.claims.push(Claim { name, what: What::Placed, done });
        }
    }
}

fn verdict<T>(world: &World, found: Resolved<T>) -> bool {
    match found {
        Resolved::Done(_) => true,
        Resolved::NotDone => false,
        Resolved::Unknown(error) => panic!("an hour and a half was not enough: {error} in {}", world.told),
    }
}

/// The name of each order: its own, or the one the client made and sent; `None` where nothing went out.
fn names_of(
    world: &World,
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
        // The request is still on its way, or never arrived: only the list tells.
        (_, listed_orders) if listed_orders == orders => {
            listed.iter().map(|entry| entry.name().map(str::to_owned)).collect()
        }
        (_, 0) => vec![None; orders],
        _ => panic!("of {orders} orders {listed:?} are listed in {}", world.told),
    }
}

/// Amends resting orders, each to a price of its own.
async fn amend(world: &mut World, step: &Step, figures: &mut Figures) {
    let targets = world.targets.split_off(world.targets.len() - step.orders);
    let price = |place: usize| Decimal::from(1_001 + place);
    let one = |(place, name): (usize, &String)| {
        AmendOrder::new("BTC-USDT").cl_ord_id(name.as_str()).req_id(format!("amend{name}")).new_px(price(place))
    };
    let mut items: Vec<_> = targets.iter().enumerate().map(one).collect();
    let said = if items.len() == 1 {
        send(world, step, &items.remove(0), |ack| vec![ack.map(drop)], figures).await.0
    } else {
        send(world, step, &AmendOrders::new(items), |rows| each(rows, step.orders), figures).await.0
    };
    for (place, (name, said)) in targets.into_iter().zip(said).enumerate() {
        let entry = listed(world, &name);
        let done = match (said, entry) {
            (Said::Done, None) => {
                figures.done += 1;
                true
            }
            (Said::Refused, None) => {
                figures.refused += 1;
                false
            }
            (Said::Nothing, None) => {
                figures.not_sent += 1;
                false
            }
            (Said::Unknown | Said::Nothing, Some(entry)) => {
                figures.unresolved += 1;
                figures.cannot_be_asked += 1;
                assert!(world.okx.resolve_unresolved(&entry, LONG).await.is_unknown(), "{}", world.told);
                assert!(world.okx.forget(&entry), "{}", world.told);
                continue;
            }
            (said, entry) => panic!("{said:?} with {entry:?} in {}", world.told),
        };
        world.claims.push(Claim { name, what: What::Amended(price(place)), done });
    }
}

/// Cancels resting orders. What is unresolved is cancelled once more, because twice is the same as once.
async fn cancel(world: &mut World, step: &Step, figures: &mut Figures) {
    let targets = world.targets.split_off(world.targets.len() - step.orders);
    let one = |name: &String| CancelOrder::new("BTC-USDT").cl_ord_id(name.as_str());
    let mut items: Vec<_> = targets.iter().map(one).collect();
    let said = if items.len() == 1 {
        send(world, step, &items.remove(0), |ack| vec![ack.map(drop)], figures).await.0
    } else {
        send(world, step, &CancelOrders::new(items), |rows| each(rows, step.orders), figures).await.0
    };
    for (name, said) in targets.into_iter().zip(said) {
        let done = match (said, listed(world, &name)) {
            (Said::Done, None) => {
                figures.done += 1;
                true
            }
            (Said::Refused, None) => {
                figures.refused += 1;
                false
            }
            (Said::Nothing, None) => {
                figures.not_sent += 1;
                false
            }
            (Said::Unknown | Said::Nothing, Some(entry)) => {
                figures.unresolved += 1;
                world.sim.faults().clear();
                loop {
                    match world.okx.send(&one(&name)).await {
                        // It was not looked at: the clock is still off, and its measurement waits for a rate limit.
                        Err(error) if error.class() == Some(ErrorClass::Clock) => {
                            world.clock.advance(Duration::from_secs(60));
                        }
                        // Where it is cancelled already, OKX says so.
                        Err(error) => break assert!(error.is_refused(), "{error} in {}", world.told),
                        Ok(_) => break,
                    }
                }
                world.okx.forget(&entry);
                figures.resolved_done += 1;
                true
            }
            (said, entry) => panic!("{said:?} with {entry:?} in {}", world.told),
        };
        world.claims.push(Claim { name, what: What::Cancelled, done });
    }
}

/// The entry of an order in the list of what is unresolved.
fn listed(world: &World, name: &str) -> Option<Unresolved> {
    world
        .okx
        .unresolved()
        .into_iter()
        .find(|entry| entry.identities().any(|(wire, own)| wire == "clOrdId" && own == name))
}
