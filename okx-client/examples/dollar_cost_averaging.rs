//! Buys for a fixed amount of quote currency at regular intervals, and prints what it got.
//!
//! - On a simulated exchange: `cargo run --example dollar-cost-averaging -- BTC-USDT 50 --seconds 2 --times 5`
//! - On OKX's demo trading: the same with `OKX_ENVIRONMENT=demo` and demo keys in `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`
//! - Live: with `OKX_ENVIRONMENT=live` and live keys, and a longer interval such as `--seconds 86400`
//!
//! Ctrl-c ends it between two purchases. A purchase is never repeated unless it is certain that it did not happen.

#[path = "connect.rs"]
mod connect;

use std::error::Error;
use std::pin::pin;
use std::time::Duration;

use okx_client::enums::{OrdType, Side, TdMode, TgtCcy};
use okx_client::objects::Order;
use okx_client::trade::{GetOrder, PlaceOrder};
use okx_client::{Client, Decimal, Resolved};

const USAGE: &str = "usage: dollar-cost-averaging INSTRUMENT AMOUNT [--seconds NUMBER] [--times NUMBER]";

/// How long to ask OKX whether a purchase happened whose reply was lost.
const RESOLVE: Duration = Duration::from_secs(60);

/// What to buy, and when.
pub(crate) struct Plan {
    pub(crate) inst_id: String,
    /// In quote currency.
    pub(crate) amount: Decimal,
    pub(crate) every: Duration,
    /// How many purchases; `None` for no end.
    pub(crate) times: Option<u32>,
}

/// What was bought.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Bought {
    pub(crate) purchases: u32,
    pub(crate) missed: u32,
    pub(crate) size: Decimal,
    pub(crate) spent: Decimal,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let plan = plan(&arguments).ok_or(USAGE)?;
    let connection = connect::connect().await?;
    let bought = run(&connection.okx, &plan, connect::ctrl_c()).await?;
    println!("{} purchases, {} missed: {} for {}", bought.purchases, bought.missed, bought.size, bought.spent);
    Ok(())
}

fn plan(arguments: &[String]) -> Option<Plan> {
    let [inst_id, amount, options @ ..] = arguments else { return None };
    let (inst_id, amount) = (inst_id.clone(), amount.parse().ok()?);
    let mut plan = Plan { inst_id, amount, every: Duration::from_secs(86_400), times: None };
    for option in options.chunks(2) {
        match option {
            [name, value] if name == "--seconds" => plan.every = Duration::from_secs(value.parse().ok()?),
            [name, value] if name == "--times" => plan.times = Some(value.parse().ok()?),
            _ => return None,
        }
    }
    (plan.amount > Decimal::ZERO && !plan.every.is_zero()).then_some(plan)
}

/// Buys until all purchases are made or `stop` is ready.
pub(crate) async fn run(okx: &Client, plan: &Plan, stop: impl Future<Output = ()>) -> Result<Bought, Box<dyn Error>> {
    let (mut bought, mut stop, mut timer) = (Bought::default(), pin!(stop), tokio::time::interval(plan.every));
    while plan.times.is_none_or(|times| bought.purchases + bought.missed < times) {
        tokio::select! {
            biased;
            () = &mut stop => break,
            _ = timer.tick() => {}
        }
        // Not in the `select!`, which would drop the request half-way.
        match buy(okx, plan).await? {
            Some(order) => {
                let (size, price) = (order.acc_fill_sz.unwrap_or_default(), order.avg_px.unwrap_or_default());
                println!("bought {size} at {price}");
                bought.purchases += 1;
                bought.size += size;
                bought.spent += size * price;
            }
            None => bought.missed += 1,
        }
    }
    Ok(bought)
}

/// Buys once. `None` if that certainly did not happen; the next purchase is made at its usual time.
async fn buy(okx: &Client, plan: &Plan) -> Result<Option<Order>, Box<dyn Error>> {
    let order = PlaceOrder::new(&*plan.inst_id, TdMode::Cash, Side::Buy, OrdType::Market, plan.amount);
    // The name makes it possible to find out whether the order exists if the reply is lost.
    let order = okx.named(order.tgt_ccy(TgtCcy::QuoteCcy));
    let placed = match okx.send(&order).await {
        Ok(ack) => ack.ord_id,
        Err(error) if error.outcome_unknown() => match okx.resolve(&order).within(RESOLVE).await {
            Resolved::Done(found) => Some(found.ord_id),
            Resolved::NotDone => None,
            Resolved::Unknown(error) => return Err(error.into()),
        },
        // A mistake in the plan does not go away by itself. What OKX rejects now, such as for lack of funds, it may accept later.
        Err(error) if error.is_invalid() => return Err(error.into()),
        Err(error) => {
            println!("not bought: {error}");
            None
        }
    };
    // The acknowledgement does not tell what was filled.
    match placed {
        Some(ord_id) => Ok(Some(okx.send(GetOrder::new(&*plan.inst_id).ord_id(ord_id)).await?)),
        None => Ok(None),
    }
}
